"""What a person sees: width, colour, progress. Colours only on a terminal; ``NO_COLOR`` and pipes are respected."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console as RichConsole
from rich.markup import escape
from rich.theme import Theme

__all__ = ["Console", "console", "plural"]

_THEME = Theme({"evidence": "bold underline", "figure": "bold", "id": "cyan", "muted": "dim"})
_PLAIN_WIDTH = 160


def plural(n: int, noun: str, many: str | None = None) -> str:
    """``1 claim``, ``2 claims``, ``1,200 claims``; ``many`` for a noun that takes more than an s."""
    return f"{n:,} {noun if n == 1 else many or f'{noun}s'}"


class Console:
    """A terminal, a pipe or a file, of a known width."""

    def __init__(self, stderr: bool = False) -> None:
        stream = sys.stderr if stderr else sys.stdout
        # a table in a pipe is for a person who pages or greps: wide, and never wrapped by a guess of 80
        width = int(os.environ["COLUMNS"]) if os.environ.get("COLUMNS", "").isdigit() else None
        if width is None and not stream.isatty():
            width = _PLAIN_WIDTH
        self.rich = RichConsole(file=stream, width=width, theme=_THEME, highlight=False, soft_wrap=False)

    @property
    def width(self) -> int:
        return self.rich.width

    escape = staticmethod(escape)

    def line(self, text: str = "", style: str | None = None) -> None:
        self.rich.print(text, style=style, soft_wrap=True)

    def print(self, thing: Any) -> None:
        self.rich.print(thing)

    @contextmanager
    def progress(
        self, what: str, quiet: bool = False, total: int | None = None
    ) -> Iterator[Callable[[int, str], None]]:
        """A bar on a terminal, nothing elsewhere; the function given counts what was done and names the last one."""
        if quiet or not self.rich.is_terminal:
            yield lambda _n, _name: None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn(),
            TimeElapsedColumn(), TextColumn("[dim]{task.fields[name]}"),
        )  # fmt: skip
        with Progress(*columns, console=self.rich, transient=True) as bar:
            task = bar.add_task(what, total=total, name="")

            def step(n: int, name: str) -> None:
                bar.update(task, advance=n, name=escape(name[-40:]))

            yield step


def console(stderr: bool = False) -> Console:
    return Console(stderr)
