"""HTML pages: the article's text and what the page says of itself. Nothing of the page is run or fetched."""

from collections.abc import Iterator
from pathlib import Path

from onrecord.model import Capture, Document
from onrecord.sources.base import MAX_DOCUMENT_CHARS, MAX_RECORD_BYTES, Item, refuse
from onrecord.sources.normal import normal_text
from onrecord.sources.text import iso_published, whole_text

__all__ = ["html_item", "html_text", "read_html_file"]


def html_text(markup: str) -> str | None:
    """The article text of a page, or of a fragment; nothing where there is none."""
    import trafilatura  # half a second to import: only for those who read HTML

    text = trafilatura.extract(
        markup, fast=True, include_comments=False, include_tables=True, include_formatting=False, deduplicate=False
    )
    if not text:
        # a fragment of a feed is too short for a page extractor's idea of an article
        text = trafilatura.html2txt(markup)
    normal = normal_text("\n\n".join((text or "").split("\n")))
    return normal or None


def html_item(markup: str, subject: str, capture: Capture | None, **known: str) -> Item:
    """The item of a page; ``known`` fields (URL, publisher, published) are taken before what the page claims."""
    from trafilatura.metadata import extract_metadata

    if len(markup) > MAX_RECORD_BYTES:
        return refuse(subject, "too_large", f"{len(markup) / 2**20:.0f} MB of HTML; the limit is 16 MB", capture)
    try:
        text = html_text(markup)
        about = extract_metadata(markup)
    except (ValueError, TypeError, RecursionError, AttributeError, LookupError) as error:
        return refuse(subject, "html", f"the HTML cannot be read ({type(error).__name__}: {error})", capture)
    if text is None:
        return refuse(subject, "no_text", "no article text found in the page", capture)
    if len(text) > MAX_DOCUMENT_CHARS:
        return refuse(subject, "too_large", f"{len(text):,} characters of text; the limit is 2,000,000", capture)
    fields: dict[str, str] = {}
    if about is not None:
        told = {"title": about.title, "publisher": about.sitename, "url": about.url, "language": about.language}
        fields = {k: str(v).strip() for k, v in told.items() if v}
        published = iso_published(about.date) if about.date else None
        if published:
            fields["published"] = published
    fields.update({k: v for k, v in known.items() if v})
    return Item(subject=subject, document=Document(text=text, **fields), capture=capture)  # type: ignore[arg-type]


def read_html_file(path: Path, subject: str) -> Iterator[Item]:
    """A saved page is one document."""
    found = whole_text(path, subject, "text/html")
    if isinstance(found, Item):
        yield found
        return
    yield html_item(found.text, subject, found.capture)
