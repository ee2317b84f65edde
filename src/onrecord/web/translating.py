"""The interface in other languages: gettext catalogues in ``locale``, English where a catalogue has no words.

Templates say ``_("…")``; Python says ``tr`` and ``ntr``, and ``N_`` around words that are said later; scripts say ``tr("…")`` and
are given the words on the page. Labels of types, actors and rights, and the codes of the records (``single_source``), are messages
too. ``python -m onrecord.web.translating`` writes ``locale/desk.pot`` anew. A translation is that file, filled in, as
``locale/CODE/desk.po`` (``locale/ur/desk.po``); nothing has to be compiled.
"""

import io
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, get_args

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

__all__ = [
    "LOCALES", "N_", "catalogue", "direction", "fitting", "ntr", "script_words", "speak", "spoken", "template_catalogue", "tr",
]  # fmt: skip

_PACKAGE = Path(__file__).parent
LOCALES = _PACKAGE / "locale"
_METHODS = [("templates/**.html", "jinja2.ext.babel_extract"), ("static/*.js", "javascript"), ("*.py", "python")]
# errors of the ledger that people are told
_REFUSALS = ("RecordError", "NotFound", "NameTaken")
_OPTIONS = {"templates/**.html": {"trimmed": "true", "newstyle_gettext": "true"}}


# ------------------------------------------------------------------------------------------------------ speaking


@dataclass(frozen=True)
class _Tongue:
    language: str
    words: NullTranslations


_SPOKEN: ContextVar[_Tongue] = ContextVar("spoken", default=_Tongue("en", NullTranslations()))  # noqa: B039 - frozen


def speak(language: str, folder: Path | None = None) -> None:
    """From now on, in this task and what it starts, words are said in a language."""
    _SPOKEN.set(_Tongue(language, catalogue(language, folder or LOCALES)))


def spoken() -> str:
    """The language that is spoken."""
    return _SPOKEN.get().language


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """A message that is said later, by ``tr``."""
    return message


def tr(message: str, /, **values: object) -> str:
    """A message in the language that is spoken; ``%(name)s`` in it stands for a value."""
    found = _SPOKEN.get().words.gettext(message) if message else ""
    return found % values if values else found


def ntr(one: str, many: str, number: int, /, **values: object) -> str:
    """A message for a number of things, which stands in it as ``%(n)s``."""
    return _SPOKEN.get().words.ngettext(one, many, number) % {"n": f"{number:,}", **values}


SCRIPT_WORDS = (
    N_("Correct with these words"), N_("date unknown"), N_("killed"), N_("Somewhere in this area."), N_("an area"),
    N_("a point"), N_("Happened on this day or later"), N_("Happened on this day or earlier"), N_("All time"),
    N_("{first} to {last}"), N_("All incidents here ({n})"), N_("{n} ticked"),
)  # fmt: skip
"""What scripts say."""


def script_words() -> dict[str, str]:
    """What scripts say, in the language that is spoken; nothing where it is English."""
    return {} if spoken() == "en" else {m: tr(m) for m in SCRIPT_WORDS}


# ------------------------------------------------------------------------------------------------------ catalogues


@cache
def catalogue(language: str, folder: Path) -> NullTranslations:
    """The words of a language; English where there is no catalogue."""
    file = folder / language / "desk.po"
    if not file.is_file():
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with file.open("rb") as stream:
        found = read_po(stream, locale=language)
    packed = io.BytesIO()
    write_mo(packed, found)
    packed.seek(0)
    return GNUTranslations(packed)


@cache
def _known(folder: Path) -> dict[str, str]:
    return {p.parent.name.lower(): p.parent.name for p in folder.glob("*/desk.po")} | {"en": "en"}


def fitting(wanted: str, folder: Path | None = None) -> str:
    """The language of an ``Accept-Language`` header that there is a catalogue for, else English."""
    known = _known(folder or LOCALES)
    weighed = []
    for place, part in enumerate(wanted.split(",")[:20]):
        code, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), place, code.strip().lower()))
        except ValueError:
            continue
    for _, _, code in sorted(weighed):
        for form in (code.replace("-", "_"), code.split("-")[0]):
            if form in known:
                return known[form]
    return "en"


def direction(language: str) -> str:
    """``rtl`` or ``ltr``."""
    if language == "en":
        return "ltr"
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language).text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"


def _coded() -> Iterator[str]:
    """Labels of the vocabulary, and codes of the records as they are read."""
    from onrecord import model
    from onrecord.ledger.people import Role, Scope
    from onrecord.vocab import actor_categories, claim_types, right_labels

    yield from (t.label for t in claim_types().values())
    yield from actor_categories().values()
    yield from right_labels().values()
    for codes in (
        model.Effect, model.Modality, model.Role, model.Responsibility, model.DocumentKind, model.Status, model.Rule, model.Verdict,
        model.Stage, Role, Scope,
    ):  # fmt: skip
        yield from (c.replace("_", " ") for c in get_args(codes))


def template_catalogue() -> "Catalog":
    """Every message of templates, Python and scripts, and of the vocabulary."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

    keywords = DEFAULT_KEYWORDS | {"tr": None, "ntr": (1, 2), "say": None}
    found = Catalog(project="Onrecord", charset="utf-8")
    told = [
        *extract_from_dir(_PACKAGE, _METHODS, _OPTIONS, keywords),
        *extract_from_dir(_PACKAGE.parent / "publish", [("*.py", "python")], {}, {"say": None}),
        *extract_from_dir(_PACKAGE.parent / "ledger", [("**.py", "python")], {}, dict.fromkeys(_REFUSALS)),
    ]
    for name, line, message, comments, context in told:
        found.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    for words in _coded():
        if words not in found:
            found.add(words)
    return found


def _write() -> None:
    from babel.messages.pofile import write_po

    found = template_catalogue()
    with (LOCALES / "desk.pot").open("wb") as stream:
        write_po(stream, found, width=120, omit_header=True, sort_output=True, no_location=True)


if __name__ == "__main__":
    LOCALES.mkdir(exist_ok=True)
    _write()
