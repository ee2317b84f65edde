"""From cues to stretches of text: contents joined with the quotations that they open, also over sentences."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from onrecord.reading.attribution.quotes import Quotation
from onrecord.reading.attribution.values import Cue
from onrecord.reading.nlp import ParsedSentence

__all__ = ["Found", "holders", "is_speech", "join_quotations", "stretches", "zones"]

Stretch = tuple[int, int]
_WORDS = 3
_BACK = 12
_OPENING_MARKS = frozenset("“\"‘'`«„([")


@dataclass(slots=True)
class Found:
    """An attribution in the making. ``sentence`` is the index of the sentence of the cue."""

    sentence: int
    cue: Cue
    at: Stretch
    source: Stretch | None
    content: list[Stretch]
    quoted: list[Stretch] = field(default_factory=list)


def stretches(sentence: ParsedSentence, tokens: Sequence[int]) -> list[Stretch]:
    """Offsets of the tokens, joined over punctuation, without punctuation at their ends."""
    runs: list[list[int]] = []
    words = sentence.tokens
    for t in sorted(tokens):
        if runs and all(words[k].pos == "PUNCT" for k in range(runs[-1][-1] + 1, t)):
            runs[-1].append(t)
        else:
            runs.append([t])
    found = []
    for run in runs:
        while run and words[run[-1]].pos == "PUNCT" and words[run[-1]].text[0] not in "”\"'’.?!)":
            run.pop()
        while run and words[run[0]].pos == "PUNCT" and words[run[0]].text[0] not in _OPENING_MARKS:
            run.pop(0)
        if run and any(words[t].pos != "PUNCT" for t in run):
            found.append((words[run[0]].start, words[run[-1]].end))
    return found


def join_quotations(
    text: str, sentences: Sequence[ParsedSentence], found: list[Found], speech: Sequence[Quotation]
) -> list[Found]:
    """The attributions with the quotations that belong to them; those left without content are dropped."""
    taken: set[Quotation] = set()
    for item in found:
        if item.cue.quotable:
            _touch(text, item, sentences[item.sentence], speech, taken)
    for item in found:
        if item.cue.quotable and not item.content:
            _adopt(text, item, sentences, speech, taken)
    for item in found:
        if not item.content and item.cue.fallback_sense is not None:
            item.content = stretches(sentences[item.sentence], item.cue.fallback)
            item.cue.sense, item.cue.form, item.cue.quotable = item.cue.fallback_sense, "object", False
    kept = [f for f in found if f.content]
    _carry_on(text, sentences, kept, speech, taken)
    for item in kept:
        item.content = _merged(text, item.content)
    return kept


def zones(sentence: ParsedSentence, speech: Sequence[Quotation]) -> list[int]:
    """For each token the quotation that it stands in, -1 for none."""
    first, last = _within(speech, sentence.start, sentence.end)
    near = list(enumerate(speech[first:last], start=first))
    return [next((k for k, q in near if q.start <= t.start < q.end), -1) for t in sentence.tokens]


def _within(speech: Sequence[Quotation], start: int, end: int) -> tuple[int, int]:
    """The range of the quotations that touch ``start..end``; quotations never overlap."""
    first = bisect_right(speech, start, key=lambda q: q.end)
    return first, max(first, bisect_left(speech, end, key=lambda q: q.start))


def is_speech(text: str, q: Quotation) -> bool:
    """Whether a quotation is long enough to be what somebody said, not a word held with tongs."""
    inside = text[q.start : q.end].strip("“”\"'‘’`«»„")
    return len(inside.split()) >= _WORDS or inside[-1:] in (",", ".", "?", "!")


def _outside(item: Found, q: Quotation) -> bool:
    return not (q.start <= item.at[0] < q.end)


def _touch(
    text: str, item: Found, sentence: ParsedSentence, speech: Sequence[Quotation], taken: set[Quotation]
) -> None:
    """A content that reaches into a quotation takes all of it, and the other half of an interrupted one."""
    first, last = _within(speech, sentence.start, sentence.end)
    inside = [q for q in speech[first:last] if _outside(item, q)]
    direct = [q for q in inside if q not in taken and _adjoins(text, item, q)]
    if direct:
        item.content = [(a, b) for a, b in item.content if any(a < q.end and q.start < b for q in direct)]
    for q in inside:
        shared = sum(max(0, min(b, q.end) - max(a, q.start)) for a, b in item.content)
        if q in direct or shared * 2 >= min(q.end, sentence.end) - max(q.start, sentence.start):
            item.content.append((q.start, q.end))
            item.quoted.append((q.start, q.end))
            taken.add(q)
    if direct:
        item.content = list(item.quoted)
    if item.quoted:
        for q in inside:
            if q not in taken and item.at[1] <= q.start and _nothing_between(text, item, q):
                item.content.append((q.start, q.end))
                item.quoted.append((q.start, q.end))
                taken.add(q)


def _adjoins(text: str, item: Found, q: Quotation) -> bool:
    """Whether only the speaker stands between the quotation and the cue: "…," the old man said; he said: "…"."""
    first = min(item.at[0], item.source[0]) if item.source else item.at[0]
    last = max(item.at[1], item.source[1]) if item.source else item.at[1]
    if q.end <= first:
        gap = text[q.end : first]
        return len(gap.split()) <= 1 and "\n" not in gap and text[q.end - 2 : q.end - 1] in ",?!.—-"
    gap = text[last : q.start]
    return q.start >= last and len(gap.split()) <= 2 and gap.rstrip()[-1:] in (",", ":") and "\n" not in gap


def _nothing_between(text: str, item: Found, q: Quotation) -> bool:
    """Whether only the speaker stands between the cue and the quotation."""
    edge = max(item.at[1], item.source[1] if item.source else 0)
    return 0 <= q.start - edge <= 60 and text[edge : q.start].rstrip(" ")[-1:] in (",", ":", "—", "-", ";", "")


def _adopt(
    text: str, item: Found, sentences: Sequence[ParsedSentence], speech: Sequence[Quotation], taken: set[Quotation]
) -> None:
    """A cue without content of its own takes the quotation beside it: in its sentence, before it, or after a colon."""
    sentence = sentences[item.sentence]
    first, last = _within(speech, sentence.start, sentence.end)
    inside = [q for q in speech[first:last] if _outside(item, q)]
    free = [q for q in inside if q not in taken]
    if free:
        best: Quotation | None = min(free, key=lambda q: min(abs(q.end - item.at[0]), abs(q.start - item.at[1])))
    else:
        best = _beside(text, item, sentence, speech)
    if best is None or best in taken:
        return
    if best.end <= item.at[0] and best.end < sentence.start and item.source is None:
        return
    item.content.append((best.start, best.end))
    item.quoted.append((best.start, best.end))
    taken.add(best)
    _touch(text, item, sentence, speech, taken)


def _beside(text: str, item: Found, sentence: ParsedSentence, speech: Sequence[Quotation]) -> Quotation | None:
    first, last = _within(speech, sentence.start, sentence.end)
    for q in speech[max(0, first - 1) : last + 1]:
        if q.end <= sentence.start and not text[q.end : sentence.start].strip():
            # "…!" he said.
            if item.at[0] - sentence.start < 40 and "\n" not in text[q.end : sentence.start]:
                return q
        if q.start >= sentence.end and not text[sentence.end : q.start].strip():
            if text[sentence.start : sentence.end].rstrip().endswith((":", ",")):
                return q
    return None


def _carry_on(
    text: str,
    sentences: Sequence[ParsedSentence],
    kept: list[Found],
    speech: Sequence[Quotation],
    taken: set[Quotation],
) -> None:
    """A quotation that no cue claims goes on what was said before it: in the paragraph, or after one left open."""
    told = [f for f in kept if f.cue.sense.kind == "said" and f.cue.quotable and f.source]
    told.sort(key=lambda f: f.at)
    for n, q in enumerate(speech):
        if q in taken or not _stands_alone(text, sentences, q):
            continue
        at = bisect_right(told, q.start, key=lambda f: f.at[0])
        ends = [(_end(f), f) for f in told[max(0, at - _BACK) : at] if _end(f) <= q.start]
        if not ends:
            continue
        end, last = max(ends, key=lambda e: e[0])
        stop = max(end, sentences[last.sentence].end)
        same = "\n" not in text[end : q.start] and not text[stop : q.start].strip()
        before = speech[n - 1] if n else None
        left_open = before is not None and before.goes_on and before in taken and not text[before.end : q.start].strip()
        if same or (last.quoted and left_open):
            last.content.append((q.start, q.end))
            last.quoted.append((q.start, q.end))
            taken.add(q)


def _end(item: Found) -> int:
    return max(item.at[1], *(b for _, b in item.content))


def _stands_alone(text: str, sentences: Sequence[ParsedSentence], q: Quotation) -> bool:
    """Whether the quotation fills the sentences that it touches."""
    first = max(0, bisect_right(sentences, q.start, key=lambda s: s.start) - 1)
    for s in islice(sentences, first, None):
        if s.start >= q.end:
            break
        if q.start < s.end:
            rest = text[s.start : max(s.start, q.start)] + text[min(s.end, q.end) : s.end]
            if sum(c.isalnum() for c in rest) > 3:
                return False
    return True


def holders(points: Sequence[int], contents: Sequence[Sequence[Stretch]]) -> list[list[int]]:
    """For each point the contents that hold it, the smallest first; ``points[k]`` is the cue of content k."""
    edges = [(a, 0, k, b) for k, parts in enumerate(contents) for a, b in parts]
    events = sorted(edges + [(p, 1, k, p) for k, p in enumerate(points)])
    size = [sum(b - a for a, b in parts) for parts in contents]
    found: list[list[int]] = [[] for _ in points]
    open_: list[tuple[int, int]] = []
    for at, is_point, k, end in events:
        open_ = [o for o in open_ if o[0] > at]
        if is_point:
            found[k] = sorted({o for _, o in open_ if o != k}, key=lambda o: size[o])
        else:
            open_.append((end, k))
    return found


def _merged(text: str, content: list[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for a, b in sorted(content):
        if merged and (a <= merged[-1][1] or not any(c.isalnum() for c in text[merged[-1][1] : a])):
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return merged
