"""What every page and route works with: the ledger as the person may see it, their rights, and how a page is written.

A route takes ``desk: Desk`` and asks ``desk.reader``, which never gives what ``desk.person`` may not see, so a page cannot
forget to ask. ``desk.may("judge")`` guards what is done; ``desk.people.work`` keeps views, assignments and when they last looked.
"""

import secrets
import threading
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

import jinja2
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from onrecord import __version__
from onrecord.ledger import Ledger, Reader, Viewer, as_moment, judged_through
from onrecord.ledger.people import People, Person, Right
from onrecord.model import Rejection, Verdict
from onrecord.publish import bounds, figure
from onrecord.web import translating
from onrecord.web.access import Door, Presence
from onrecord.web.files import static_hash
from onrecord.web.keeping import Kept
from onrecord.web.past import Past, moment_of
from onrecord.web.security import form_token, keep_nonce
from onrecord.web.translating import N_, catalogue, direction, script_words, spoken, tr
from onrecord.web.uploads import Added
from onrecord.web.weights import WhyLinked, in_bits
from onrecord.web.words import (
    actor_label,
    answer_of,
    code_words,
    coded,
    day,
    language_name,
    moment,
    offset,
    path_of,
    place,
    right_label,
    status_mark,
    status_words,
    type_label,
    verdict_words,
    when,
)

__all__ = ["Add", "Desk", "Judge", "NotAllowed", "desk_now", "desk_of"]

_TEMPLATES = Path(__file__).parent / "templates"
T = TypeVar("T")


class Judge(Protocol):
    """``judge(ledger, verdict, subjects, by, why, detail)`` keeps a judgement and links anew; gives what was refused."""

    def __call__(
        self, ledger: Ledger, verdict: Verdict, subjects: tuple[str, ...], by: str, why: str,
        detail: Mapping[str, Any] | None = None, /,
    ) -> tuple[Rejection, ...]: ...  # fmt: skip


Add = Callable[[str, bytes, str], Added]
"""``add(name, body, collection)`` adds what a file of that name with these bytes would hold."""


@cache
def _environment(language: str, folder: Path) -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.filters |= {
        "bounds": lambda t: bounds(t.low, t.high), "day": day, "figure": figure, "place": place, "type_label": type_label,
        "when": when, "moment": moment, "offset": offset, "coded": coded, "language_name": language_name,
        "right": right_label, "in_bits": in_bits,
        "path": path_of, "words": code_words, "actor_label": actor_label,
        "status_words": status_words, "status_mark": status_mark, "verdict_words": verdict_words, "answer_of": answer_of,
    }  # fmt: skip
    words = catalogue(language, folder)
    made.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    # a page says some thousand of them, and the extension's own looks each up by way of the template's context
    made.globals["_"] = cache(lambda message: Markup(words.gettext(message) % {}))  # noqa: S704 - of the catalogue
    made.globals |= {"count": lambda n, more=False: f"{n:,}{'+' if more else ''}"}
    made.globals |= {"language": language, "direction": direction(language)}
    made.globals |= {"version": __version__, "static_hash": static_hash()}
    return made


class NotAllowed(Exception):
    """The person's role, or the token's scope, does not give the right."""


@dataclass(frozen=True)
class Desk:
    """``reader`` answers what ``person`` may see, and nothing else; ``ledger`` is handed to ``judge`` and ``add`` alone.

    Both are the ledger as it stood at ``moment`` where one is given; then nothing can be judged or added.
    """

    ledger: Ledger
    reader: Reader
    people: People
    judge: Judge | None = None
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    door: Door = field(default_factory=Door)
    viewer: Viewer | None = None
    seen_by: Viewer = field(default_factory=lambda: Viewer(collections=()))
    presence: Presence | None = None
    why: WhyLinked | None = None
    add: Add | None = None
    sight: Hashable = (False, frozenset())
    answers: Kept = field(default_factory=Kept, repr=False)
    past: Past | None = None
    moment: str | None = None
    judging: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def person(self) -> Person:
        """Whoever looks; before anybody signed in, somebody who may do nothing."""
        return self.presence.person if self.presence else _NOBODY

    @property
    def today(self) -> date:
        """The day from which days are counted, by UTC: of the moment that is looked at."""
        return datetime.now(UTC).date() if self.moment is None else date.fromisoformat(self.moment[:10])

    @property
    def may_look_back(self) -> bool:
        """Whether the person may see what was known at a moment: only who sees names, for what was sealed since was not then."""
        return self.past is not None and self.presence is not None and self.seen_by.may_see_names

    def seen_as(self, person: Person) -> "Desk":
        """The desk as somebody may look at it."""
        if person.is_owner:
            viewer = self.viewer or Viewer(name=person.name, may_see_names=True)
        else:
            viewer = Viewer(name=person.name, may_see_names=person.may("names"), collections=person.collections)
        seen = None if viewer.collections is None else frozenset(viewer.collections)
        sight = (viewer.may_see_names, seen)
        return replace(self, seen_by=viewer, reader=self.ledger.seen_by(viewer), sight=sight)

    def may(self, right: Right) -> bool:
        """Whether the person has the right, and this desk offers it."""
        if (right in ("judge", "edit") and self.judge is None) or (right == "add" and self.add is None):
            return False
        return self.presence is not None and self.person.may(right)

    def needs(self, right: Right) -> None:
        """Raises NotAllowed, which is answered with 403."""
        if not self.may(right):
            raise NotAllowed(tr(_WANTING.get(right, _NOT_YOURS)))

    def needs_to_judge(self, verdict: str, subjects: Iterable[str]) -> None:
        """Raises NotAllowed: ratings and redactions are for editors, and so is undoing them."""
        self.needs("judge")
        verdicts = {verdict}
        if verdict == "undo":
            judgements = self.reader.judgements()
            about = judged_through(subjects, judgements)
            verdicts |= {j.verdict for j in judgements if j.id in about}
        if verdicts & {"rate", "redact"}:
            self.needs("edit")

    def kept(self, make: Callable[[], T], *about: Hashable) -> T:
        """What ``make`` finds with ``reader``, kept until the ledger changes, for those alone who may see the same.

        ``about`` names the question with all that it depends on. Nobody changes what comes back.
        """
        return self.answers.get(self.ledger.state(), (self.sight, *about), make)

    def page(self, request: Request, template: str, status: int = 200, **shown: Any) -> Response:
        """A page of a template; everything in it is escaped. ``token`` is for its forms, ``me`` and ``may`` for what it offers."""
        nonce, token = form_token(request, self.secret)
        path, query = request.url.path, request.url.query
        about = {
            "path": path, "token": token, "me": self.presence and self.person, "may": self.may, "then": self.moment,
            "looks_back": self.may_look_back, "here_now": path + (f"?{query}" if query else ""),
        }  # fmt: skip
        made = _environment(spoken(), translating.LOCALES).get_template(template)
        html = made.render(about | {"script_words": script_words()} | shown)
        # a text may hold broken characters, which no encoding can carry
        reply = Response(html.encode("utf-8", "replace"), status, media_type="text/html")
        reply.headers["vary"] = "accept-language"
        if self.presence is not None and not self.person.is_owner:
            # nothing of it stays on a computer that others use too
            reply.headers["cache-control"] = "no-store"
        return keep_nonce(reply, nonce, self.door.secure)


# what is no part of the record has no past
_OF_NOW = frozenset(
    {"/then", "/people", "/account", "/signout", "/views", "/looked", "/map/base.json", "/api/v1/openapi.json"}
)
_NOBODY = Person(id=-1, name="", role="reader", disabled=True)
_NOT_YOURS = N_("Your role does not allow that; ask whoever looks after the accounts.")
_WANTING: dict[Right, str] = {
    "judge": N_("Your role, or this desk, is for reading only."),
    "edit": N_("Ratings and redactions are for editors."),
    "add": N_("Adding documents is for editors, and for tokens with the scope add; this desk may take none."),
    "people": N_("Accounts are looked after by admins."),
}


def desk_of(request: Request) -> Desk:
    """The desk as whoever sent the request may use it, as of the moment that they look at.

    Raises:
        NotAllowed: they may not look back.
        BeingMade: the moment is not there yet.
        RecordError: it is no moment.
    """
    desk = desk_now(request)
    moment = moment_of(request, desk.presence is not None and desk.presence.token)
    if moment is None or desk.past is None or request.url.path in _OF_NOW:
        return desk
    if not desk.may_look_back:
        if "as_of" not in request.query_params:
            return desk
        raise NotAllowed(tr("Only people who see names may look back: what was sealed since was not sealed then."))
    moment = as_moment(moment)
    stood = desk.past.at(desk.ledger, moment)
    desk = replace(desk, moment=moment, judge=None, add=None)
    if stood is None:
        return desk
    reader = stood.ledger.seen_by(desk.seen_by)
    return replace(desk, ledger=stood.ledger, answers=stood.answers, reader=reader)


def desk_now(request: Request) -> Desk:
    """The desk as of now, as whoever sent the request may use it."""
    base: Desk = request.app.state.desk
    presence: Presence | None = getattr(request.state, "presence", None)
    return base if presence is None else replace(base.seen_as(presence.person), presence=presence)
