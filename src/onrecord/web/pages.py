"""The methodology, made from the vocabulary and the version in use."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from onrecord.vocab import actor_categories, claim_types, manifest, vocabulary_hash
from onrecord.web.desk import DeskDep

__all__ = ["router"]

router = APIRouter()


@router.get("/methodology")
def methodology(request: Request, desk: DeskDep) -> Response:
    return desk.page(
        request, "methodology.html", types=claim_types(), actors=actor_categories(), manifest=manifest(),
        vocabulary=vocabulary_hash(), runs=desk.reader.runs()[-10:], batches=desk.reader.batches()[-1:],
    )  # fmt: skip
