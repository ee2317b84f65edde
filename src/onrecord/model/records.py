"""Values to public records: a field that does not apply is left out, never ``null``."""

from dataclasses import fields, is_dataclass
from typing import Any

__all__ = ["to_record"]

# python keywords cannot name a field
_RENAMED = {"from_": "from"}


def to_record(value: object) -> dict[str, Any]:
    """A dataclass as the JSON-ready dict of ``records.md``; empty and absent fields are left out.

    Numbers and texts stay as they are, a zero too; ``False`` and empty collections are left out, for every
    flag of the format means "no" when absent.
    """
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(f"{type(value).__name__} is no record")
    record: dict[str, Any] = {}
    for f in fields(value):
        if f.name == "meta":
            continue
        item = _plain(getattr(value, f.name))
        if item is None or item is False or item == [] or item == {}:
            continue
        record[_RENAMED.get(f.name, f.name)] = item
    return record


def _plain(item: object) -> Any:
    if is_dataclass(item) and not isinstance(item, type):
        return to_record(item)
    if isinstance(item, (tuple, list)):
        return [_plain(i) for i in item]
    if isinstance(item, dict):
        return {k: _plain(v) for k, v in item.items()}
    return item
