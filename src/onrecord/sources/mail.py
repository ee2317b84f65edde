"""Saved mail (``.eml``): newsletters and statements that were sent round; one message is one document."""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

from onrecord.model import Document
from onrecord.sources.base import MAX_DOCUMENT_CHARS, Item, refuse
from onrecord.sources.html import html_item
from onrecord.sources.normal import normal_text
from onrecord.sources.text import iso_published, whole_file

__all__ = ["read_mail_file"]


def read_mail_file(path: Path, subject: str) -> Iterator[Item]:
    """The text of a message, its plain part before its HTML part; attachments are left alone."""
    capture, refused = whole_file(path, subject, "message/rfc822")
    if capture is None:
        if refused is not None:
            yield refused
        return
    try:
        message = email.message_from_bytes(capture.content, policy=email.policy.default)
        body = message.get_body(("plain", "html")) if isinstance(message, EmailMessage) else None
        content = body.get_content() if body is not None else None
        name, address = parseaddr(str(message.get("From", "")))
        known = {
            "title": str(message.get("Subject", "")).strip(),
            "publisher": name or address.rpartition("@")[2],
            "published": iso_published(str(message.get("Date", ""))) or "",
        }
    except (ValueError, LookupError, AttributeError, TypeError, KeyError) as error:
        yield refuse(subject, "mail", f"the message cannot be read: {error}", capture)
        return
    if body is None or not isinstance(content, str) or not content.strip():
        yield refuse(subject, "no_text", "the message has no text", capture)
    elif body.get_content_type() == "text/html":
        yield html_item(content, subject, capture, kind="statement", **known)
    elif len(content) > MAX_DOCUMENT_CHARS:
        yield refuse(subject, "too_large", f"{len(content):,} characters of text; the limit is 2,000,000", capture)
    else:
        fields = {k: v for k, v in known.items() if v}
        document = Document(text=normal_text(content), kind="statement", **fields)  # type: ignore[arg-type]
        yield Item(subject=subject, document=document, capture=capture)
