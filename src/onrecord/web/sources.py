"""Publishers: what they told, whose words they repeat, and how analysts rate them."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from onrecord.ledger import Filter, Reader
from onrecord.ledger import Request as Wanted
from onrecord.web.desk import DeskDep
from onrecord.web.incident import judge_name

__all__ = ["router"]

router = APIRouter()
_MOST = 300
_LOOKED_AT = 400
RELIABILITY = {
    "A": "completely reliable", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable", "E": "unreliable",
    "F": "cannot be judged",
}  # fmt: skip
CREDIBILITY = {
    "1": "confirmed by others", "2": "probably true", "3": "possibly true", "4": "doubtful", "5": "improbable",
    "6": "cannot be judged",
}  # fmt: skip


@dataclass(frozen=True)
class _Copies:
    """In how many incidents each publisher only repeated others' words, and whose."""

    times: Counter[str]
    groups: dict[str, tuple[str, ...]]


@router.get("/sources")
def sources(request: Request, desk: DeskDep) -> Response:
    ask = desk.reader
    rows = desk.kept(lambda: _rows(ask), "sources")
    return desk.page(
        request, "sources.html", rows=rows, cut=len(rows) >= _MOST, looked_at=_LOOKED_AT, reliability=RELIABILITY,
        credibility=CREDIBILITY, may_rate=desk.may("edit"), by=judge_name(request, desk), seen=len(ask.judgements()),
    )  # fmt: skip


def _rows(ask: Reader) -> list[dict[str, Any]]:
    told = ask.facets(Filter(include_rejected=True), limit=_MOST, wanted=("publisher",))["publisher"]
    copies = _copies(ask)
    ratings = ask.ratings()
    return [
        {
            "name": p, "incidents": n, "documents": ask.count("documents", Filter(publisher=p)), "rating": ratings.get(p),
            "copies": copies.times[p], "group": copies.groups.get(p, ()),
        }
        for p, n in told
    ]  # fmt: skip


def _copies(ask: Reader) -> _Copies:
    """From the incidents last told of: a publisher whose document counts for no independent one repeated another's words."""
    found = ask.incidents(page=Wanted(limit=_LOOKED_AT, sort="-reported")).items
    several = [i for i in found if len(i.documents) > 1]
    documents = ask.documents_by_ids({d.id for i in several for d in i.documents})
    times: Counter[str] = Counter()
    groups: dict[str, set[str]] = defaultdict(set)
    for incident in several:
        told = {d.publisher for d in (documents.get(x.id) for x in incident.documents) if d is not None and d.publisher}
        repeating = told - set(incident.publishers)
        times.update(repeating)
        original = told & set(incident.publishers)
        # with several independent ones it is not told whose words were repeated
        group = repeating | original if len(original) == 1 else repeating
        for one in group if len(group) > 1 else ():
            groups[one] |= group - {one}
    return _Copies(times, {k: tuple(sorted(v)) for k, v in groups.items()})
