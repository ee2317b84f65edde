"""What every page and route works with: the ledger, who looks, the templates, and how a page is written."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import jinja2
from fastapi import Depends, Request
from starlette.responses import Response

from onrecord import __version__
from onrecord.ledger import Ledger, Reader
from onrecord.model import Rejection, Verdict
from onrecord.publish import bounds, day, figure, place, type_label, when
from onrecord.web.words import answer_of, moment, path_of, plural, status_mark, status_words, verdict_words

__all__ = ["STATIC", "Desk", "DeskDep", "Judge"]

STATIC = Path(__file__).parent / "static"
_TEMPLATES = Path(__file__).parent / "templates"

Judge = Callable[[Ledger, Verdict, tuple[str, ...], str, str], tuple[Rejection, ...]]
"""``judge(ledger, verdict, subjects, by, why)`` keeps a judgement and links anew; gives what was refused."""


@cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "bounds": lambda t: bounds(t.low, t.high), "day": day, "figure": figure, "place": place, "type_label": type_label,
        "when": when, "moment": moment, "plural": plural, "path": path_of, "status_words": status_words,
        "status_mark": status_mark, "verdict_words": verdict_words, "answer_of": answer_of,
    }  # fmt: skip
    made.globals |= {"version": __version__, "static_hash": _static_hash()}
    return made


def _static_hash() -> str:
    files = sorted(p for p in STATIC.iterdir() if p.is_file())
    return hashlib.sha256(b"".join(p.read_bytes() for p in files)).hexdigest()[:10]


@dataclass(frozen=True)
class Desk:
    """``reader`` answers what the viewer may see; ``ledger`` is handed to ``judge`` alone."""

    ledger: Ledger
    reader: Reader
    judge: Judge | None = None
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def page(self, request: Request, template: str, status: int = 200, **shown: Any) -> Response:
        """A page of a template; everything in it is escaped."""
        html = _environment().get_template(template).render(path=request.url.path, **shown)
        # a text may hold broken characters, which no encoding can carry
        return Response(html.encode("utf-8", "replace"), status, media_type="text/html")


def _desk(request: Request) -> Desk:
    found: Desk = request.app.state.desk
    return found


DeskDep = Annotated[Desk, Depends(_desk)]
