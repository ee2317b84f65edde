"""The page of one document: its text with every claim marked, corrections, the original bytes and their hash."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.ledger import undone
from onrecord.model import VERDICTS, Judgement, NotFound
from onrecord.web.correcting import FIELDS
from onrecord.web.desk import Desk
from onrecord.web.incident import judge_name
from onrecord.web.marking import marked
from onrecord.web.routing import Pages
from onrecord.web.translating import tr
from onrecord.web.words import path_of, safe_url, speakers

__all__ = ["router"]

router = Pages()


@router.get("/documents/{id_:path}")
def document(request: Request, desk: Desk, id_: str, done: str = "") -> Response:
    ask = desk.reader
    found = ask.document(id_)
    claims = ask.claims_of_documents([found.id]).get(found.id, ())
    ordered = sorted(claims, key=lambda c: (min(e.start for e in c.evidence), c.id))
    judgements = ask.judgements_about([c.id for c in ordered])
    own = ask.judgements_about([found.id])
    return desk.page(
        request, "document.html", document=found, claims=ordered, paragraphs=marked(found.text, ordered),
        homes=ask.incidents_of_claims([c.id for c in ordered]), url=safe_url(found.url), captures=ask.captures_of(found.id),
        said={c.id: speakers(c, found) for c in ordered}, fields=_fields(), seen=ask.judgement_count(),
        corrected=_corrected(judgements), may_judge=desk.may("judge"), may_redact=desk.may("edit"), may_download=desk.may("names"),
        by=judge_name(request, desk), judgements=[j for j in own if j.verdict != "undo"], undone=undone(own),
        done=done if done in VERDICTS else "",
    )  # fmt: skip


def _fields() -> list[tuple[str, str, str]]:
    """Name, label and what its value looks like, of each field that can be corrected."""
    return [(name, tr(label).capitalize(), tr(hint)) for name, label, hint in FIELDS]


def _corrected(judgements: list[Judgement]) -> dict[str, str]:
    """Who corrected which claim, undone corrections left out."""
    gone = undone(judgements)
    return {s: j.by for j in judgements if j.verdict == "correct" and j.id not in gone for s in j.subjects}


@router.get("/captures/{sha256}")
def capture(desk: Desk, sha256: str, document: str) -> Response:
    """The original bytes, to be saved and never shown: they are hostile."""
    desk.needs("names")
    found = next((c for c in desk.reader.captures_of(document) if c.sha256 == sha256), None)
    if found is None:
        raise NotFound(f"the ledger keeps no original {sha256[:16]} of that document")
    headers = {"content-disposition": f'attachment; filename="{sha256[:16]}.bin"'}
    return Response(found.content, media_type="application/octet-stream", headers=headers)


@router.get("/claims/{id_}")
def claim(desk: Desk, id_: str) -> Response:
    found = desk.reader.claim(id_)
    return RedirectResponse(f"/documents/{path_of(found.document)}#c-{found.id}", 302)
