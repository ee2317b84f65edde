"""Where a publisher is at home, read from its name and address: an anchor for names that it sees no need to explain."""

import re
from functools import cache
from urllib.parse import urlsplit

import msgspec

from onrecord.model import Document
from onrecord.reading.places.lexicon import cues
from onrecord.vocab.gazetteer import Entry, Gazetteer, fold

__all__ = ["Home", "home_of"]


class Home(msgspec.Struct, frozen=True):
    """What the publisher's name tells. ``places`` are all entries it may mean, ``country`` a domain's country."""

    country: str | None = None
    places: tuple[Entry, ...] = ()


def home_of(document: Document, gazetteer: Gazetteer) -> Home:
    """The home of ``document``'s publisher; empty where neither name nor address tells one."""
    host = urlsplit(document.url or "").hostname or ""
    return _home(document.publisher or "", host, gazetteer)


@cache
def _home(publisher: str, host: str, gazetteer: Gazetteer) -> Home:
    labels = [label for label in host.lower().split(".") if label]
    if not labels and re.fullmatch(r"[\w.-]+\.[a-z]{2,}", publisher):
        labels = publisher.lower().split(".")
    country = None
    if labels and len(labels[-1]) == 2 and labels[-1] not in cues().generic_domains:
        country = cues().country_domains.get(labels[-1], labels[-1].upper()) or None
    names = _names_in(publisher, gazetteer) if " " in publisher or "." not in publisher else []
    for label in labels:
        if label not in cues().generic_domains and len(label) > 3 and not names:
            names = _names_in_label(label, gazetteer)
    found: dict[int, Entry] = {}
    for name in names:
        for entry in gazetteer.lookup_key(name):
            if not entry.alternate and entry.kind in {"city", "admin1", "admin2", "country"}:
                if country is None or entry.country == country:
                    found[entry.id] = entry
    return Home(country, tuple(found.values())[:60])


def _names_in(publisher: str, gazetteer: Gazetteer) -> list[str]:
    words = [w for w in fold(publisher).split() if w not in cues().publisher_words]
    runs = [" ".join(words[i:j]) for i in range(len(words)) for j in range(len(words), i, -1)]
    found = [run for run in runs if len(run) > 3 and gazetteer.has(run)]
    return found[:1]


def _names_in_label(label: str, gazetteer: Gazetteer) -> list[str]:
    """A place in a run-together address: ``dailypostathenian``, ``columbustelegram``."""
    words = cues().publisher_words
    best: list[tuple[int, str]] = []
    plain = re.sub(r"[^a-z]", "", label)
    for i in range(len(plain)):
        for j in range(len(plain), i + 3, -1):
            name = plain[i:j]
            if (i == 0 or _made_of(plain[:i], words)) and (j == len(plain) or _made_of(plain[j:], words)):
                spaced = name if gazetteer.has(name) else _spaced(name, gazetteer)
                if spaced and name not in words:
                    best.append((len(name), spaced))
    return [name for _, name in sorted(best, reverse=True)[:1]]


def _made_of(text: str, words: frozenset[str]) -> bool:
    return not text or any(text.startswith(w) and _made_of(text[len(w) :], words) for w in words)


def _spaced(name: str, gazetteer: Gazetteer) -> str | None:
    for cut in range(3, len(name) - 2):
        two = f"{name[:cut]} {name[cut:]}"
        if gazetteer.has(two):
            return two
    return None
