"""Refresh the hashes of ``manifest.toml`` after an edit: ``python -m onrecord.vocab.refresh``.

A file that the manifest does not list yet must be given its source and licence by hand first: no data without
an origin.
"""

import hashlib
import re
import sys
from pathlib import Path

__all__ = ["refresh"]

DATA = Path(__file__).parent / "data"


def refresh(folder: Path = DATA) -> list[str]:
    """Write the present hashes into the manifest; give back the names of files that it does not list."""
    path = folder / "manifest.toml"
    text = path.read_text("utf-8")
    missing = []
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if not file.is_file() or name == "manifest.toml":
            continue
        pattern = re.compile(rf'(\[file\."{re.escape(name)}"\][^\[]*?sha256 = ")[0-9a-f]*(")')
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        text, n = pattern.subn(rf"\g<1>{digest}\g<2>", text)
        if not n:
            missing.append(name)
    path.write_text(text, "utf-8")
    return missing


if __name__ == "__main__":
    unlisted = refresh()
    if unlisted:
        sys.exit("not in manifest.toml (add source and licence there): " + ", ".join(unlisted))
