"""The incident claims of a document: triggers to mentions, mentions to events, events to claims."""

import msgspec

from onrecord.model import Claim, ReadBy, Speaker, seal
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.admit import admit_event, admit_mention, part_of_others, setting_of, without_setting
from onrecord.reading.claims.build import Draft, build_claims, drafts_of
from onrecord.reading.claims.corrections import corrected
from onrecord.reading.claims.countrywide import with_countrywide
from onrecord.reading.claims.doers import told_apart
from onrecord.reading.claims.events import group_events
from onrecord.reading.claims.forces import against_protests
from onrecord.reading.claims.gapping import with_gapped
from onrecord.reading.claims.lexicon import lexicon
from onrecord.reading.claims.mentions import Mention, read_mentions
from onrecord.reading.claims.parties import read_responsibility
from onrecord.reading.claims.register import registered
from onrecord.reading.claims.scenes import Scenes
from onrecord.reading.claims.sides import by_sides
from onrecord.reading.claims.survivors import without_the_dead
from onrecord.reading.claims.triggers import find_triggers, marked_triggers, retyped
from onrecord.reading.claims.why import Dropped, Why, why_of
from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import TimeMention
from onrecord.reading.times import FROM_EVENT

__all__ = ["Outcome", "best_triggers", "read_incidents"]


class Outcome(msgspec.Struct, frozen=True):
    """The claims in text order, the drafts they were made from, and what was not taken."""

    claims: tuple[Claim, ...]
    drafts: tuple[Draft, ...]
    dropped: tuple[Dropped, ...]

    def why(self, claim_id: str) -> Why | None:
        """The account of one of the claims; ``None`` for an id that is none of them."""
        for claim, draft in zip(self.claims, self.drafts, strict=True):
            if claim.id == claim_id:
                return why_of(claim, draft, self.dropped)
        return None


def read_incidents(analysis: Analysis, reader: ReadBy) -> Outcome:
    """Every incident that the document tells."""
    analysis = with_countrywide(analysis)
    setting = setting_of(analysis.sentences)
    dropped: list[Dropped] = []
    syntaxes: list[Syntax | None] = []
    mentions: list[Mention] = []
    last: Speaker | None = None
    words = lexicon()
    scenes = Scenes(analysis)
    for index, sentence in enumerate(analysis.sentences):
        if not sentence.parsed:
            syntaxes.append(None)
            scenes.set(index, None, ())
            continue
        syntax = Syntax(sentence)
        syntaxes.append(syntax)
        # the finder knows a sentence alone; in a report of a match or a campaign the words are not meant
        acts = analysis.acts_in(sentence.start, sentence.end) if setting.domain is None else ()
        known = retyped(syntax, find_triggers(syntax, index, words, analysis.text), acts)
        # "3 March" tells of no march, "in May" of no permission; "a day after the bombings" tells of bombings
        triggers = [
            t
            for t in sorted([*known, *marked_triggers(syntax, index, acts, known)], key=lambda t: (t.start, t.end))
            if not any(m.start <= t.start and t.end <= m.end for m in analysis.times if _calendar(m))
        ]
        told = with_gapped(analysis, syntax, read_mentions(analysis, index, syntax, by_sides(syntax, triggers)))
        told, last, nobody = read_responsibility(analysis, index, syntax, told, last)
        if nobody:
            dropped += [_dropped(analysis, m, "nobody has claimed it") for m in told if not m.tolls and not m.places]
            told = [m for m in told if m.tolls or m.places]
        told = scenes.set(index, syntax, told)
        for heard in told:
            others = [m for m in told if m is not heard]
            mention = without_setting(heard, syntax, others)
            reason = admit_mention(mention, syntax, setting, others)
            if reason is None:
                mentions.append(mention)
            else:
                dropped.append(_dropped(analysis, mention, reason))
    kept = []
    grouped = group_events(analysis.text, mentions)
    violent = any("violent" in e.families and not e.mentions[0].weak for e in grouped)
    for event in grouped:
        reason = admit_event(event, syntaxes, violent)
        if reason is None:
            kept.append(event)
        else:
            dropped += [_dropped(analysis, m, reason) for m in event.mentions]
    for event in part_of_others(kept, syntaxes):
        kept.remove(event)
        dropped += [_dropped(analysis, m, "what was seized in another act of the report") for m in event.mentions]
    for event in kept:
        event.mentions = registered(analysis.text, event.mentions)
    without_the_dead(analysis.text, kept)
    drafted = [d for event in kept for d in drafts_of(event)]
    made = build_claims(analysis, drafted, reader, told_apart(analysis, kept, syntaxes))
    claims, drafts = zip(*made, strict=True) if made else ((), ())
    claims = tuple(c if c.id else seal(c, analysis.text) for c in against_protests(corrected(analysis, claims)))
    return Outcome(claims, tuple(drafts), tuple(sorted(dropped, key=lambda d: d.start)))


def _calendar(time: TimeMention) -> bool:
    return time.type != "SET" and not time.why.endswith(FROM_EVENT)


def best_triggers(text: str, sentence: ParsedSentence) -> tuple[int, int]:
    """The highest rank of a trigger that stands under its conditions in the sentence, and that of one that is firm; 0 for none.

    3 and 2 name an act, 1 an effect on people ("were killed") that an accident may have as well. A trigger that is not
    firm makes a claim only beside a figure or a stronger word (``admit_event``).
    """
    found = find_triggers(Syntax(sentence), 0, lexicon(), text)
    return max((t.rank for t in found), default=0), max((t.rank for t in found if not t.weak), default=0)


def _dropped(analysis: Analysis, mention: Mention, reason: str) -> Dropped:
    parts = [(t.start, t.end) for t in mention.triggers] + [(t.start, t.end) for t in mention.tolls]
    start, end = min(parts, default=(mention.start, mention.end))
    return Dropped(start, end, analysis.text[start:end], reason)
