"""Those through whom words reach the report: who asks, who told of it, the paper that "reported" it."""

from onrecord.model import Speaker
from onrecord.reading.actors import categorise
from onrecord.reading.demands.lexicon import parties
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.names import bare, same_name
from onrecord.reading.demands.parties import Cast, Who
from onrecord.reading.parts import Attribution

__all__ = ["chain_of"]


def chain_of(
    cast: Cast, start: int, end: int, first: Who | None = None, line: Line | None = None
) -> tuple[Speaker, ...]:
    """The speakers of what stands at ``start..end``: ``first`` (the demander), then those who told of it.

    The publisher is left out.
    """
    found: list[Speaker] = []
    if first is not None and not first.own:
        found.append(first.speaker(cast.text))
    carried = [] if line is None else _carriers(cast, line, end)
    for a in [*cast.attributions(start, end)[:2], *carried]:
        for listed in a.speakers:
            who = cast.named_speaker(listed)
            s = who.speaker(cast.text, listed.medium)
            if any(same_name(s.name, f.name) for f in found):
                continue
            told = bool(found)
            found.append(who.speaker(cast.text, s.medium or ("report" if told else None)))
    trailing = _trailing(cast, line, end) if line is not None and not carried else None
    if trailing is not None and not any(same_name(trailing.name, f.name) for f in found):
        found.append(trailing.speaker(cast.text, "report" if found else None))
    publisher = cast.analysis.document.publisher or ""
    return tuple(s for s in found if not same_name(s.name, publisher))


def _carriers(cast: Cast, line: Line, after: int) -> list[Attribution]:
    """Attributions to the media at the end of a sentence; they carry all of it ("…, as per Geo News")."""
    late = [a for a in cast.analysis.attributions if after <= a.cue.start < line.end]
    return [a for a in late if any(categorise((), s.name) == "media" for s in a.speakers)][:1]


def _trailing(cast: Cast, line: Line, after: int) -> Who | None:
    """ "…, Gambia News reported." at the end of a sentence, where the name is one of the media."""
    tokens = line.tokens
    comma = next((k for k in range(len(tokens) - 1, -1, -1) if tokens[k].text == ","), None)
    if comma is None or tokens[comma].start < after or len(tokens) - comma > 8:
        return None
    verb = next((k for k in range(comma + 2, len(tokens)) if line.lemma[k] in parties().telling), None)
    if verb is None or any(t.pos not in ("PROPN", "DET", "NOUN", "ADJ") for t in tokens[comma + 1 : verb]):
        return None
    start, end = tokens[comma + 1].start, tokens[verb - 1].end
    name = bare(cast.text[start:end])
    return Who(start, end, name, "media") if categorise((), name) == "media" else None
