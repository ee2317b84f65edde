"""Publishers: what they told, whose words they repeat, and how analysts rate them."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from onrecord.ledger import Filter, Reader
from onrecord.web.desk import Desk
from onrecord.web.incident import judge_name
from onrecord.web.routing import Pages
from onrecord.web.translating import N_, tr

__all__ = ["router"]

router = Pages()
_MOST = 300
RELIABILITY = {
    "A": N_("completely reliable"), "B": N_("usually reliable"), "C": N_("fairly reliable"), "D": N_("not usually reliable"),
    "E": N_("unreliable"), "F": N_("cannot be judged"),
}  # fmt: skip
CREDIBILITY = {
    "1": N_("confirmed by others"), "2": N_("probably true"), "3": N_("possibly true"), "4": N_("doubtful"), "5": N_("improbable"),
    "6": N_("cannot be judged"),
}  # fmt: skip


@router.get("/sources")
def sources(request: Request, desk: Desk) -> Response:
    ask = desk.reader
    rows = desk.kept(lambda: _rows(ask), "sources")
    return desk.page(
        request, "sources.html", rows=rows, cut=len(rows) >= _MOST, reliability={k: tr(v) for k, v in RELIABILITY.items()},
        credibility={k: tr(v) for k, v in CREDIBILITY.items()},
        may_rate=desk.may("edit"), by=judge_name(request, desk), seen=ask.judgement_count(),
    )  # fmt: skip


def _rows(ask: Reader) -> list[dict[str, Any]]:
    told = ask.facets(Filter(include_rejected=True), limit=_MOST, wanted=("publisher",))["publisher"]
    copies, ratings, documents = ask.copies(), ask.ratings(), ask.documents_by_publisher()
    return [
        {
            "name": p, "incidents": n, "documents": documents.get(p, 0), "rating": ratings.get(p),
            "copies": copies.get(p, (0, ()))[0], "group": copies.get(p, (0, ()))[1],
        }
        for p, n in told
    ]  # fmt: skip
