"""The only form that writes: a judgement, with who and why. Nothing is overwritten; undo is another judgement."""

from typing import cast, get_args
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from onrecord.model import NotFound, RecordError, Verdict
from onrecord.web.desk import Desk, DeskDep
from onrecord.web.security import FORM_LIMIT, bounded, form_problem
from onrecord.web.words import path_of

__all__ = ["router"]

router = APIRouter()
_NOT_TAKEN = "That judgement was not taken"
_OFFERED = ("confirm", "reject", "unsure", "note", "undo")


@router.post("/judgements")
async def judge(request: Request, desk: DeskDep) -> Response:
    if desk.judge is None:
        return _refused(request, desk, 403, "This desk is for reading only", "Open it without --read-only to judge.")
    desk.needs("judge")
    body = await bounded(request)
    if body is None:
        return _refused(request, desk, 413, "That is too long", f"A judgement takes up to {FORM_LIMIT // 1024} kB.")
    given = {k: v[0].strip() for k, v in parse_qs(body.decode("utf-8", "replace"), max_num_fields=40).items()}
    problem = form_problem(request, desk.secret, given.get("token", ""), desk.door.origin)
    if problem is not None:
        return _refused(request, desk, 403, _NOT_TAKEN, f"Nothing was changed: {problem}.")
    verdict, why = given.get("verdict", ""), given.get("why", "")
    by = given.get("by", "") if desk.person.is_owner else desk.person.name
    incident, subject = given.get("incident", ""), given.get("subject", "")
    told = await run_in_threadpool(_keep, desk, verdict, subject, by, why)
    if told is not None:
        reason = f"{told[:1].upper()}{told[1:]}. Nothing was changed; go back and send it again."
        return _refused(request, desk, 400, _NOT_TAKEN, reason)
    # the incident may have been linked anew under another id: its page follows
    back = f"/incidents/{path_of(incident)}?done={verdict}#judgements" if incident else "/incidents"
    reply = RedirectResponse(back, 303)
    if desk.person.is_owner:
        reply.set_cookie("onrecord_by", quote(by)[:300], httponly=True, samesite="strict", max_age=31_536_000)
    return reply


def _refused(request: Request, desk: Desk, status: int, title: str, reason: str) -> Response:
    return desk.page(request, "error.html", status, title=title, reason=reason)


def _keep(desk: Desk, verdict: str, subject: str, by: str, why: str) -> str | None:
    """Why the judgement was not kept, or None."""
    if verdict not in _OFFERED or verdict not in get_args(Verdict):
        return "choose confirm, reject, unsure or note"
    if not by:
        return "say who judges: a judgement without a name cannot be weighed"
    if not why:
        return "say why, for those who come after you"
    if desk.judge is None or not subject:
        return "nothing was chosen to judge"
    try:
        # nobody judges what they may not see
        desk.reader.resolve(subject)
        refused = desk.judge(desk.ledger, cast(Verdict, verdict), (subject,), by, why)
    except (RecordError, NotFound) as error:
        return str(error)
    return refused[0].reason if refused else None
