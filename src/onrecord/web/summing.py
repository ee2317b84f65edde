"""An incident in one sentence, each part of it led to the claim that says so: nothing stands in it that no claim says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.model import AssessedToll, Claim, Document, Incident
from onrecord.publish import bounds
from onrecord.web.translating import N_, tr
from onrecord.web.words import code_words, place, speakers, type_label, when

__all__ = ["Piece", "summary"]

_RESPONSIBILITY = {
    "claimed": N_("who claimed it"), "stated": N_("named as who did it"), "suspected": N_("suspected"),
    "accused": N_("accused of it"), "accused_by_authorities": N_("accused of it by the authorities"), "denied": N_("who deny it"),
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """Words; ``claim`` is the id of the claim that they rest on, ``by`` who says so."""

    text: str
    claim: str = ""
    by: str = ""
    strong: bool = False


def summary(
    incident: Incident, claims: Sequence[Claim], documents: Mapping[str, Document]
) -> tuple[tuple[Piece, ...], ...]:
    """Sentences as pieces. ``claims`` are the accounts of the incident."""

    def by(claim: Claim | None) -> str:
        if claim is None:
            return ""
        document = documents.get(claim.document)
        publisher = (document.publisher if document else None) or tr("a document")
        said = speakers(claim, document)
        return (
            publisher if said == publisher else tr("%(speaker)s, in %(publisher)s", speaker=said, publisher=publisher)
        )

    held = {c.id: c for c in claims}
    what = next((c for c in claims if c.type == incident.type), None)
    sentences = [[Piece(type_label(incident.type), what.id if what else "", by(what), strong=True)]]
    named = incident.where[0].name if incident.where else None
    where = next((c for c in claims if any(p.name == named for p in c.where)), None)
    if where is not None:
        # "Lagos, Lagos State, NG" stands for its own
        sentences[0] += [Piece(tr(" in ")), Piece(place(incident.where), where.id, by(where))]
    day = incident.when.start if incident.when else None
    told = next((c for c in claims if c.when and c.when.start == day), None) if day else None
    if told is not None:
        sentences[0] += [Piece(tr(", ")), Piece(when(incident.when), told.id, by(told))]
    for actor in incident.actors:
        if actor.role == "perpetrator" and actor.name:
            source = next((c for c in claims if any(a.name == actor.name for a in c.actors)), None)
            named_as = _RESPONSIBILITY.get(actor.responsibility or "", N_("named as who did it"))
            sentences.append([Piece(actor.name, source.id if source else "", by(source)), Piece(f": {tr(named_as)}")])
    sentences += [_toll(t, held, by) for t in incident.tolls]
    return tuple(tuple(s) for s in sentences)


def _toll(toll: AssessedToll, held: Mapping[str, Claim], by: Callable[[Claim | None], str]) -> list[Piece]:
    sources = [held[c] for c in toll.from_ if c in held]
    figure = f"{toll.best:,}" + ("+" if toll.high is None and toll.best == toll.low else "")
    pieces = [
        Piece(
            f"{figure} {code_words(toll.effect)}",
            sources[0].id if sources else "",
            by(sources[0] if sources else None),
            True,
        )
    ]
    if sources:
        told = "; ".join(dict.fromkeys(map(by, sources)))
        pieces.append(Piece(tr(", according to %(who)s", who=told)))
    if toll.low != toll.high:
        pieces.append(Piece(tr(" (told: %(range)s)", range=bounds(toll.low, toll.high))))
    return pieces
