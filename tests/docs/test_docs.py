"""The documents are true: every command is described, every example runs, every link leads somewhere."""

import doctest
import re
from pathlib import Path

import click
import pytest

import onrecord
from onrecord.cli.main import _COMMANDS, _cli

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


@pytest.mark.parametrize("name", sorted(_COMMANDS))
def test_every_command_is_documented_and_explains_itself(name: str) -> None:
    text = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    assert f"onrecord {name}" in text or f"`{name} " in text
    command = _cli.get_command(click.Context(_cli), name)
    assert command is not None
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.name not in ("limit", "form", "kinds", "link"):
            assert parameter.help, f"{name} {parameter.opts}"


def test_the_examples_of_the_guide_run() -> None:
    result = doctest.testfile(str(ROOT / "docs" / "guide" / "python.md"), module_relative=False)
    assert result.attempted > 4
    assert result.failed == 0


def test_the_examples_of_the_package_run() -> None:
    from onrecord.pipeline import api

    for module in (onrecord, api):
        result = doctest.testmod(module)
        assert result.attempted
        assert result.failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_inside_the_project_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_importing_the_package_loads_nothing_heavy() -> None:
    import subprocess
    import sys

    code = "import sys, onrecord; print([m for m in ('numpy', 'onnxruntime', 'sqlalchemy', 'trafilatura', 'rich') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
