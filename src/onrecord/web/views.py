"""What a person keeps for themselves: named views, what they have seen, and the moment that they look at."""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.ledger import as_moment
from onrecord.web.desk import Desk, NotAllowed
from onrecord.web.forms import read_form
from onrecord.web.past import sent_back
from onrecord.web.routing import Pages
from onrecord.web.translating import tr
from onrecord.web.words import inside

__all__ = ["router"]

router = Pages()


@router.post("/views")
async def keep_view(request: Request, desk: Desk) -> Response:
    """Keep an address under a name, or take a kept one out (``drop``)."""
    given = await read_form(request, desk)
    desk.needs("read")
    dropped = given.get("drop", "")
    back = given.get("path", "/incidents")
    if dropped.isascii() and dropped.isdigit() and len(dropped) < 16:
        desk.people.work.drop_view(desk.person.id, int(dropped))
    else:
        desk.people.work.save_view(desk.person.id, given.get("name", ""), back)
    return RedirectResponse(back if inside(back) else "/incidents", 303)


@router.post("/looked")
async def looked(request: Request, desk: Desk) -> Response:
    """From now on, new is what comes after the page was made: not after the click, or what came in between would be missed."""
    given = await read_form(request, desk)
    desk.needs("read")
    now = datetime.now(UTC)
    try:
        at = min(datetime.fromisoformat(given.get("at", "")).astimezone(UTC), now)
    except ValueError:
        at = now
    desk.people.work.look(desk.person.id, at.isoformat(timespec="microseconds"))
    return RedirectResponse("/", 303)


@router.post("/then")
async def look_back(request: Request, desk: Desk) -> Response:
    """From now on the pages show what was known ``at`` a moment (UTC), of now where it is empty; then on to ``back``."""
    given = await read_form(request, desk)
    desk.needs("read")
    at, back = given.get("at", ""), given.get("back", "/")
    if at:
        if not desk.may_look_back:
            raise NotAllowed(tr("Only people who see names may look back: what was sealed since was not sealed then."))
        as_moment(at)
    return sent_back(back if inside(back) else "/", at, desk.door.secure)
