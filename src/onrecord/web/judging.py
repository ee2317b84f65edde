"""The only form that writes to the ledger: judgements, with who and why. Nothing is overwritten; undo is another judgement.

A form carries how many judgements there were when its page was made (``seen``). Where somebody else has judged the same since,
nothing is kept: the second person sees what changed, and may then send theirs too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.ledger import Reader
from onrecord.model import Judgement, NotFound, RecordError, Verdict
from onrecord.web.correcting import correction
from onrecord.web.desk import Desk
from onrecord.web.errors import told
from onrecord.web.routing import Pages
from onrecord.web.security import FORM_LIMIT, bounded, form_problem
from onrecord.web.translating import N_, tr
from onrecord.web.words import inside, path_of

__all__ = ["router"]

router = Pages()
_NOT_TAKEN = N_("That judgement was not accepted")
_OFFERED = ("confirm", "reject", "unsure", "note", "undo", "merge", "split", "correct", "rate", "redact")
_TOGETHER = ("merge", "split")
_MOST = 100


@dataclass(frozen=True)
class _Given:
    """What a form says. ``seen`` is absent where the page did not tell."""

    verdict: str
    subjects: tuple[str, ...]
    by: str
    why: str
    incident: str
    back: str
    seen: int | None
    fields: Mapping[str, str]


class _Refusal(Exception):
    """Why a judgement was not kept, in words that follow "because"."""


@router.post("/judgements")
async def judge(request: Request, desk: Desk) -> Response:
    if desk.judge is None:
        return _refused(
            request, desk, 403, tr("This desk is for reading only"), tr("Open it without --read-only to judge.")
        )
    desk.needs("judge")
    body = await bounded(request)
    if body is None:
        return _refused(
            request, desk, 413, tr("That is too long"), tr("A judgement takes up to %(n)s kB.", n=FORM_LIMIT // 1024)
        )
    raw = parse_qs(body.decode("utf-8", "replace"), max_num_fields=4 * _MOST)
    problem = form_problem(request, desk.secret, raw.get("token", [""])[0], desk.door.origin)
    if problem is not None:
        return _refused(request, desk, 403, tr(_NOT_TAKEN), tr("Nothing was changed: %(why)s.", why=problem))
    given = _given(desk, raw)
    await run_in_threadpool(desk.needs_to_judge, given.verdict, given.subjects)
    try:
        newer = await run_in_threadpool(_keep_unless_newer, desk, given)
    except (_Refusal, RecordError, NotFound) as error:
        words = told(error)
        reason = tr("%(why)s. Nothing was changed; go back and send it again.", why=words[:1].upper() + words[1:])
        return _refused(request, desk, 400, tr(_NOT_TAKEN), reason)
    if newer:
        return _changed(request, desk, given, raw, newer)
    reply = RedirectResponse(_back(given), 303)
    if desk.person.is_owner:
        reply.set_cookie("onrecord_by", quote(given.by)[:300], httponly=True, samesite="strict", max_age=31_536_000)
    return reply


def _given(desk: Desk, raw: Mapping[str, list[str]]) -> _Given:
    first = {k: v[0].strip() for k, v in raw.items()}
    # one box may stand for several claims: copies of one text
    subjects = tuple(dict.fromkeys(s.strip() for v in raw.get("subject", []) for s in v.split("\n") if s.strip()))
    seen = first.get("seen", "")
    return _Given(
        verdict=first.get("verdict", ""), subjects=subjects,
        by=first.get("by", "") if desk.person.is_owner else desk.person.name, why=first.get("why", ""),
        incident=first.get("incident", ""), back=first.get("back", ""),
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 12 else None, fields=first,
    )  # fmt: skip


def _refused(request: Request, desk: Desk, status: int, title: str, reason: str) -> Response:
    return desk.page(request, "error.html", status, title=title, reason=reason)


def _back(given: _Given) -> str:
    """Where the person goes on; an incident may have been linked anew under another id, and its page follows."""
    if not inside(given.back):
        return (
            f"/incidents/{path_of(given.incident)}?done={given.verdict}#judgements" if given.incident else "/incidents"
        )
    kept, _, place = given.back.partition("#")
    return f"{kept}{'&' if '?' in kept else '?'}done={given.verdict}" + (f"#{place}" if place else "")


# ------------------------------------------------------------------------------------------------ two people at once


def _newer(reader: Reader, given: _Given) -> list[Judgement]:
    """What others have judged about the same things since the page was made."""
    if given.seen is None:
        return []
    fresh = [j for j in reader.judgements()[given.seen :] if j.by != given.by]
    about = _concerned(reader, given) if fresh else set()
    return [j for j in fresh if about & set(j.subjects)]


def _concerned(reader: Reader, given: _Given) -> set[str]:
    """What is judged, with the claims of an incident and the incidents of a claim: whoever judged one of these changed what
    the person had read."""
    named = {*given.subjects, given.incident} - {""}
    homes = {i for held in reader.incidents_of_claims(named).values() for i in held}
    parts = {
        c for i in reader.incidents_by_ids({*named, *homes}).values()
        for c in (*i.claims, *i.responses, *(d.id for d in i.demands))
    }  # fmt: skip
    return named | homes | parts


def _changed(
    request: Request, desk: Desk, given: _Given, raw: Mapping[str, list[str]], newer: list[Judgement]
) -> Response:
    kept = [(k, v) for k, values in raw.items() if k not in ("token", "seen") for v in values]
    return desk.page(
        request, "changed.html", 409, newer=newer, verdict=given.verdict, fields=kept, seen=desk.reader.judgement_count(),
        why=given.why, back=f"/incidents/{path_of(given.incident)}" if given.incident else "/review",
    )  # fmt: skip


# ----------------------------------------------------------------------------------------------------------- keeping


def _keep_unless_newer(desk: Desk, given: _Given) -> list[Judgement]:
    """What others judged meanwhile, and then nothing is kept; one person after the other, so that nobody slips in between."""
    with desk.judging:
        newer = _newer(desk.reader, given)
        if not newer:
            _keep(desk, given)
        return newer


def _keep(desk: Desk, given: _Given) -> None:
    """Raises _Refusal, RecordError or NotFound: nothing more was kept."""
    _check(desk, given)
    detail: dict[str, Any] = {}
    subjects = given.subjects
    if given.verdict == "correct":
        detail = correction(desk.reader, subjects[0], given.fields)
    elif given.verdict == "rate":
        detail = {k: given.fields.get(k, "") for k in ("reliability", "credibility")}
    elif given.verdict == "redact":
        detail = _hidden(given)
    elif given.verdict == "note":
        detail = {"text": given.why}
    elif given.verdict == "merge":
        others = [given.fields["other"]] if given.fields.get("other") else []
        subjects = (given.incident, *subjects, *(desk.reader.resolve(o)[1] for o in others))
    elif given.verdict == "split":
        # the claims that stay, then those that go together into an incident of their own
        staying = desk.reader.staying(given.incident, subjects)
        subjects, detail = (*staying, *subjects), {"stay": len(staying)}
    if given.verdict in _TOGETHER and len(set(subjects)) < 2:
        raise _Refusal(tr("pick at least one other to put together, or to take apart"))
    for part in [subjects] if given.verdict in _TOGETHER else [(s,) for s in subjects]:
        assert desk.judge is not None
        refused = desk.judge(desk.ledger, cast(Verdict, given.verdict), part, given.by, given.why, detail)
        if refused:
            raise _Refusal(refused[0].reason)


def _hidden(given: _Given) -> dict[str, Any]:
    """What a redaction hides and shows; names stand one a line, or with commas between them."""
    told = {
        k: [n.strip() for n in re.split(r"[,،\n]", given.fields.get(k, "")) if n.strip()] for k in ("names", "show")
    }
    return {k: v for k, v in {**told, "place": given.fields.get("place", "")}.items() if v}


def _check(desk: Desk, given: _Given) -> None:
    if given.verdict not in _OFFERED:
        raise _Refusal(tr("choose confirm, reject, unsure or note"))
    if not given.by:
        raise _Refusal(tr("say who judges: a judgement without a name cannot be weighed"))
    if not given.why:
        raise _Refusal(tr("say why, for those who come after you"))
    if not given.subjects and not (given.verdict == "merge" and given.fields.get("other")):
        raise _Refusal(tr("nothing was chosen to judge"))
    if len(given.subjects) > _MOST:
        raise _Refusal(tr("choose %(n)s at most", n=_MOST))
    if given.verdict != "rate":
        for subject in (*given.subjects, *([given.incident] if given.incident else [])):
            # nobody judges what they may not see
            desk.reader.resolve(subject)
