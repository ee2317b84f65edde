"""Copies: one text under several names, and who in an incident is an independent source.

Near copies by MinHash over word shingles (Broder 1997; rensa's R-MinHash); relays by what the claims themselves say of
their sources ("Geo News reported"): a report all of whose speakers are carried by another publisher of the incident
adds no witness.
"""

import struct
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import eq

import msgspec
from rensa import RMinHash

from onrecord.linking.words import fold
from onrecord.model import Claim

__all__ = [
    "BANDS",
    "PERMUTATIONS",
    "Brief",
    "bands",
    "copy_groups",
    "independent",
    "shortened",
    "signature",
    "similarity",
]

PERMUTATIONS = 128
BANDS = 8
_ROWS = 6
_SHINGLE = 3
_SEED = 42
_LEAST_WORDS = 12


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """What linking remembers of a document. ``signature`` is ``shortened``, and empty for a text too short to be told apart."""

    id: str
    title: str
    publisher: str
    published: str
    kind: str
    sequence: int
    signature: tuple[int, ...]
    words: int


def signature(text: str) -> tuple[int, ...]:
    """The MinHash of the text's word triples: 128 numbers of 32 bits."""
    words = fold(text).split()
    if len(words) < _LEAST_WORDS:
        return ()
    made = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    made.update(list(map(" ".join, zip(*(words[i:] for i in range(_SHINGLE)), strict=False))))
    return tuple(made.digest())


def shortened(sig: Sequence[int]) -> tuple[int, ...]:
    """A signature by the low 8 bits of its numbers: enough to count how many agree, not for ``bands``."""
    return tuple([number & 0xFF for number in sig])


def bands(sig: Sequence[int]) -> list[int]:
    """Keys of ``BANDS`` bands: two texts alike by half their triples share one with probability .12, by .8 with .93."""
    if not sig:
        return []
    rows = (struct.pack(f">{_ROWS}I", *sig[i * _ROWS : (i + 1) * _ROWS]) for i in range(BANDS))
    return [zlib.crc32(row, i) for i, row in enumerate(rows)]


def similarity(a: Sequence[int], b: Sequence[int]) -> float:
    """The estimated share of common word triples (Jaccard), 0 where one has no signature."""
    if not a or not b:
        return 0.0
    if len(a) != len(b):
        raise ValueError(f"signatures of {len(a)} and of {len(b)} numbers")
    return float(sum(map(eq, a, b)) / len(a))


def copy_groups(briefs: Sequence[Brief], threshold: float) -> list[tuple[str, ...]]:
    """Documents that are copies of one text; each group begins with the one published first."""
    return list(_copy_groups(tuple(briefs), threshold)) if len(briefs) > 1 else []


# the sources, the status and the tolls of one incident ask one after the other
@lru_cache(maxsize=16)
def _copy_groups(briefs: tuple[Brief, ...], threshold: float) -> tuple[tuple[str, ...], ...]:
    ordered = sorted(briefs, key=lambda b: (b.published or "9", b.sequence, b.id))
    groups: list[list[Brief]] = []
    for brief in ordered:
        home = next((g for g in groups if similarity(g[0].signature, brief.signature) >= threshold), None)
        if home is None:
            groups.append([brief])
        else:
            home.append(brief)
    return tuple(tuple(b.id for b in g) for g in groups if len(g) > 1)


def independent(briefs: Sequence[Brief], claims: Mapping[str, Sequence[Claim]], threshold: float) -> list[str]:
    """Publishers that count as sources of their own, in the order of their first report.

    ``claims`` are the incident's claims by document. A copy counts as its original; a document all of whose claims are
    carried by another publisher of the incident counts as that one.
    """
    ordered = sorted(briefs, key=lambda b: (b.published or "9", b.sequence, b.id))
    copies = {copy for group in copy_groups(briefs, threshold) for copy in group[1:]}
    names = {fold(b.publisher): b.publisher for b in ordered if b.publisher and b.id not in copies}
    found: dict[str, None] = {}
    for brief in ordered:
        if not brief.publisher or brief.id in copies:
            continue
        if not _relays(brief, claims.get(brief.id, ()), names):
            found.setdefault(brief.publisher)
    return list(found) or [b.publisher for b in ordered[:1] if b.publisher]


def _relays(brief: Brief, claims: Sequence[Claim], names: Mapping[str, str]) -> bool:
    """Whether every claim of the document is carried by, or comes from, another publisher of the incident."""
    own = fold(brief.publisher)
    told = [c for c in claims if c.kind == "incident"]
    if not told:
        return False
    for claim in told:
        carriers = {fold(s.name) for s in claim.said_by if s.medium} or {fold(s.name) for s in claim.said_by[:1]}
        if not any(c in names and c != own for c in carriers):
            return False
    return True
