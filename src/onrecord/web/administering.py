"""The page on which admins look after accounts: who there is, what they may see and do, their tokens, and the log of reads.

What gives somebody more than they had (an account, a role, a collection, a link, a factor taken away) asks for the admin's own
password again, so that whoever sits down at an open desk makes no way in for themselves. The last admin cannot be taken away.
"""

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from onrecord.ledger import GENERAL, check_collection
from onrecord.ledger.people import ROLES, Person, Role
from onrecord.model import NotFound, RecordError
from onrecord.web.desk import Desk
from onrecord.web.forms import read_form
from onrecord.web.routing import Pages
from onrecord.web.signing import holds_password
from onrecord.web.translating import tr

__all__ = ["router"]

router = Pages()
_LOG = 50
Form = dict[str, str]


@router.get("/people")
def people_page(request: Request, desk: Desk) -> Response:
    desk.needs("people")
    return _page(request, desk)


def _page(request: Request, desk: Desk, status: int = 200, **more: Any) -> Response:
    told = {"problem": "", "done": "", "link": "", "link_of": ""} | more
    if told["link"]:
        told["link"] = (desk.door.origin or f"{request.url.scheme}://{request.url.netloc}") + told["link"]
    tokens: dict[str, list[Any]] = {}
    for t in desk.people.sessions.tokens():
        tokens.setdefault(t.person, []).append(t)
    return desk.page(
        request, "people.html", status, everybody=desk.people.accounts.all(), tokens=tokens, roles=ROLES,
        log=desk.people.audit.rows(_LOG), **told,
    )  # fmt: skip


@router.post("/people")
async def change_people(request: Request, desk: Desk) -> Response:
    given = await read_form(request, desk)
    desk.needs("people")
    return await run_in_threadpool(_change, request, desk, given)


def _change(request: Request, desk: Desk, given: Form) -> Response:
    do = given.get("do", "")
    change = _GIVES.get(do) or _TAKES.get(do)
    if change is None:
        return _page(request, desk, 400, problem=tr("Choose what to change"))
    if do in _GIVES and not desk.person.is_owner and not holds_password(desk, given):
        return _page(request, desk, 403, problem=tr("Your own password is not that one. Nothing was changed"))
    try:
        told = change(desk, given)
    except (RecordError, NotFound) as error:
        return _page(request, desk, 400, problem=tr("Nothing was changed: %(why)s", why=error))
    return _page(request, desk, **told)


def _about(desk: Desk, given: Form) -> Person:
    return desk.people.accounts.by_name(given.get("name", ""))


def _collections(words: str) -> tuple[str, ...] | None:
    """Names with commas between them; ``all`` is every collection, nothing is ``general``."""
    names = tuple(dict.fromkeys(n.strip() for n in words.split(",") if n.strip()))
    return None if "all" in names else tuple(map(check_collection, names)) or (GENERAL,)


def _role(given: Form) -> Role:
    role = given.get("role", "")
    if role not in ROLES:
        raise RecordError(tr("a role is one of %(roles)s", roles=", ".join(ROLES)))
    return role


def _new_link(desk: Desk, person: Person) -> dict[str, Any]:
    return {"link": f"/welcome/{desk.people.sessions.new_link('welcome', person.id)}", "link_of": person.name}


def _add(desk: Desk, given: Form) -> dict[str, Any]:
    role, people = _role(given), desk.people
    if role != "admin" and not people.accounts.any():
        raise RecordError(tr("the first account looks after the others: make it an admin's"))
    seen = None if role == "admin" and not given.get("collections") else _collections(given.get("collections", ""))
    made = people.accounts.add(given.get("name", ""), role, seen)
    people.audit.note(desk.person, "add", made.name, role=role, collections=seen if seen is None else list(seen))
    return _new_link(desk, made)


def _link(desk: Desk, given: Form) -> dict[str, Any]:
    person = _about(desk, given)
    desk.people.audit.note(desk.person, "link", person.name)
    return _new_link(desk, person)


def _set_role(desk: Desk, given: Form) -> dict[str, Any]:
    person, role = _about(desk, given), _role(given)
    desk.people.accounts.set_role(person.id, role)
    desk.people.audit.note(desk.person, "role", person.name, role=role)
    return {"done": tr("%(name)s is %(role)s from the next request on.", name=person.name, role=tr(role))}


def _set_access(desk: Desk, given: Form) -> dict[str, Any]:
    person, seen = _about(desk, given), _collections(given.get("collections", ""))
    desk.people.accounts.set_collections(person.id, seen)
    desk.people.audit.note(desk.person, "access", person.name, collections=seen if seen is None else list(seen))
    return {
        "done": tr(
            "%(name)s sees %(what)s.", name=person.name, what=tr("all collections") if seen is None else ", ".join(seen)
        )
    }


def _totp_off(desk: Desk, given: Form) -> dict[str, Any]:
    person = _about(desk, given)
    desk.people.accounts.set_totp(person.id, None)
    desk.people.sessions.close_all(person.id)
    desk.people.audit.note(desk.person, "totp-off", person.name)
    return {"done": tr("%(name)s has no second factor now, and signs in anew.", name=person.name)}


def _enable(desk: Desk, given: Form) -> dict[str, Any]:
    person = _about(desk, given)
    desk.people.accounts.set_disabled(person.id, False)
    desk.people.audit.note(desk.person, "enable", person.name)
    return {"done": tr("%(name)s may come in again.", name=person.name)}


def _disable(desk: Desk, given: Form) -> dict[str, Any]:
    person = _about(desk, given)
    desk.people.accounts.set_disabled(person.id, True)
    desk.people.audit.note(desk.person, "disable", person.name)
    return {"done": tr("%(name)s is let in no more. The account stays, for its judgements do.", name=person.name)}


def _end_token(desk: Desk, given: Form) -> dict[str, Any]:
    desk.people.sessions.end_token(given.get("id", ""))
    desk.people.audit.note(desk.person, "end-token", given.get("id", ""))
    return {"done": tr("The token is worth nothing any more.")}


Change = Callable[[Desk, Form], dict[str, Any]]
_GIVES: dict[str, Change] = {
    "add": _add, "link": _link, "role": _set_role, "access": _set_access, "totp-off": _totp_off, "enable": _enable,
}  # fmt: skip
_TAKES: dict[str, Change] = {"disable": _disable, "end-token": _end_token}
