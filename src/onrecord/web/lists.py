"""Pages of many things: incidents, demands, documents, claims, rejections."""

from calendar import monthrange
from datetime import date
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from onrecord.ledger import Filter
from onrecord.model import VERDICTS
from onrecord.vocab import actor_categories, right_labels
from onrecord.web.asking import demands
from onrecord.web.desk import Desk
from onrecord.web.incident import judge_name
from onrecord.web.query import LEAST, Asked, value_words
from onrecord.web.routing import Pages
from onrecord.web.translating import N_, tr
from onrecord.web.words import month, speakers

__all__ = ["router"]

router = Pages()
_FACETS = (
    ("type", N_("Type")), ("status", N_("Status")), ("country", N_("Country")), ("month", N_("When")),
    ("link", N_("Kind")), ("publisher", N_("Told by")),
)  # fmt: skip
_WANTED = tuple(name for name, _ in _FACETS)
_TABS = ("open", "answered", "all")
Facet = tuple[str, list[tuple[str, int, str, bool]]]


@router.get("/incidents")
def incidents(request: Request, desk: Desk, asked: Asked, done: str = "") -> Response:
    wanted, part = asked.filter(), asked.request()
    page = desk.kept(lambda: desk.reader.incidents(wanted, part), "incidents", wanted, part)
    facets = _facets(asked, desk.kept(lambda: desk.reader.facets(wanted, 12, _WANTED), "facets", wanted))
    return desk.page(
        request, "incidents.html", asked=asked, page=page, facets=facets, chips=asked.chips("/incidents"), least=LEAST,
        here=asked.href("/incidents"), views=desk.people.work.views(desk.person.id) if desk.presence else (),
        actors={code: tr(label) for code, label in actor_categories().items()},
        rights=right_labels(), may_judge=desk.may("judge"), by=judge_name(request, desk),
        seen=desk.reader.judgement_count() if desk.may("judge") else 0,
        following=asked.href("/incidents", [("cursor", page.next)]) if page.next else None,
        done=done if done in VERDICTS else "",
    )  # fmt: skip


def _facets(asked: Asked, found: dict[str, list[tuple[str, int]]]) -> list[Facet]:
    made: list[Facet] = []
    for name, heading in _FACETS:
        values = []
        for value, number in found[name]:
            if name == "month":
                values.append(_month(asked, value, number))
                continue
            single = name in ("link", "publisher") and not asked.has(name, value)
            href = (
                asked.href("/incidents", [(name, value)], [name])
                if single
                else asked.toggled("/incidents", name, value)
            )
            values.append((value_words(name, value), number, href, asked.has(name, value)))
        if values:
            made.append((tr(heading), values))
    return made


def _month(asked: Asked, value: str, number: int) -> tuple[str, int, str, bool]:
    """A month of the facets (``2024-02``), which narrows to what began in it."""
    first = date.fromisoformat(f"{value}-01")
    last = first.replace(day=monthrange(first.year, first.month)[1])
    chosen = (asked.began_from, asked.began_to) == (first, last)
    add = [] if chosen else [("began_from", first.isoformat()), ("began_to", last.isoformat())]
    return month(first.isoformat()), number, asked.href("/incidents", add, ["began_from", "began_to"]), chosen


@router.get("/demands")
def demands_page(
    request: Request, desk: Desk, asked: Asked, show: Literal["", "open", "answered", "all"] = "", open: bool = False,  # noqa: A002
) -> Response:  # fmt: skip
    """Open demands, those asked first at the top; ``open`` is how earlier addresses asked for them."""
    shown = show or "open"
    answered = {"open": False, "answered": True, "all": None}[shown]
    wanted, part = asked.filter(kinds=("demand",), answered=answered), asked.request()
    plain = wanted == Filter(kinds=("demand",), answered=answered)
    found, page = desk.kept(
        lambda: demands(desk.reader, wanted, part, desk.today, not plain), "demands", wanted, part, desk.today
    )
    total = page.total
    if plain:
        ages = desk.kept(desk.reader.demand_ages, "demand ages")
        total = sum((0 if answered else a.open) + (0 if answered is False else a.answered) for a in ages)
    kept = [("show", shown)] if shown != "open" else []
    tabs = [(name, asked.href("/demands", [("show", name)] if name != "open" else []), name == shown) for name in _TABS]
    return desk.page(
        request, "demands.html", demands=found, total=total, more=page.more, shown=shown, tabs=tabs, asked=asked,
        chips=asked.chips("/demands"), following=asked.href("/demands", [*kept, ("cursor", page.next)]) if page.next else None,
        first=asked.href("/demands", kept),
    )  # fmt: skip


@router.get("/documents")
def documents(request: Request, desk: Desk, asked: Asked) -> Response:
    """Every document, those without a claim too; days are those of publication."""
    asked = asked.of_documents()
    page = desk.reader.documents(asked.filter(), asked.request())
    claims = desk.reader.claims_of_documents([d.id for d in page.items])
    return desk.page(
        request, "documents.html", asked=asked, page=page, chips=asked.chips("/documents"),
        told={d.id: len(claims.get(d.id, ())) for d in page.items},
        following=asked.href("/documents", [("cursor", page.next)]) if page.next else None,
    )  # fmt: skip


@router.get("/claims")
def claims(request: Request, desk: Desk, asked: Asked) -> Response:
    page = desk.reader.claims(asked.filter(), asked.request())
    held = desk.reader.documents_by_ids({c.document for c in page.items})
    return desk.page(
        request, "claims.html", asked=asked, page=page, chips=asked.chips("/claims"), least=LEAST,
        said={c.id: speakers(c, held.get(c.document)) for c in page.items},
        following=asked.href("/claims", [("cursor", page.next)]) if page.next else None,
    )  # fmt: skip


@router.get("/rejections")
def rejections(request: Request, desk: Desk) -> Response:
    return desk.page(request, "rejections.html", rejections=desk.reader.rejections(500))
