"""The interface in other languages: gettext catalogues in ``locale``, English where a catalogue has no words.

``python -m onrecord.web.translating`` writes ``locale/desk.pot`` anew from the templates. A translation is that file, filled in, as
``locale/CODE/desk.po`` (``locale/ur/desk.po``); nothing has to be compiled.
"""

import io
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

__all__ = ["LOCALES", "catalogue", "direction", "fitting", "template_catalogue"]

LOCALES = Path(__file__).parent / "locale"
_TEMPLATES = Path(__file__).parent / "templates"
_METHODS = [("**.html", "jinja2.ext.babel_extract")]
_OPTIONS = {"**.html": {"trimmed": "true", "newstyle_gettext": "true"}}


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


def fitting(wanted: str, folder: Path) -> str:
    """The language of an ``Accept-Language`` header that there is a catalogue for, else English."""
    known = {p.parent.name.lower(): p.parent.name for p in folder.glob("*/desk.po")} | {"en": "en"}
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


def template_catalogue() -> "Catalog":
    """Every message of the templates."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_dir

    found = Catalog(project="Onrecord", charset="utf-8")
    for name, line, message, comments, context in extract_from_dir(_TEMPLATES, _METHODS, _OPTIONS):
        found.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return found


def _write() -> None:
    from babel.messages.pofile import write_po

    found = template_catalogue()
    with (LOCALES / "desk.pot").open("wb") as stream:
        write_po(stream, found, width=120, omit_header=True, sort_output=True, no_location=True)


if __name__ == "__main__":
    LOCALES.mkdir(exist_ok=True)
    _write()
