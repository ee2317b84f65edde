"""Signing in and out, one-time links, the second factor, and the page of one's own account."""

from typing import Any
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.ledger.people import Person, Scope, checked_name
from onrecord.model import NotFound, RecordError
from onrecord.web.access import SESSION
from onrecord.web.desk import Desk
from onrecord.web.errors import told
from onrecord.web.passwords import (
    LEAST,
    code_step,
    hash_password,
    new_totp,
    password_holds,
    password_problem,
    picture,
    totp_uri,
)
from onrecord.web.routing import Pages
from onrecord.web.security import bounded, form_problem
from onrecord.web.translating import N_, tr
from onrecord.web.words import inside

__all__ = ["holds_password", "router"]

router = Pages()
_NOT_YOU = N_("That name and password do not go together")
# within a quarter of an hour: enough for a bad memory, too few for a list of passwords
_MOST_FAILURES, _MOST_FROM_ONE = 8, 40
# characters of base 32
_KEY = 32
_GONE = N_("This link was used already, or is too old; ask for a new one: onrecord people link NAME")
Form = dict[str, str]


# -------------------------------------------------------------------------------------------------------- helpers


async def _form(request: Request, desk: Desk) -> Form | str:
    """The fields of a form, or why it is not taken."""
    body = await bounded(request)
    if body is None:
        return tr("the form is too long")
    given = {k: v[0] for k, v in parse_qs(body.decode("utf-8", "replace"), max_num_fields=40).items()}
    return form_problem(request, desk.secret, given.get("token", ""), desk.door.origin) or given


def _refused(request: Request, desk: Desk, reason: str, status: int = 403) -> Response:
    return desk.page(
        request,
        "error.html",
        status,
        title=tr("That was not accepted"),
        reason=tr("Nothing was changed: %(why)s.", why=reason),
    )


def _inside(there: str) -> str:
    """An address of this desk to go on to; another is dropped."""
    return there if inside(there) else "/"


def _begin(desk: Desk, person: Person, complete: bool, there: str) -> Response:
    """A new session: the secret of an earlier one is worth nothing after signing in."""
    reply = RedirectResponse(there if complete else "/signin/code?next=" + _quoted(there), 303)
    secret = desk.people.sessions.open(person.id, complete)
    # not "strict": a link in a mail or the way back from a sign-in provider would look like nobody
    reply.set_cookie(SESSION, secret, httponly=True, samesite="lax", secure=desk.door.secure, path="/")
    if complete:
        desk.people.audit.note(person, "sign-in", person.name)
    return reply


def _quoted(there: str) -> str:
    from urllib.parse import quote

    return quote(there, safe="")


def _address(request: Request) -> str:
    return f"address {request.client.host if request.client else ''}"


# ---------------------------------------------------------------------------------------------------- in and out


def sign_in_page(request: Request, desk: Desk, there: str, problem: str = "", status: int = 200) -> Response:
    return desk.page(request, "signin.html", status, next=_inside(there), problem=problem, provider=_provider(desk))


@router.get("/signin")
def signin(request: Request, desk: Desk, next: str = "/") -> Response:  # noqa: A002
    if desk.presence is not None:
        return RedirectResponse(_inside(next), 303)
    return sign_in_page(request, desk, next)


def _provider(desk: Desk) -> str | None:
    return desk.door.provider.name if desk.door.provider else None


@router.get("/signin/provider")
def to_provider(request: Request, desk: Desk, next: str = "/") -> Response:  # noqa: A002
    provider = desk.door.provider
    if provider is None:
        raise NotFound("there is no sign-in provider here")
    from onrecord.web.oidc import COOKIE, Unproven

    try:
        url, cookie = provider.begin(_back(request, desk), _inside(next), desk.secret)
    except Unproven as error:
        return sign_in_page(request, desk, next, told(error), 502)
    reply = RedirectResponse(url, 303)
    reply.set_cookie(
        COOKIE, cookie, httponly=True, samesite="lax", secure=desk.door.secure, path="/signin", max_age=600
    )
    return reply


@router.get("/signin/provider/back")
def from_provider(request: Request, desk: Desk, code: str = "", state: str = "") -> Response:
    provider = desk.door.provider
    if provider is None:
        raise NotFound("there is no sign-in provider here")
    from onrecord.web.oidc import COOKIE, Unproven, known

    try:
        cookie = request.cookies.get(COOKIE, "")
        claims, there = provider.finish(_back(request, desk), code, state, cookie, desk.secret)
        person = known(desk.people, claims)
    except Unproven as error:
        return sign_in_page(request, desk, "/", told(error), 401)
    reply = _begin(desk, person, not person.second_factor, _inside(there))
    reply.delete_cookie(COOKIE, path="/signin")
    return reply


def _back(request: Request, desk: Desk) -> str:
    return (desk.door.origin or f"{request.url.scheme}://{request.url.netloc}") + "/signin/provider/back"


@router.post("/signin")
async def sign_in(request: Request, desk: Desk) -> Response:
    given = await _form(request, desk)
    if isinstance(given, str):
        return _refused(request, desk, given)
    return await run_in_threadpool(_sign_in, request, desk, given)


def _sign_in(request: Request, desk: Desk, given: Form) -> Response:
    name, there, sessions = (
        given.get("name", "").strip().casefold(),
        _inside(given.get("next", "/")),
        desk.people.sessions,
    )
    if sessions.failures(f"name {name}") >= _MOST_FAILURES or sessions.failures(_address(request)) >= _MOST_FROM_ONE:
        problem = tr("Too many attempts; wait a quarter of an hour")
        return sign_in_page(request, desk, there, problem, 429)
    found = desk.people.accounts.password_of(name)
    holds = password_holds(given.get("password", ""), found[1] if found else None)
    if found is None or not holds or found[0].disabled:
        sessions.failed(f"name {name}", _address(request))
        return sign_in_page(request, desk, there, tr(_NOT_YOU), 401)
    person = found[0]
    if not person.second_factor:
        sessions.forget_failures(f"name {name}")
    return _begin(desk, person, not person.second_factor, there)


@router.get("/signin/code")
def code_page(request: Request, desk: Desk, next: str = "/") -> Response:  # noqa: A002
    return desk.page(request, "code.html", next=_inside(next), problem="")


@router.post("/signin/code")
async def check_code(request: Request, desk: Desk) -> Response:
    given = await _form(request, desk)
    if isinstance(given, str):
        return _refused(request, desk, given)
    return await run_in_threadpool(_check_code, request, desk, given)


def _check_code(request: Request, desk: Desk, given: Form) -> Response:
    sessions, cookie = desk.people.sessions, request.cookies.get(SESSION, "")
    begun = sessions.find(cookie)
    if begun is None:
        return RedirectResponse("/signin", 303)
    person, there = begun.person, _inside(given.get("next", "/"))
    if sessions.failures(f"name {person.name}") >= _MOST_FAILURES:
        return sign_in_page(request, desk, there, tr("Too many attempts; wait a quarter of an hour"), 429)
    secret = desk.people.accounts.totp_of(person.id)
    step = code_step(secret, given.get("code", "")) if secret else None
    if step is None or not desk.people.accounts.use_totp_step(person.id, step):
        sessions.failed(f"name {person.name}")
        problem = tr("That code does not fit, or was used; wait for the next one")
        return desk.page(request, "code.html", 401, next=there, problem=problem)
    sessions.close(cookie)
    sessions.forget_failures(f"name {person.name}")
    return _begin(desk, person, True, there)


@router.post("/signout")
async def sign_out(request: Request, desk: Desk) -> Response:
    given = await _form(request, desk)
    if isinstance(given, str):
        return _refused(request, desk, given)
    await run_in_threadpool(desk.people.sessions.close, request.cookies.get(SESSION, ""))
    reply = RedirectResponse("/signin", 303)
    reply.delete_cookie(SESSION, path="/")
    # what the browser kept of sealed pages goes too
    reply.headers["clear-site-data"] = '"cache"'
    return reply


# ------------------------------------------------------------------------------------------------- one-time links


@router.get("/setup/{secret}")
def setup_page(request: Request, desk: Desk, secret: str) -> Response:
    return _link_page(request, desk, "setup", secret)


@router.get("/welcome/{secret}")
def welcome_page(request: Request, desk: Desk, secret: str) -> Response:
    return _link_page(request, desk, "welcome", secret)


def _link_page(request: Request, desk: Desk, purpose: str, secret: str, problem: str = "", name: str = "") -> Response:
    good, person = _linked(desk, purpose, secret)
    if not good:
        return _refused(request, desk, tr(_GONE), 404)
    return desk.page(
        request, "welcome.html", 400 if problem else 200, person=person, name=name, problem=problem, least=LEAST, secret=secret,
    )  # fmt: skip


@router.post("/setup/{secret}")
async def set_up(request: Request, desk: Desk, secret: str) -> Response:
    given = await _form(request, desk)
    if isinstance(given, str):
        return _refused(request, desk, given)
    return await run_in_threadpool(_use_link, request, desk, "setup", secret, given)


@router.post("/welcome/{secret}")
async def welcome(request: Request, desk: Desk, secret: str) -> Response:
    given = await _form(request, desk)
    if isinstance(given, str):
        return _refused(request, desk, given)
    return await run_in_threadpool(_use_link, request, desk, "welcome", secret, given)


def _linked(desk: Desk, purpose: str, secret: str) -> tuple[bool, Person | None]:
    """Whether a link is for this and may still be used (the first account is made where there is none), and whose it is."""
    found = desk.people.sessions.peek_link(secret)
    if found is None or found[0] != purpose or (purpose == "setup" and desk.people.accounts.any()):
        return False, None
    return True, None if found[1] is None else desk.people.accounts.by_id(found[1])


def _use_link(request: Request, desk: Desk, purpose: str, secret: str, given: Form) -> Response:
    """Choose a password; with ``setup`` a name too, for the first account, which looks after the others."""
    good, person = _linked(desk, purpose, secret)
    if not good:
        return _refused(request, desk, tr(_GONE), 404)
    name = person.name if person else given.get("name", "")
    problem = password_problem(given.get("password", ""), name.strip() or "owner")
    if problem is None and given.get("password") != given.get("again"):
        problem = tr("the two passwords are not the same")
    if problem is not None:
        return _link_page(request, desk, purpose, secret, problem, name)
    hashed = hash_password(given["password"])
    if person is None:
        try:
            name = checked_name(name)
        except RecordError as error:
            return _link_page(request, desk, purpose, secret, told(error), name)
    # used up before an account is made: of two who send it at once, one is let in
    if desk.people.sessions.use_link(secret) is None:
        return _refused(request, desk, tr(_GONE), 404)
    person = person or desk.people.accounts.add(name, "admin")
    desk.people.accounts.set_password(person.id, hashed)
    desk.people.audit.note(person, "password", person.name, link=purpose)
    return _begin(desk, person, not person.second_factor, "/")


# ------------------------------------------------------------------------------------------------ one's own account


@router.get("/account")
def account(request: Request, desk: Desk) -> Response:
    return _account(request, desk)


def _account(request: Request, desk: Desk, status: int = 200, **more: Any) -> Response:
    person = desk.person
    tokens = [] if person.is_owner else desk.people.sessions.tokens(person.id)
    scopes = [s for s in ("read", "names", "judge", "add") if person.may(s)]
    told = {
        "problem": "",
        "done": "",
        "secret": "",
        "key": "",
        "uri": "",
        "picture": "",
        "tokens": tokens,
        "scopes": scopes,
        "least": LEAST,
    }
    return desk.page(request, "account.html", status, person=person, **(told | more))


@router.post("/account")
async def change_account(request: Request, desk: Desk) -> Response:
    given = await _form(request, desk)
    if isinstance(given, str):
        return _refused(request, desk, given)
    if desk.person.is_owner:
        return _refused(request, desk, tr("a ledger without accounts has nothing to change here"), 400)
    change = _CHANGES.get(given.get("do", ""))
    if change is None:
        return _refused(request, desk, tr("choose what to change"), 400)
    return await run_in_threadpool(change, request, desk, given)


def holds_password(desk: Desk, given: Form) -> bool:
    """Whether the password was given again: who sits down at an open desk cannot take the account over."""
    found = desk.people.accounts.password_of(desk.person.name)
    who = f"name {desk.person.name}"
    if found is None or desk.people.sessions.failures(who) >= _MOST_FAILURES:
        return False
    if found[1] is None or password_holds(given.get("password", ""), found[1]):
        return True
    desk.people.sessions.failed(who)
    return False


def _new_password(request: Request, desk: Desk, given: Form) -> Response:
    if not holds_password(desk, given):
        return _account(request, desk, 403, problem=tr("The old password is not that one"))
    problem = password_problem(given.get("new", ""), desk.person.name)
    if problem is None and given.get("new") != given.get("again"):
        problem = tr("the two passwords are not the same")
    if problem is not None:
        return _account(request, desk, 400, problem=problem)
    desk.people.accounts.set_password(desk.person.id, hash_password(given["new"]))
    desk.people.audit.note(desk.person, "password", desk.person.name)
    return _begin(desk, desk.person, True, "/account")


def _shown_key(desk: Desk, key: str) -> dict[str, Any]:
    uri = totp_uri(key, desk.person.name)
    return {"key": key, "uri": uri, "picture": picture(uri)}


def _begin_totp(request: Request, desk: Desk, given: Form) -> Response:
    if not holds_password(desk, given):
        return _account(request, desk, 403, problem=tr("The password is not that one"))
    key = new_totp()
    return _account(request, desk, **_shown_key(desk, key))


def _keep_totp(request: Request, desk: Desk, given: Form) -> Response:
    key = given.get("key", "")
    if not holds_password(desk, given):
        return _account(request, desk, 403, problem=tr("The password is not that one"))
    try:
        step = code_step(key, given.get("code", ""))
    except (ValueError, TypeError):
        step = None
    if step is None or len(key) != _KEY:
        problem = tr("That code does not fit the key; look at the clock of your device")
        return _account(
            request,
            desk,
            400,
            problem=problem,
            **(_shown_key(desk, key) if len(key) == _KEY else {}),
        )
    desk.people.accounts.set_totp(desk.person.id, key)
    desk.people.accounts.use_totp_step(desk.person.id, step)
    desk.people.audit.note(desk.person, "totp", desk.person.name)
    return _account(request, desk, done=tr("From now on you are asked for a code when you sign in."))


def _new_token(request: Request, desk: Desk, given: Form) -> Response:
    scopes: list[Scope] = [s for s in ("read", "names", "judge", "add") if given.get(f"scope-{s}")]
    try:
        secret, made = desk.people.sessions.new_token(desk.person, given.get("label", "") or "token", scopes)
    except RecordError as error:
        return _account(request, desk, 400, problem=told(error))
    desk.people.audit.note(desk.person, "token", made.id, scopes=list(made.scopes), name=made.name)
    return _account(request, desk, secret=secret)


def _end_token(request: Request, desk: Desk, given: Form) -> Response:
    try:
        desk.people.sessions.end_token(given.get("id", ""), desk.person.id)
    except NotFound as error:
        return _account(request, desk, 404, problem=told(error))
    desk.people.audit.note(desk.person, "end-token", given.get("id", ""))
    return _account(request, desk, done=tr("The token is worth nothing any more."))


def _end_sessions(request: Request, desk: Desk, given: Form) -> Response:
    desk.people.sessions.close_all(desk.person.id)
    return RedirectResponse("/signin", 303)


_CHANGES = {
    "password": _new_password, "begin-totp": _begin_totp, "totp": _keep_totp, "token": _new_token, "end-token": _end_token,
    "end-sessions": _end_sessions,
}  # fmt: skip
