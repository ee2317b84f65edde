"""RSS and Atom feeds that were saved as files: each entry is one document."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onrecord.sources.base import Item, make_capture, refuse
from onrecord.sources.html import html_item
from onrecord.sources.text import whole_file

__all__ = ["read_feed_file"]


def read_feed_file(path: Path, subject: str) -> Iterator[Item]:
    """Entries of a feed, malformed ones too as far as they can be read. No link is followed."""
    import feedparser

    capture, refused = whole_file(path, subject, "application/xml")
    if capture is None:
        if refused is not None:
            yield refused
        return
    feed = feedparser.parse(capture.content, sanitize_html=True, resolve_relative_uris=False)
    if not feed.entries:
        why = feed.get("bozo_exception")
        yield refuse(subject, "feed", f"no entries found{f' ({why})' if why else ''}", capture)
        return
    publisher = str(feed.feed.get("title", "")).strip()
    for number, entry in enumerate(feed.entries, start=1):
        yield _entry(entry, f"{subject}#{entry.get('id') or number}", publisher)


def _entry(entry: Any, here: str, publisher: str) -> Item:
    parts = [str(c.get("value", "")) for c in entry.get("content", ())] or [str(entry.get("summary", ""))]
    markup = max(parts, key=len)
    own = make_capture(markup.encode("utf-8", "replace"), "text/html; entry", here, url=entry.get("link"))
    if not markup.strip():
        return refuse(here, "no_text", "the entry has no text (only a title or a link)", own)
    moment: time.struct_time | None = entry.get("published_parsed") or entry.get("updated_parsed")
    known = {
        "title": str(entry.get("title", "")).strip(),
        "publisher": publisher,
        "url": str(entry.get("link", "")),
        "published": datetime(*moment[:6], tzinfo=UTC).isoformat() if moment else "",
    }
    return html_item(f"<html><body><article><p>{markup}</p></article></body></html>", here, own, **known)
