"""What several rooms know together: an incident with its claims, documents and toll series."""

from dataclasses import dataclass, replace

from onrecord.ledger import Ledger, Reader
from onrecord.linking import Brief, Figure, Part, Why, assess, brief_of, decide, series, why
from onrecord.model import Claim, Document, Incident, Rule
from onrecord.pipeline.links import LedgerLinks

__all__ = ["IncidentView", "incident_view", "match_weights", "why_linked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentView:
    """One incident, whole: its claims and documents by id, and every figure in the order in which it was told."""

    incident: Incident
    claims: dict[str, Claim]
    documents: dict[str, Document]
    series: tuple[Figure, ...]


def incident_view(ledger: Reader, incident: Incident, rule: Rule | None = None) -> IncidentView:
    """Gather what stands behind an incident; with a ``rule`` its tolls are assessed anew under that rule."""
    wanted = [*incident.claims, *(d.id for d in incident.demands), *incident.responses]
    wanted += [a for d in incident.demands for a in d.answered_by]
    claims = ledger.claims_by_ids(wanted)
    documents = ledger.documents_by_ids({c.document for c in claims.values()})
    sequences = ledger.sequences(documents)
    briefs: dict[str, Brief] = {i: brief_of(d, sequences.get(i, 0)) for i, d in documents.items()}
    told = [claims[i] for i in incident.claims if i in claims]
    if rule is not None:
        firm = [c for c in told if c.modality not in ("planned", "feared", "conditional")]
        incident = replace(incident, tolls=assess(firm, briefs, rule, decide(ledger.judgements())))
    return IncidentView(
        incident=incident, claims=claims, documents=documents, series=tuple(series(told, briefs, incident.link))
    )


def match_weights(ledger: Ledger, incident: Incident) -> Why:
    """How each report joined, and what was kept apart, as weights in bits."""
    with ledger.looking_at_links() as tables:
        return why(LedgerLinks(ledger, tables), incident.id, decide(ledger.judgements()))


def why_linked(ledger: Ledger, incident: Incident) -> list[str]:
    """The match weights in words: how each report joined, what was kept apart, and which are copies."""
    found = match_weights(ledger, incident)
    names = {d for j in found.joined for d in (j.document, j.partner) if d}
    names |= {d for k in found.apart for d in (k.document, k.other)} | {d for group in found.copies for d in group}
    documents = ledger.documents_by_ids(names)

    def name(document: str | None) -> str:
        known = documents.get(document or "")
        if known is None:
            return (document or "")[:10]
        return f"{known.publisher or known.id[:10]} {(known.published or '')[:10]}".strip()

    lines: list[str] = []
    for j in found.joined:
        if j.partner is None:
            lines.append(f"{name(j.document)}: the only report")
            continue
        judged = ", held by a judgement" if j.judged else ""
        lines.append(
            f"{name(j.document)} with {name(j.partner)}: {_bits(j.bits)} (mean over all reports {_bits(j.mean)}{judged})"
        )
        lines += _waterfall(j.parts)
    for k in found.apart:
        weight = f"{_bits(k.bits)} (mean over all reports {_bits(k.mean)})"
        if k.reason == "kind":
            weight = f"what is compared weighs {_bits(k.compared)}"
        lines.append(f"kept apart, {_REASONS[k.reason]}: {k.incident[:16]}, {name(k.other)}: {weight}")
        lines += _waterfall(k.parts)
    lines += ["copies of one text: " + ", ".join(map(name, group)) for group in found.copies if len(group) > 1]
    return lines


def _waterfall(parts: tuple[Part, ...]) -> list[str]:
    return [
        f"    {p.bits:+6.1f}  {_COMPARED.get(p.feature, p.feature)}: {_level(p.level)}"
        for p in parts
        if abs(p.bits) >= _LEAST
    ]


def _bits(bits: float) -> str:
    """A match weight in words: what speaks for one event, and what against."""
    if abs(bits) < _LEAST:
        return "nothing for or against"
    return f"{abs(bits):.1f} bits {'for' if bits > 0 else 'against'}"


def _level(level: str) -> str:
    return level.replace(">=", "likeness of at least ").replace("<", "likeness under ")


# shown with one digit after the point
_LEAST = 0.05
_REASONS = {
    "judged": "as judged",
    "kind": "never one event (one sums up, or the kinds exclude each other)",
    "weight": "too little speaks for one event",
}
_COMPARED = {
    "prior": "before any comparison", "type": "kind", "date": "day", "persons": "persons harmed or aimed at",
    "killed": "dead", "others": "arrested, abducted, missing, displaced", "occurrences": "number of events",
    "story": "words of both reports", "note": "words of a short report", "mention": "words of a report and of a mention",
    "words": "words of the evidence", "named": "private persons named", "roads": "roads named", "clock": "time of day",
    "conflict": "both disagree", "source": "report and author", "issued": "days on which the reports came out",
    "heading": "headlines", "point": "coordinates", "site": "closest places", "names": "who is named",
}  # fmt: skip
