"""The methodology, made from the vocabulary and the version in use."""

from starlette.requests import Request
from starlette.responses import Response

from onrecord.vocab import actor_categories, claim_types, manifest, right_labels, vocabulary_hash
from onrecord.web.desk import Desk
from onrecord.web.routing import Pages

__all__ = ["router"]

router = Pages()


@router.get("/methodology")
def methodology(request: Request, desk: Desk) -> Response:
    return desk.page(
        request, "methodology.html", types=claim_types(), actors=actor_categories(), rights=right_labels(), manifest=manifest(),
        vocabulary=vocabulary_hash(), runs=desk.reader.runs()[-10:], batches=desk.reader.batches()[-1:],
    )  # fmt: skip
