"""What programs may send: reports to add, and judgements. Both are bounded, and both say what was refused and why."""

import json
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Body, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from onrecord.ledger import GENERAL, check_collection
from onrecord.model import NotFound, RecordError, Verdict
from onrecord.web.depending import NowDep
from onrecord.web.desk import Desk, NotAllowed
from onrecord.web.errors import ERRORS, told
from onrecord.web.security import bounded, foreign
from onrecord.web.translating import tr
from onrecord.web.uploads import Added

__all__ = ["UPLOAD_LIMIT", "router"]

router = APIRouter(prefix="/api/v1", responses=ERRORS)
UPLOAD_LIMIT = 16 * 2**20
_SUFFIX = {
    "text/plain": ".txt", "text/html": ".html", "application/json": ".jsonl", "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl", "text/csv": ".csv", "message/rfc822": ".eml", "application/rss+xml": ".rss",
    "application/atom+xml": ".atom", "application/warc": ".warc",
}  # fmt: skip
_REPORTS: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"type": "string", "maxLength": UPLOAD_LIMIT}} for kind in _SUFFIX},
    }
}


class AskedJudgement(BaseModel):
    """A judgement as the command line makes it; who makes it is whoever signed in."""

    model_config = ConfigDict(extra="forbid")

    verdict: Verdict
    subjects: list[str] = Field(min_length=1, max_length=100)
    why: str = Field(min_length=1, max_length=10_000)
    detail: dict[str, Any] = Field(
        default={}, description="For correct: field and value; for rate: reliability, credibility."
    )
    by: str = Field("", max_length=200, description="Who judges, on a desk without accounts.")


@router.post("/documents", summary="Add reports", openapi_extra=_REPORTS)
async def add_documents(
    request: Request,
    desk: NowDep,
    collection: Annotated[str, Query(max_length=60, description="Where they are kept.")] = GENERAL,
) -> Response:
    """One report as text, HTML or mail, or many as JSON Lines, CSV, a feed or a web archive; 16 MB at most. Gives `{new, known,
    claims, incidents_new, incidents_updated, rejected}`; adding the same again changes nothing."""
    if (refused := foreign(request, desk.door.origin)) is not None:
        raise NotAllowed(refused)
    desk.needs("add")
    kept = check_collection(collection)
    if desk.person.collections is not None and kept not in desk.person.collections:
        raise NotAllowed(tr("You may not add to the collection %(name)s.", name=kept))
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _SUFFIX:
        return _said(415, tr("That form cannot be read"), tr("send one of %(forms)s", forms=", ".join(_SUFFIX)))
    body = await bounded(request, UPLOAD_LIMIT)
    if body is None:
        most = tr("send %(n)s MB at most, in several requests", n=UPLOAD_LIMIT // 2**20)
        return _said(413, tr("That is too long"), most)
    if not body.strip():
        return _said(400, tr("That cannot be taken"), tr("the body is empty"))
    if kind == "application/json":
        body = _lines(body)
    done = await run_in_threadpool(_add, desk, f"upload{_SUFFIX[kind]}", body, kept)
    told = msgspec.to_builtins(done)
    # ASCII, for a refusal may quote broken characters
    return Response(json.dumps(told).encode(), 200, media_type="application/json")


def _lines(body: bytes) -> bytes:
    """JSON of one document, or a list of them, as JSON Lines; what is no JSON is left for the reader to refuse."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        return body
    documents = given if isinstance(given, list) else [given]
    return b"".join(json.dumps(d).encode() + b"\n" for d in documents)


def _add(desk: Desk, name: str, body: bytes, collection: str) -> Added:
    assert desk.add is not None
    done = desk.add(name, body, collection)
    desk.people.audit.note(desk.person, "add", collection, new=done.new, known=done.known, rejected=len(done.rejected))
    return done


@router.post("/judgements", summary="Judge", status_code=201)
def add_judgement(request: Request, desk: NowDep, asked: Annotated[AskedJudgement, Body()]) -> Response:
    """`{subjects, verdict}` when it was kept. Nothing is overwritten: undo is another judgement."""
    if (refused := foreign(request, desk.door.origin)) is not None:
        raise NotAllowed(refused)
    desk.needs("judge")
    by = (asked.by or "owner") if desk.person.is_owner else desk.person.name
    if asked.verdict != "rate":
        try:
            # nobody judges what they may not see
            subjects = tuple(desk.reader.resolve(s)[1] for s in asked.subjects)
        except NotFound as error:
            raise RecordError(told(error)) from error
    else:
        subjects = tuple(asked.subjects)
    desk.needs_to_judge(asked.verdict, subjects)
    assert desk.judge is not None
    detail = asked.detail or ({"text": asked.why} if asked.verdict == "note" else {})
    if asked.verdict == "split" and "stay" not in detail and len(subjects) > 1:
        # as on the command line: these claims go, together, and all others of the incident stay
        staying = desk.reader.staying(subjects[0], subjects[1:])
        subjects, detail = (*staying, *subjects[1:]), {**detail, "stay": len(staying)}
    with desk.judging:
        kept = desk.judge(desk.ledger, asked.verdict, subjects, by, asked.why, detail)
    if kept:
        raise RecordError(kept[0].reason)
    return JSONResponse({"verdict": asked.verdict, "subjects": list(subjects)}, 201)


def _said(status: int, error: str, reason: str) -> Response:
    return JSONResponse({"error": error, "reason": reason}, status, {"vary": "accept-language"})
