"""The review queue: what is contested or rests on one source first, one key for each answer, and who looks at what."""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.ledger import Filter, Reader
from onrecord.ledger import Request as Wanted
from onrecord.ledger.people import Assignment, Person
from onrecord.model import VERDICTS, NotFound, RecordError
from onrecord.web.asking import same_words
from onrecord.web.desk import Desk
from onrecord.web.forms import read_form
from onrecord.web.incident import account, judge_name
from onrecord.web.routing import Pages
from onrecord.web.summing import summary
from onrecord.web.translating import tr
from onrecord.web.words import path_of

__all__ = ["router"]

router = Pages()
_LONGEST = 200
_CLAIMS = 12
_DENIAL = "response.denied"


@dataclass(frozen=True)
class _Item:
    id: str
    assigned: Assignment | None
    unsure: tuple[str, ...]


def _queue(desk: Desk) -> list[_Item]:
    """Mine first, then nobody's, then those of others; in each, contested before single sources, the deadliest first.

    Whoever confirms or rejects an incident takes it out of the queue; what somebody is unsure of goes to its end.
    """
    ask = desk.reader
    found = desk.kept(lambda: _waiting(ask), "review")
    assigned = desk.people.work.assignments(found)
    unsure = _unsure(ask, found)
    items = [_Item(i, assigned.get(i), unsure.get(i, ())) for i in found]

    def order(at: tuple[int, _Item]) -> tuple[int, bool, int]:
        item = at[1]
        mine = item.assigned is not None and item.assigned.person == desk.person.id
        return (0 if mine else 1 if item.assigned is None else 2, bool(item.unsure), at[0])

    return [item for _, item in sorted(enumerate(items), key=order)]


def _waiting(ask: Reader) -> list[str]:
    return [
        i
        for status in ("contested", "single_source")
        for i in ask.incident_ids(Filter(statuses=(status,)), Wanted(limit=_LONGEST, sort="-killed")).items
    ]


def _unsure(ask: Reader, waiting: list[str]) -> dict[str, tuple[str, ...]]:
    """Who was unsure of what, and has not been undone since."""
    undone: set[str] = set()
    found: dict[str, tuple[str, ...]] = {}
    everything = ask.judgements_about(waiting)
    for j in everything:
        if j.verdict == "undo":
            undone.update(j.subjects)
    for j in everything:
        if j.verdict == "unsure" and j.id not in undone:
            for s in j.subjects:
                found[s] = (*found.get(s, ()), j.by)
    return found


@router.get("/review")
def review(request: Request, desk: Desk, after: str = "", done: str = "", mine: bool = False) -> Response:
    """One incident at a time; ``after`` is the one before it in the queue."""
    queue, done = _queue(desk), done if done in VERDICTS else ""
    if mine:
        queue = [q for q in queue if q.assigned is not None and q.assigned.person == desk.person.id]
    places = [q.id for q in queue]
    at = places.index(after) + 1 if after in places else 0
    item = queue[at] if at < len(queue) else None
    if item is None:
        return desk.page(request, "review.html", item=None, left=len(queue), at=at, done=done, mine=mine)
    ask, incident = desk.reader, desk.reader.incident(item.id)
    claims = ask.claims_by_ids((*incident.claims, *incident.responses))
    # what is denied is contested by it
    told = (*incident.claims, *(r for r in incident.responses if r in claims and claims[r].type == _DENIAL))
    accounts = [claims[c] for c in told if c in claims]
    documents = ask.documents_by_ids({c.document for c in accounts})
    groups = [account(same, documents) for same in same_words(accounts)]
    return desk.page(
        request, "review.html", item=item, incident=incident, sentences=summary(incident, accounts, documents),
        groups=groups[:_CLAIMS], more=max(0, len(groups) - _CLAIMS), left=len(queue), at=at, done=done, mine=mine,
        seen=ask.judgement_count(), by=judge_name(request, desk), may_judge=desk.may("judge"), may_assign=desk.may("assign"),
        people=[p for p in desk.people.accounts.all() if not p.disabled and p.may("judge")],
        after_id=places[at - 1] if at else "",
        # after the answer the item leaves the queue, and what follows takes its place
        back=_address(places[at - 1] if at else "", mine), following=_address(incident.id, mine),
    )  # fmt: skip


def _address(after: str, mine: bool) -> str:
    wanted = [f"after={path_of(after)}"] * bool(after) + ["mine=true"] * mine
    return "/review" + ("?" + "&".join(wanted) if wanted else "")


@router.post("/assignments")
async def assign(request: Request, desk: Desk) -> Response:
    """``person`` takes on ``subject``: "me", the name of an account, or nobody; ``had`` is who had it when the page was made."""
    given = await read_form(request, desk)
    desk.needs("judge")
    await run_in_threadpool(_assign, desk, given)
    return RedirectResponse(_address(given.get("after", ""), given.get("mine") == "true"), 303)


def _assign(desk: Desk, given: dict[str, str]) -> None:
    subject, person = desk.reader.resolve(given.get("subject", ""))[1], given.get("person", "")
    with desk.judging:
        # nobody takes from another what they thought was free
        held = desk.people.work.assignments([subject]).get(subject)
        if held is not None and "had" in given and held.name not in (given["had"], desk.person.name):
            raise RecordError(tr("%(name)s has it by now. Nothing was changed", name=held.name))
        if person == "":
            desk.people.work.unassign(subject)
            return
        whose = desk.person if person == "me" else desk.people.accounts.by_name(person)
        if whose.id != desk.person.id:
            desk.needs("assign")
        if not whose.may("judge") or not _sees(desk, whose, subject):
            raise RecordError(tr("%(name)s may not judge", name=whose.name))
        desk.people.work.assign(subject, whose.id, desk.person.name)


def _sees(desk: Desk, person: Person, subject: str) -> bool:
    """Whether somebody may see what is given to them."""
    reader = desk.reader if person.id == desk.person.id else desk.seen_as(person).reader
    try:
        reader.resolve(subject)
    except NotFound:
        return False
    return True
