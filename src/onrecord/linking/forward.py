"""Forwarding records: where a reader who holds an old incident id finds its claims now.

An id is made from the founding claim, so an incident that only grows keeps it. When two incidents become one, the
earlier founder's id stays and the other is forwarded (``merged``); when one falls apart, the part with the founder keeps
the id and a record leads to every other part (``split``).
"""

from collections.abc import Mapping, Sequence

from onrecord.linking.store import Forward, StoredIncident

__all__ = ["forwards"]


def forwards(old: Mapping[str, StoredIncident], new: Sequence[StoredIncident]) -> list[Forward]:
    """Records for every old incident whose claims are now elsewhere, in the order of ids."""
    home = {c: s.incident.id for s in new for c in s.incident.claims}
    there = {s.incident.id for s in new}
    records = []
    for name, stored in sorted(old.items()):
        held: dict[str, int] = {}
        for claim in stored.incident.claims:
            if claim in home:
                held[home[claim]] = held.get(home[claim], 0) + 1
        if name not in there:
            if not held:
                records.append(Forward(old=name, new=None, reason="gone"))
                continue
            heir = min(held, key=lambda i: (-held[i], i))
            records.append(Forward(old=name, new=heir, reason="merged"))
            records += [Forward(old=name, new=i, reason="split") for i in sorted(held) if i != heir]
        else:
            records += [Forward(old=name, new=i, reason="split") for i in sorted(held) if i != name]
    return records
