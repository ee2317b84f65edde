"""From a document and its claims to nodes: the values that linking stores, compares and clusters."""

import hashlib
from collections.abc import Container, Iterable, Mapping, Sequence

import msgspec

from onrecord.linking.compare import STEP, across_table, comparable, in_steps, match_weight, one_report, weight_above
from onrecord.linking.copies import Brief, bands, shortened, signature
from onrecord.linking.features import Account, account_and_terms
from onrecord.linking.keys import keys
from onrecord.linking.levels import in_two_places, on_two_days, place_level, type_level
from onrecord.linking.packing import Body, pack_body, pack_brief, unpack_body, unpack_brief
from onrecord.linking.settings import settings
from onrecord.linking.store import Edge, StoredDocument, StoredNode
from onrecord.linking.within import Group, group_claims, groups_as_told
from onrecord.linking.words import Ranked, rare_terms
from onrecord.model import Claim, Document

__all__ = [
    "Body",
    "Told",
    "bodies_again",
    "brief_of",
    "decode_body",
    "decode_brief",
    "decode_node",
    "document_again",
    "kept_bits",
    "pair_bits",
    "prepare",
    "story_bits",
    "told_apart",
]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One document with all its claims, as the ledger holds them; ``sequence`` is its append number."""

    document: Document
    claims: tuple[Claim, ...]
    sequence: int


def decode_body(body: bytes) -> Body:
    return unpack_body(body)


def decode_node(node: StoredNode) -> Body:
    return unpack_body(node.body)


def decode_brief(stored: StoredDocument) -> Brief:
    """The brief of a stored document; the store's ``sequence`` is the one that counts."""
    return unpack_brief(stored.id, stored.sequence, stored.body)


def document_again(document: Document, sequence: int) -> StoredDocument:
    """What linking keeps of a document, made once more."""
    return _stored(brief_of(document, sequence))


def _stored(brief: Brief) -> StoredDocument:
    return StoredDocument(id=brief.id, sequence=brief.sequence, body=pack_brief(brief))


def brief_of(document: Document, sequence: int) -> Brief:
    return _brief(document, sequence, signature(document.text))


def _brief(document: Document, sequence: int, whole: Sequence[int]) -> Brief:
    return Brief(
        id=document.id,
        title=document.title or "",
        publisher=document.publisher or "",
        published=document.published or "",
        kind=document.kind,
        sequence=sequence,
        signature=shortened(whole),
        words=len(document.text.split()),
    )


def prepare(
    told: Told, must: Iterable[tuple[str, str]] = (), cannot: Iterable[tuple[str, str]] = ()
) -> tuple[StoredDocument, list[StoredNode], list[Edge]]:
    """What linking keeps of one document: itself, its nodes, and the events that its aggregates sum up."""
    whole = signature(told.document.text)
    brief = _brief(told.document, told.sequence, whole)
    stored = _stored(brief)
    groups = group_claims(told.document, told.claims, cannot=cannot, must=must)
    copy_bands = bands(whole)
    made = [_node(told.document, group, copy_bands, groups) for group in groups]
    return stored, [node for node, _ in made], _covers(made)


def bodies_again(
    document: Document, claims: Sequence[Claim], held: Mapping[int, Sequence[str]], wanted: Container[int]
) -> dict[int, bytes]:
    """The bodies of the nodes ``wanted`` of a document, made once more; ``held`` are the ids of the claims of every node of it.

    Of the claims that the nodes were made of, these are the bodies that they had.
    """
    groups = groups_as_told(document, claims, held.values())
    homes = {i: node for node, ids in held.items() for i in ids}
    told = [(homes[g.incident[0].id], g) for g in groups]
    return {node: _body(_account(document, g, groups)[0], g) for node, g in told if node in wanted}


def _account(document: Document, group: Group, groups: Sequence[Group]) -> tuple[Account, Ranked]:
    rest = [c for g in groups if g is not group for c in g.incident if c.link == "single"]
    return account_and_terms(document, group.incident, group.main, rest)


def _body(account: Account, group: Group) -> bytes:
    return pack_body(account, tuple(c.id for c in group.others))


def _node(
    document: Document, group: Group, copy_bands: Sequence[int], groups: Sequence[Group]
) -> tuple[StoredNode, Account]:
    account, telling = _account(document, group, groups)
    ids = tuple(sorted(c.id for c in group.incident))
    rare = [] if account.structured else rare_terms(telling, 10)
    met_by = keys(account, rare, copy_bands if group.main else (), document.meta.get("collection", ""))
    body = _body(account, group)
    return StoredNode(
        id=_node_id(document.id, ids, met_by, body), document=document.id, claims=ids, keys=met_by, body=body
    ), account


def _node_id(document: str, claims: Sequence[str], keys: Sequence[int], body: bytes) -> int:
    """The hash of all that a node holds.

    What else a document tells is part of an account's features, so that a new reading or a correction may change these
    and leave the account's own claims as they were.
    """
    told = "\x1f".join((document, *claims, "", *map(str, keys), "")).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(told + body, digest_size=8).digest(), "big", signed=True)


def _covers(made: Sequence[tuple[StoredNode, Account]]) -> list[Edge]:
    """Aggregate and single accounts of one document where the single lies inside the aggregate's kind, time and area."""
    return [
        Edge(a=whole.id, b=part.id, kind="covers")
        for whole, sum_ in made
        if sum_.aggregate
        for part, one in made
        if not one.aggregate and not one.hypothetical and _inside(one, sum_)
    ]


def _inside(one: Account, whole: Account) -> bool:
    if type_level(one.types, whole.types) == "apart":
        return False
    if whole.first and not (one.first and whole.first <= one.first and one.last <= whole.last):
        return False
    return place_level(one.sites, whole.sites) in _CONTAINED


_CONTAINED = ("same site", "same town", "within district", "within province", "within country", "unknown", "near")


def pair_bits(a: Account, b: Account) -> float | None:
    """The match weight of two accounts in bits, in steps of 1/256 so that sums are exact; None when never one event."""
    if not comparable(a, b):
        return None
    table, prior = across_table(a, b)
    return in_steps(match_weight(a, b, table, prior + one_report(a, b)))


def kept_bits(a: Account, b: Account) -> float | None:
    """``pair_bits`` of a pair that is kept, which lies above the floor; None of any other."""
    if not comparable(a, b):
        return None
    floor = settings().floor
    bits = weight_above(a, b, floor - STEP)
    found = None if bits is None else in_steps(bits)
    return found if found is not None and found > floor else None


def story_bits(a: Account, b: Account) -> float:
    """The match weight of two documents by their openings, which may tell different steps of one course of events."""
    table, prior = across_table(a, b)
    return in_steps(match_weight(a, b, table, prior))


def told_apart(accounts: Iterable[tuple[int, Account]]) -> list[tuple[int, int]]:
    """Pairs of accounts that one source tells as two events: not only apart in the text, but contradicting each other.

    Two towns or two days told of by one source are two events of one kind, whatever else agrees.
    """
    by_source: dict[str, list[tuple[int, Account]]] = {}
    for node, account in accounts:
        by_source.setdefault(account.source, []).append((node, account))
    limit = settings().contradiction + settings().same_document
    found = []
    for held in by_source.values():
        for i, (n, a) in enumerate(held):
            for m, b in held[i + 1 :]:
                bits = pair_bits(a, b)
                if bits is None or bits < limit or in_two_places(a.sites, b.sites) or on_two_days(a, b):
                    found.append((min(n, m), max(n, m)))
    return found
