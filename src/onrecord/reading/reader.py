"""Reader: a document in, its claims out. The order of reading is kept here and nowhere else."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from onrecord.model import Claim, Document, ReadBy, Rejection, seal
from onrecord.reading.acts import Finder
from onrecord.reading.analysis import Analysis
from onrecord.reading.assemble import find_parts
from onrecord.reading.claims import (
    FieldWhy,
    Why,
    answering,
    best_triggers,
    certain,
    firm,
    goes_on,
    is_long,
    names_them,
    plainly_hostile,
    read_incidents,
    setting_of,
    spoken,
    sure,
    telling,
    thin,
)
from onrecord.reading.demands import (
    VERDICTS,
    Scene,
    as_answers,
    read_demands,
    read_responses,
    told_twice,
    why_asked,
    why_done,
)
from onrecord.reading.entries import Layout, read_layout
from onrecord.reading.filter import Filter
from onrecord.reading.language import is_english
from onrecord.reading.layers import Layer, layer_records
from onrecord.reading.nlp import ParsedSentence, Parser, split_sentences
from onrecord.reading.nlp.casing import is_lowered
from onrecord.reading.restrictions import holds_restriction, read_restrictions
from onrecord.reading.sifting import Bare, Marks, any_mark, listed, may_tell, neighbours, quotation, where_marked
from onrecord.reading.subject import subject_model
from onrecord.reading.tolls import toll_stems
from onrecord.reading.worth import worth_of
from onrecord.vocab import vocabulary_hash
from onrecord.vocab.gazetteer import Gazetteer, open_gazetteer

__all__ = ["READER", "VERSION", "Reader", "Reading"]

READER = "onrecord-rules"
VERSION = "0.1.0"
_ACT = 2
"""Rank of a trigger from which on it names an act."""
_LEAST_HINT = 0.4
"""Probability by the finder's first layers that one sentence of a document on anything must have."""
_FEW = 3
"""Sentences of acts up to which a document may yet be of something else, as the finder takes it to be."""
_GOING_ON = 4
"""Sentences behind an act within which "it happened on Tuesday" is of that act."""
_THIN_SUBJECT, _LEAST_SUBJECT = 0.2, 0.05
"""Probability of the ledger's subject that a document's likeliest claim must have: where each rests on one word, and else."""
_OWN_WORDS = frozenset({"statement", "official", "report", "post"})
"""Kinds of documents in which a body or a person speaks in its own words."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What reading a document gave: claims in text order; what was refused; remarks for the reader of the log."""

    document: Document
    claims: tuple[Claim, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    notes: tuple[str, ...] = ()


class Reader:
    """Reads documents. Loads its parts at first use; a pickled copy loads its own.

    Deterministic: the same text gives the same claims with the same ids.
    """

    def __init__(self, parser: Any = None, gazetteer_dir: Path | None = None) -> None:
        self._given = parser
        self._layers = gazetteer_dir

    def __getstate__(self) -> dict[str, Any]:
        return {"_given": self._given, "_layers": self._layers}

    @cached_property
    def _parser(self) -> Any:
        return self._given or Parser()

    @cached_property
    def _finder(self) -> Finder:
        return Finder()

    @cached_property
    def _harm(self) -> Filter:
        """Finds the sentences that may tell of harm to people."""
        return Filter(toll_stems())

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return open_gazetteer(self._layers)

    @cached_property
    def _read_by(self) -> ReadBy:
        return ReadBy(reader=READER, version=VERSION, vocabulary=vocabulary_hash()[:16])

    def read(self, document: Document) -> Reading:
        """The claims of one document.

        Text in another language than English is kept as a document without claims, with a rejection that says so.
        """
        if not document.text.strip():
            return Reading(document=document, rejections=(_refused(document, "empty", "the document has no text"),))
        if not is_english(document.text):
            reason = "the text does not read as English; the document is kept, no claims were read"
            return Reading(document=document, rejections=(_refused(document, "language", reason),))
        analysis = self.analyse(document)
        if not any(s.parsed for s in analysis.sentences):
            return Reading(document=document)
        return Reading(document=document, claims=self._claims(analysis))

    def explain(self, document: Document, claim_id: str) -> Why | None:
        """How one claim of the document came about; the document is read again. ``None`` for an unknown id."""
        if not document.text.strip() or not is_english(document.text):
            return None
        analysis = self.analyse(document)
        outcome = read_incidents(analysis, self._read_by)
        found = outcome.why(claim_id)
        if found is not None:
            return found
        claims = self._all(analysis, outcome.claims)
        claim = next((c for c in claims if c.id == claim_id), None)
        if claim is None:
            return None
        scene, incidents = Scene(analysis), [c for c in claims if c.kind == "incident"]
        if claim.kind == "demand":
            return why_asked(analysis, scene, claim)
        if claim.kind == "response":
            return why_done(analysis, scene, claim, incidents, self._read_by)
        return _restriction_why(claim)

    def read_layer(self, document: Document, layer: Layer) -> list[dict[str, Any]]:
        """The times, places or attributions of a document as records; every sentence is read.

        Raises:
            ValueError: for a layer of another name.
        """
        if not document.text.strip():
            return []
        return layer_records(self.analyse(document, everything=True), layer)

    def analyse(self, document: Document, *, everything: bool = False) -> Analysis:
        """The document with every part found that the claim readers work on.

        Only sentences that can hold a claim or a toll are parsed, and those on both sides of an act, which may hold its
        place or its speaker, unless ``everything`` is asked for. That goes in two steps: sentences that may hold a
        trigger first, and the others that matter only if one does or the finder marks an act; if none does, the analysis
        has no sentences. What a body or a person publishes itself is read without that condition, for a statement may
        only ask or answer.
        """
        text = document.text
        layout = read_layout(document, self._gazetteer.has)
        spans = _without_headings(split_sentences(text), layout.bodies(), text)
        if everything:
            return self._parts(document, layout, self._parse(Bare(text, spans), set(range(len(spans))), {}), {})
        worth, bare = worth_of(text, spans), Bare(text, spans)
        own = document.kind in _OWN_WORDS
        likely = [i for i, w in enumerate(worth) if w.rank or w.restriction]
        marks: Marks = {}
        plain = own or (plainly_hostile(frozenset().union(*(w.words for w in worth))) and not bare.setting.elsewhere)
        if not plain:
            # the finder costs what a parse costs, and most of what is not plainly of our subject ends here
            # what a sentence or two leave unsaid tells nothing
            long = is_long(text)
            asked = [i for i, w in enumerate(worth) if may_tell(text, spans[i], w, alone=not long)]
            marks = self._promising(bare, asked) if long else self._marks(text, spans, asked)
            if long and not marks:
                return Analysis(document=document, sentences=())
            # nor is a word of the lexicon parsed where the finder, which has read the sentence, marks nothing
            likely = [i for i in likely if marks.get(i) or worth[i].restriction]
        first = dict(zip(likely, self._parser.parse(text, [spans[i] for i in likely]), strict=True)) if likely else {}
        ranks = {i: best_triggers(text, s) for i, s in first.items()}
        acts = {i for i, (rank, _) in ranks.items() if rank >= _ACT}
        known = {i for i, (_, rank) in ranks.items() if rank >= _ACT}
        harm = self._harm.sentences(text, spans)
        if not own and not (plain and known) and not any_mark(marks, sure):
            # most documents that are not plainly of our subject hold no claim: what may hold one is read first
            marked = where_marked(marks, telling)
            begun = set(first) | where_marked(marks, firm) | marked
            begun |= {i for i in neighbours(acts | marked, spans) if i in harm or worth[i].any}
            if not marked and not any(rank for rank, _ in ranks.values()):
                begun = set()
            if not self._tells(document, layout, bare, first, begun, marks, acts=bool(acts or marked)):
                return Analysis(document=document, sentences=())
        if (plain and (own or known)) or any_mark(marks, lambda act: firm(act) and telling(act)):
            # where the lexicon firmly knows many acts, more words for them are not worth what they cost
            asked = [i for i in range(len(spans)) if i not in marks and (i not in known or len(known) <= _FEW)]
            marks |= self._marks(text, spans, asked)
            # a word for an act leaves open whether somebody asks for something or answers in the same sentence
            asked = [i for i, w in enumerate(worth) if i not in marks and w.response]
            heard = self._marks(text, spans, asked)
            marks |= {i: tuple(a for a in told if spoken(a) and certain(a)) for i, told in heard.items()}
            if len(known) <= _FEW and not any(marks.values()):
                return Analysis(document=document, sentences=())
        marked = where_marked(marks, telling)
        near = neighbours(acts | marked, spans) | marked
        told_before = {i + step for i in acts | marked for step in range(1, _GOING_ON + 1)}
        near |= {
            i for i in told_before if i < len(spans) and (goes_on(worth[i].words) or names_them(text[slice(*spans[i])]))
        }
        wanted = near | harm | {i for i, w in enumerate(worth) if w.any} | where_marked(marks, firm)
        wanted |= {k for i, w in enumerate(worth) if w.demand or w.response for k in quotation(text, spans, i)}
        wanted |= where_marked(marks, answering)
        wanted |= listed(text, spans, wanted)
        return self._parts(document, layout, self._parse(bare, wanted, first), marks)

    def _promising(self, bare: Bare, asked: Sequence[int]) -> Marks:
        """What the finder marks in those sentences of a document on anything that may tell of an act.

        Nothing at all where no mark may make a claim: there is none that is likely, or all tell of what burns in an accident.
        """
        marks = self._marks(bare.text, bare.spans, asked, least=_LEAST_HINT)
        likely = [act for told in marks.values() for act in told if firm(act) or telling(act)]
        if not likely or all(bare.setting.excludes(act.type) for act in likely):
            return {}
        return marks | self._marks(bare.text, bare.spans, [i for i in asked if i not in marks])

    def _marks(self, text: str, spans: Sequence[tuple[int, int]], asked: Sequence[int], *, least: float = 0.0) -> Marks:
        """What the finder marks in each of the sentences that are asked about, most often nothing; ``least`` as it has it."""
        found = self._finder.find(text, [spans[i] for i in asked], caseless=is_lowered(text), least=least)
        return {i: acts for i, acts in zip(asked, found, strict=True) if acts is not None}

    def _tells(
        self,
        document: Document,
        layout: Layout,
        bare: Bare,
        first: dict[int, ParsedSentence],
        begun: set[int],
        marks: Marks,
        *,
        acts: bool,
    ) -> bool:
        """Whether the sentences that may hold a claim give one when nothing but they is read.

        ``begun`` says which, none where there is no trigger; those not yet in ``first`` are parsed and added to it. ``acts``
        says that some word or mark names an act, which somebody may ask or answer about.
        """
        if holds_restriction(document.text, first.values()):
            return True
        if not begun:
            return False
        # the rest of the text could only add to what these say
        parts = self._parts(document, layout, self._parse(bare, begun, first), marks)
        incidents = read_incidents(parts, self._read_by).claims
        return bool(incidents) or (acts and bool(self._all(parts, ())))

    def _parts(
        self, document: Document, layout: Layout, sentences: tuple[ParsedSentence, ...], marks: Marks
    ) -> Analysis:
        if not any(s.parsed for s in sentences):
            return Analysis(document=document, sentences=sentences)
        acts = tuple(act for i in sorted(marks) for act in marks[i])
        return find_parts(document, layout, sentences, self._gazetteer, acts)

    def _parse(self, bare: Bare, wanted: set[int], done: dict[int, ParsedSentence]) -> tuple[ParsedSentence, ...]:
        """All sentences, the ``wanted`` ones parsed; what is parsed is added to ``done``."""
        todo = sorted(wanted - done.keys())
        if todo:
            done |= zip(todo, self._parser.parse(bare.text, [bare.spans[i] for i in todo]), strict=True)
        return tuple(done[i] if i in wanted else s for i, s in enumerate(bare.sentences))

    def _claims(self, analysis: Analysis) -> tuple[Claim, ...]:
        found = self._all(analysis, read_incidents(analysis, self._read_by).claims)
        if found and _of_another_subject(analysis, found):
            return ()
        # sorted is stable: incidents of one sentence keep the order of their words
        return tuple(sorted(found, key=_place_in_text))

    def _all(self, analysis: Analysis, told: Sequence[Claim]) -> list[Claim]:
        """The incidents told, the restrictions that their triggers did not find, and demands and responses about them."""
        scene = Scene(analysis)
        found = read_restrictions(analysis, told, self._read_by, scene)
        incidents, held = as_answers([*told, *(seal(claim, analysis.text) for claim in found)], analysis.acts)
        responses = [seal(c, analysis.text) for c in read_responses(analysis, incidents, self._read_by, scene)]
        answered, doubled = told_twice(incidents, responses, analysis.acts)
        if answered:
            incidents = [c for c in incidents if c.id not in answered]
            responses = [seal(c, analysis.text) for c in read_responses(analysis, incidents, self._read_by, scene)]
        demands = [seal(c, analysis.text) for c in read_demands(analysis, incidents, self._read_by, scene)]
        answers = [seal(c, analysis.text) for c in held if not any(_told_in(r, c) for r in responses)]
        return [*incidents, *demands, *(c for c in responses if c.id not in doubled), *answers]


def _told_in(response: Claim, answer: Claim) -> bool:
    """Whether a response that its own line found tells an arrest or a verdict already."""
    arrest = "response.arrest"
    one = response.type == answer.type if answer.type == arrest else response.type in VERDICTS
    return one and any(a.overlaps(b) for a in response.evidence for b in answer.evidence)


def _of_another_subject(analysis: Analysis, claims: Sequence[Claim]) -> bool:
    """Whether none of the claims is told in words of the ledger's subject: "a siege of the museum's cloakroom"."""
    setting, single = setting_of(analysis.sentences), all(thin(c) for c in claims)
    # one word that may tell of an act, in a text where no other word is about such things, tells of something else
    if single and not setting.subject:
        return True
    if not setting.long or setting.plain:
        return False
    least = _THIN_SUBJECT if single else _LEAST_SUBJECT
    told = {analysis.sentence_at(e.start) for c in claims for e in c.evidence}
    return not any(_subject(analysis, i) >= least for i in sorted(told))


def _subject(analysis: Analysis, i: int) -> float:
    """How likely sentence ``i`` is of the ledger's subject, read with the title and the sentences beside it."""
    said = [analysis.text[s.start : s.end] for s in analysis.sentences[max(0, i - 1) : i + 2]]
    own = said.pop(min(i, 1))
    return subject_model().probability(own, " ".join([*filter(None, (analysis.document.title,)), *said]))


def _place_in_text(claim: Claim) -> tuple[int, bool]:
    return claim.evidence[0].start, claim.kind != "incident"


def _restriction_why(claim: Claim) -> Why:
    """The account of a restriction that the trigger lexicon leaves out: found by the lines of restrictions."""
    fields = [FieldWhy("type", f"{claim.type}, by a line of restrictions", claim.evidence[0].exact)]
    fields += [FieldWhy("actors", f"{a.role}, {a.category}: who restricts", a.exact) for a in claim.actors]
    if claim.when is not None:
        fields.append(FieldWhy("when", "the time nearest to the verb", claim.when.exact or ""))
    fields += [FieldWhy("where", "nearest in the sentence", place.exact) for place in claim.where[:1]]
    fields += [FieldWhy("said_by", "covers the words of the claim", s.exact) for s in claim.said_by]
    return Why(claim=claim.id, rule="lines of restrictions: orders, refusals, seizures", fields=tuple(fields))


def _without_headings(spans: Sequence[tuple[int, int]], bodies: Sequence[int], text: str) -> list[tuple[int, int]]:
    """Sentences with the dateline and the heads of entries as sentences of their own, for they confuse the parser."""
    found = []
    for start, end in spans:
        for body in bodies:
            if start < body < end:
                found.append((start, start + len(text[start:body].rstrip())))
                start = body + len(text[body:end]) - len(text[body:end].lstrip())
        found.append((start, end))
    return found


def _refused(document: Document, code: str, reason: str) -> Rejection:
    return Rejection(stage="reading", reason=reason, subject=document.id, code=code)
