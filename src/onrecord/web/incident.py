"""The page of one incident: a sentence made of its claims, figures as told, sources, why it is one, judgements, history."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.ledger import TollPoint, conflicts, undone
from onrecord.model import VERDICTS, Claim, Document, Incident, NotFound, order_of
from onrecord.web.asking import same_words, toll_rows
from onrecord.web.charts import Step, step_chart
from onrecord.web.desk import Desk
from onrecord.web.marking import around
from onrecord.web.routing import Pages
from onrecord.web.summing import summary
from onrecord.web.translating import tr
from onrecord.web.weights import bars
from onrecord.web.words import code_words, path_of, speakers

__all__ = ["account", "judge_name", "router"]

router = Pages()
_EFFECTS = ("killed", "injured", "missing", "arrested", "abducted", "displaced")


@router.get("/incidents/{id_:path}")
def incident(request: Request, desk: Desk, id_: str, done: str = "") -> Response:
    ask = desk.reader
    found = ask.incident(id_)
    if found.id != id_:
        # what was done is told on the page of the incident that came of it
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/incidents/{path_of(found.id)}{query}", 302)
    asked = [d.id for d in found.demands]
    claims = ask.claims_by_ids(
        [*found.claims, *asked, *found.responses, *(a for d in found.demands for a in d.answered_by)]
    )
    documents = ask.documents_by_ids({*(c.document for c in claims.values()), *(d.id for d in found.documents)})
    accounts = [claims[c] for c in found.claims if c in claims]
    about = {found.id, *claims}
    judgements = ask.judgements_about(about)
    return desk.page(
        request, "incident.html", incident=found, claims=claims, documents=documents,
        sentences=summary(found, accounts, documents),
        groups=[account(same, documents) for same in same_words(accounts)],
        demands=[account([claims[d]], documents) for d in asked if d in claims],
        answered={d.id: [claims[a] for a in d.answered_by if a in claims] for d in found.demands},
        responses=[account([claims[r]], documents) for r in found.responses if r in claims],
        series=_series(found, ask.toll_series(found.id)), sources=_sources(found, documents, accounts),
        weights=_weights(desk, found), history=ask.history(found.id), judgements=judgements,
        undone=undone(judgements),
        conflicts=[c for c in conflicts(judgements) if c.subject in about], seen=ask.judgement_count(),
        may_judge=desk.may("judge"), by=judge_name(request, desk), done=done if done in VERDICTS else "",
    )  # fmt: skip


def judge_name(request: Request, desk: Desk) -> str:
    """The name under which the person judges: their account's; at one's own computer the one given last."""
    return unquote(request.cookies.get("onrecord_by", "")) if desk.person.is_owner else desk.person.name


def account(same: list[Claim], documents: Mapping[str, Document]) -> dict[str, Any]:
    """A claim with its words in their paragraph; ``copies`` are documents with the very same words."""
    claim = same[0]
    document = documents.get(claim.document)
    return {
        "claim": claim, "document": document, "said": speakers(claim, document),
        "paragraphs": around(document.text, claim) if document else [],
        "copies": [documents[c.document] for c in same[1:] if c.document in documents], "ids": [c.id for c in same],
    }  # fmt: skip


def _series(found: Incident, points: tuple[TollPoint, ...]) -> list[dict[str, Any]]:
    """By effect: the figures as rows, and as a chart where they were told at different times."""
    made = []
    for effect in _EFFECTS:
        mine = [p for p in points if p.effect == effect]
        if not mine:
            continue
        best = next((t for t in found.tolls if t.effect == effect), None)
        whole = [p for p in mine if not p.part_of and p.who != "attacker"]
        steps = [Step(p.published or "", p.low, p.high, _said(p), _evidence(p)) for p in whole]
        chart = step_chart(
            steps,
            best.best if best else None,
            tr("%(effect)s: figures in the order they were published", effect=code_words(effect).capitalize()),
        )
        made.append({"effect": effect, "rows": toll_rows(mine), "best": best, "chart": chart})
    return made


def _said(point: TollPoint) -> str:
    return " ← ".join(point.said_by) or point.publisher or tr("the document")


def _evidence(point: TollPoint) -> str:
    return f"/documents/{path_of(point.document)}#c-{point.claim}"


def _sources(found: Incident, documents: dict[str, Document], accounts: list[Claim]) -> list[dict[str, Any]]:
    """The documents, oldest first; a copy names the document whose words it repeats."""
    original: dict[str, str] = {}
    for same in same_words(accounts):
        ordered = sorted({c.document for c in same}, key=lambda d: (order_of(documents[d].published), d))
        for copy in ordered[1:]:
            original.setdefault(copy, ordered[0])
    told = [
        {"document": documents[d.id], "main": d.main, "copy_of": documents.get(original.get(d.id, ""))}
        for d in found.documents if d.id in documents
    ]  # fmt: skip
    return sorted(told, key=lambda s: (order_of(s["document"].published), s["document"].id))


# ----------------------------------------------------------------------------------------------------- match weights


@dataclass(frozen=True)
class _Near:
    """A near incident with the weights that kept it apart; ``incident`` is absent where the person may not see it."""

    incident: Incident
    bits: float
    mean: float
    reason: str
    bars: list[Markup]


def _weights(desk: Desk, found: Incident) -> dict[str, Any] | None:
    """How each report joined and what was kept apart; None where the desk was not told how to ask."""
    if desk.why is None:
        return None
    told = desk.why(desk.ledger, found)
    names = {d for j in told.joined for d in (j.document, j.partner) if d}
    documents = desk.reader.documents_by_ids(names)
    near = []
    for a in told.apart:
        try:
            near.append(_Near(desk.reader.incident(a.incident), a.bits, a.mean, a.reason, bars(a.parts)))
        except NotFound:
            continue
    joined = [
        {
            "document": documents[j.document], "partner": documents.get(j.partner or ""), "bits": j.bits, "mean": j.mean,
            "judged": j.judged, "bars": bars(j.parts),
        }
        for j in told.joined if j.partner is not None and j.document in documents
    ]  # fmt: skip
    return {"joined": joined, "near": near}
