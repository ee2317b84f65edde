"""Pages about one thing: the overview, an incident, a document, the methodology."""

from calendar import monthrange
from collections import defaultdict
from typing import Any
from urllib.parse import unquote, urlencode

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from onrecord.ledger import Conflict, Filter, Reader, TollPoint
from onrecord.ledger import Request as Wanted
from onrecord.model import VERDICTS, Claim, Document, Incident, Judgement
from onrecord.publish import day, type_label
from onrecord.vocab import actor_categories, claim_types, manifest, vocabulary_hash
from onrecord.web.asking import demands, same_words, toll_rows
from onrecord.web.charts import Bar, Step, columns, months_between, rows, step_chart
from onrecord.web.desk import DeskDep
from onrecord.web.marking import around, marked
from onrecord.web.words import path_of, plural, safe_url, speakers

__all__ = ["router"]

router = APIRouter()
_EFFECTS = ("killed", "injured", "missing", "arrested", "abducted", "displaced")
_MOST_MONTHS = 36


# ----------------------------------------------------------------------------------------------------- overview


@router.get("/")
def overview(request: Request, desk: DeskDep) -> Response:
    ask = desk.reader
    facets = ask.facets(limit=1_000)
    asked, cut = demands(ask, Filter(kinds=("demand",)), only_open=True)
    return desk.page(
        request, "overview.html", counts=ask.counts(), by_month=_by_month(facets["month"]), by_type=_by_type(facets["type"]),
        newest=ask.incidents(page=Wanted(limit=7, sort="-reported")).items,
        deadliest=ask.incidents(Filter(minimum=(("killed", 1),)), Wanted(limit=7, sort="-killed")).items,
        contested=ask.incidents(Filter(statuses=("contested",)), Wanted(limit=7, sort="-reported")),
        open_demands=[d for d in asked if d.open_days is not None][:7], demands_open=len(asked), demands_cut=cut,
        rejections=ask.rejections(5),
    )  # fmt: skip


def _by_month(found: list[tuple[str, int]]) -> Markup | None:
    if not found:
        return None
    held = dict(found)
    months = months_between(min(held), max(held))
    if len(months) > _MOST_MONTHS:
        years: dict[str, int] = defaultdict(int)
        for month, number in found:
            years[month[:4]] += number
        span = [str(y) for y in range(int(min(years)), int(max(years)) + 1)]
        bars = [_bar(y, years.get(y, 0), y, y, f"{y}-01-01", f"{y}-12-31") for y in span]
        return columns(bars, "Incidents by year in which they happened")
    bars = []
    for month in months:
        words = day(f"{month}-01").split(" ", 1)[1]
        last = monthrange(int(month[:4]), int(month[5:]))[1]
        bars.append(_bar(words, held.get(month, 0), words, month, f"{month}-01", f"{month}-{last}"))
    return columns(bars, "Incidents by month in which they happened")


def _bar(label: str, value: int, words: str, _: str, first: str, last: str) -> Bar:
    return Bar(label, value, f"/incidents?from={first}&to={last}", f"{words}: {plural(value, 'incident')}")


def _by_type(found: list[tuple[str, int]]) -> Markup | None:
    if not found:
        return None
    bars = [
        Bar(type_label(t), n, "/incidents?" + urlencode({"type": t}), f"{type_label(t)}: {plural(n, 'incident')}")
        for t, n in found[:12]
    ]
    return rows(bars)


# ----------------------------------------------------------------------------------------------------- incident


@router.get("/incidents/{id_:path}")
def incident(request: Request, desk: DeskDep, id_: str, done: str = "") -> Response:
    ask = desk.reader
    found = ask.incident(id_)
    if found.id != id_:
        return RedirectResponse(f"/incidents/{path_of(found.id)}", 302)
    asked = [d.id for d in found.demands]
    claims = ask.claims_by_ids(
        [*found.claims, *asked, *found.responses, *(a for d in found.demands for a in d.answered_by)]
    )
    documents = ask.documents_by_ids({*(c.document for c in claims.values()), *(d.id for d in found.documents)})
    accounts = [claims[c] for c in found.claims if c in claims]
    judgements, conflicts = _judged(desk.reader, {found.id, *claims})
    return desk.page(
        request, "incident.html", incident=found, claims=claims, documents=documents,
        groups=[_account(same, documents) for same in same_words(accounts)],
        demands=[_account([claims[d]], documents) for d in asked if d in claims],
        answered={d.id: [claims[a] for a in d.answered_by if a in claims] for d in found.demands},
        responses=[_account([claims[r]], documents) for r in found.responses if r in claims],
        series=_series(found, ask.toll_series(found.id)), sources=_sources(found, documents, accounts),
        history=ask.history(found.id), judgements=judgements,
        undone={s for j in judgements if j.verdict == "undo" for s in j.subjects},
        conflicts=conflicts,
        may_judge=desk.may("judge"),
        by=unquote(request.cookies.get("onrecord_by", "")) if desk.person.is_owner else desk.person.name,
        done=done if done in VERDICTS else "",
    )  # fmt: skip


def _judged(ask: Reader, about: set[str]) -> tuple[list[Judgement], list[Conflict]]:
    """What people said about the incident and its claims, undos too, and where they disagree."""
    everything = ask.judgements()
    mine = {j.id for j in everything if about & set(j.subjects)}
    found = [j for j in everything if j.id in mine or (j.verdict == "undo" and mine & set(j.subjects))]
    return found, [c for c in ask.conflicts() if c.subject in about] if found else []


def _account(same: list[Claim], documents: dict[str, Document]) -> dict[str, Any]:
    """A claim with its words in their paragraph; ``copies`` are documents with the very same words."""
    claim = same[0]
    document = documents.get(claim.document)
    return {
        "claim": claim, "document": document, "said": speakers(claim, document),
        "paragraphs": around(document.text, claim) if document else [],
        "copies": [documents[c.document] for c in same[1:] if c.document in documents],
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
            steps, best.best if best else None, f"{effect.capitalize()}: figures in the order they were published"
        )
        made.append({"effect": effect, "rows": toll_rows(mine), "best": best, "chart": chart})
    return made


def _said(point: TollPoint) -> str:
    return " ← ".join(point.said_by) or point.publisher or "the document"


def _evidence(point: TollPoint) -> str:
    return f"/documents/{path_of(point.document)}#c-{point.claim}"


def _sources(found: Incident, documents: dict[str, Document], accounts: list[Claim]) -> list[dict[str, Any]]:
    """The documents, oldest first; a copy names the document whose words it repeats."""
    original: dict[str, str] = {}
    for same in same_words(accounts):
        ordered = sorted({c.document for c in same}, key=lambda d: (documents[d].published or "~", d))
        for copy in ordered[1:]:
            original.setdefault(copy, ordered[0])
    told = [
        {"document": documents[d.id], "main": d.main, "copy_of": documents.get(original.get(d.id, ""))}
        for d in found.documents if d.id in documents
    ]  # fmt: skip
    return sorted(told, key=lambda s: (s["document"].published or "~", s["document"].id))


# --------------------------------------------------------------------------------------------- document and claim


@router.get("/documents/{id_:path}")
def document(request: Request, desk: DeskDep, id_: str) -> Response:
    ask = desk.reader
    found = ask.document(id_)
    claims = ask.claims_of_documents([found.id]).get(found.id, ())
    ordered = sorted(claims, key=lambda c: (min(e.start for e in c.evidence), c.id))
    return desk.page(
        request, "document.html", document=found, claims=ordered, paragraphs=marked(found.text, ordered),
        homes=ask.incidents_of_claims([c.id for c in ordered]), url=safe_url(found.url), captures=ask.captures_of(found.id),
        said={c.id: speakers(c, found) for c in ordered},
    )  # fmt: skip


@router.get("/claims/{id_}")
def claim(desk: DeskDep, id_: str) -> Response:
    found = desk.reader.claim(id_)
    return RedirectResponse(f"/documents/{path_of(found.document)}#c-{found.id}", 302)


# --------------------------------------------------------------------------------------------------- methodology


@router.get("/methodology")
def methodology(request: Request, desk: DeskDep) -> Response:
    return desk.page(
        request, "methodology.html", types=claim_types(), actors=actor_categories(), manifest=manifest(),
        vocabulary=vocabulary_hash(), runs=desk.reader.runs()[-10:], batches=desk.reader.batches()[-1:],
    )  # fmt: skip
