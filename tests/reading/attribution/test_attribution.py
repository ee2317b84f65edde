"""Who said what: sentences of our own, parsed by the shipped network."""

import pickle
import time
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from onrecord.model import Document
from onrecord.reading.attribution import outermost, read_attributions
from onrecord.reading.nlp import Parser, split_sentences
from onrecord.reading.parts import Attribution


@cache
def parser() -> Parser:
    return Parser()


def read(text: str) -> tuple[Attribution, ...]:
    return read_attributions(Document(id="d", text=text), parser().parse(text, split_sentences(text)))


def told(text: str, needle: str) -> list[str]:
    """Names of the speakers, innermost first, of the smallest content that holds ``needle``."""
    middle = text.index(needle) + len(needle) // 2
    found = [
        (part.end - part.start, a)
        for a in read(text)
        if a.speakers
        for part in a.content
        if part.start <= middle < part.end
    ]
    return [s.name for s in min(found, key=lambda f: f[0])[1].speakers] if found else []


@pytest.mark.parametrize(
    ("text", "needle", "speakers"),
    [
        ("Two men were shot dead near the bridge, police said.", "two men were shot".capitalize(), ["police"]),
        ("Police said that two men were shot dead near the bridge.", "shot dead", ["Police"]),
        ("According to the mayor, the market was burnt down.", "burnt down", ["mayor"]),
        ("The market was burnt down, according to the mayor.", "burnt down", ["mayor"]),
        ("“They came at night,” said Amina Yusuf, a teacher.", "came at night", ["Amina Yusuf"]),
        ("The army denied that its soldiers had fired.", "had fired", ["army"]),
        ("The minister told reporters that the curfew would end on Monday.", "curfew", ["minister"]),
        ("Witnesses told the court the officers had beaten them.", "had beaten", ["Witnesses"]),
        # where a report was sent from says nothing, a city of that name may
        ("NAIROBI, Kenya – Rebels claimed Tuesday that soldiers had burnt a village.", "had burnt", ["Rebels"]),
        ("Port-au-Prince said on Monday that two men had died.", "had died", ["Port-au-Prince"]),
        ("Tel Aviv-based lawyers said on Monday that two men had died.", "had died", ["Tel Aviv-based lawyers"]),
    ],
)
def test_the_speaker_of_a_clause_is_named(text: str, needle: str, speakers: list[str]) -> None:
    assert told(text, needle) == speakers


def test_a_pronoun_stands_for_a_person_known_by_calling_alone() -> None:
    text = (
        "The toll of the blasts rose to 26, the provincial information minister said.\n\n"
        "Sixteen people died in Khanozai in Pishin district and ten in Qila Saifullah, he told reporters."
    )
    assert told(text, "Sixteen people died") == ["provincial information minister"]
    text = "Adama Traoré said that the road was shut. The senator was angry. “Nobody asked us,” he added."
    assert told(text, "Nobody asked us") == ["Adama Traoré"]


def test_a_pronoun_stands_for_the_speaker_before() -> None:
    text = "Governor Paul Otieno said the toll had risen to nine. He said four of the dead were children."
    assert told(text, "four of the dead") == ["Paul Otieno"]


def test_a_short_name_takes_the_full_one() -> None:
    text = "Paul Otieno visited the camp on Sunday. Otieno said nine people had died there."
    assert told(text, "nine people") == ["Paul Otieno"]


def test_a_quotation_goes_on_after_its_speaker() -> None:
    text = "“We heard shots,” Amina Yusuf said. “Then the roof came down on all of us.”"
    assert told(text, "roof came down") == ["Amina Yusuf"]


def test_a_quotation_of_several_paragraphs_has_one_speaker() -> None:
    text = "“We heard shots and ran to the school, Amina Yusuf said.\n\nNobody else spoke."
    assert told(text, "Nobody else") == []
    text = "Amina Yusuf said: “We heard shots and ran to the school.\n\n“Then the roof came down on all of us.”"
    assert told(text, "roof came down") == ["Amina Yusuf"]


def test_the_platform_is_the_medium() -> None:
    found = [a for a in read("In a post on Telegram, the Free Valley Front said it had hit the convoy.") if a.speakers]
    assert [(s.name, s.medium) for s in found[0].speakers] == [("Free Valley Front", "Telegram")]


def test_beliefs_and_wishes_have_no_speaker() -> None:
    found = read("The rebels hope to seize the town, and residents fear that more blood will flow.")
    assert {a.kind for a in found} == {"belief", "intention"}
    assert all(not a.speakers for a in found)


def test_offsets_hold_and_values_can_be_pickled() -> None:
    text = "“Stop,” he shouted.\n\nPolice: nine held after march\n\nThe union said on Friday that it would sue. ☂"
    for a in read(text):
        for part in (a.cue, *a.content, *([a.source] if a.source else [])):
            assert 0 <= part.start < part.end <= len(text)
        for s in a.speakers:
            assert text[s.start : s.end] == s.exact
        assert pickle.loads(pickle.dumps(a)) == a


def test_the_outermost_hold_no_others() -> None:
    found = read("The lawyer said police had told the family that he was dead.")
    assert len(found) == 2
    assert len(outermost(found)) == 1


WORDS = st.sampled_from(
    ["said", "according", "to", "as", "per", "police", "“", "”", '"', "''", ":", ",", ".", "that", "who", "the",
     "Ali Khan", "quoted", "saying", "claim", "of", "by", "was", "told", "eager", "statement", "in", "he", "it",
     "(", ")", "\n\n", "ECP"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=30))
@settings(max_examples=150, deadline=None)
def test_any_jumble_is_read_with_offsets_that_hold(words: list[str]) -> None:
    text = " ".join(words)
    for a in read(text):
        for part in (a.cue, *a.content, *([a.source] if a.source else [])):
            assert 0 <= part.start < part.end <= len(text)
        assert a.content
        assert all(text[s.start : s.end] == s.exact and s.name for s in a.speakers)


@pytest.mark.parametrize("text", ["", " \n\n ", "“", "“”", '"' * 50, "said", "He said.", "said said said"])
def test_odd_texts_are_read(text: str) -> None:
    assert isinstance(read(text), tuple)


@pytest.mark.parametrize(
    ("text", "needle", "speakers"),
    [
        ("HOST: Were you there?\n\nGUEST: We ran home.\n\nHOST: And then?\n\nGUEST: It fell.", "ran home", ["GUEST"]),
        ("Police: nine held after march\n\nThe march began at noon.", "nine held", ["Police"]),
        ("Nine held after march in the capital: police\n\nThe march began at noon.", "Nine held", ["police"]),
        ("NAIROBI: Nine people died on Monday.", "Nine people", []),
        ("River News quoted a police officer as saying that nine people had died.", "nine people", ["police officer"]),
        ("The union, whose office was burnt, said on Monday that two members had died.", "two members", ["union"]),
        ("Many doctors and some nurses say it had effects.", "had effects", ["Many doctors and some nurses"]),
        ("The party demanded an inquiry, and the mayor said one had begun.", "one had begun", ["mayor"]),
        ("The envoy said nine people had been held and warned that more arrests would follow.", "more arrests", ["envoy"]),
        ("Men threw stones at a bus, River News reported, citing drivers.", "threw stones", ["drivers"]),
        ("Gunmen attacked a prison, witnesses said.", "attacked a prison", ["witnesses"]),
    ],
)  # fmt: skip
def test_other_forms_of_attribution(text: str, needle: str, speakers: list[str]) -> None:
    assert told(text, needle)[:1] == speakers


def test_a_long_text_costs_no_more_than_its_length() -> None:
    text = "“We saw it,” Ali Khan said. “It fell.” He added that nine had died. "

    def cost(n: int) -> float:
        one = text * n
        unit = parser().parse(text, split_sentences(text))
        sentences = []
        for k in range(n):
            by = k * len(text)
            for s in unit:
                tokens = tuple(replace(t, start=t.start + by, end=t.end + by) for t in s.tokens)
                entities = tuple(replace(e, start=e.start + by, end=e.end + by) for e in s.entities)
                sentences.append(replace(s, start=s.start + by, end=s.end + by, tokens=tokens, entities=entities))
        began = time.process_time()
        read_attributions(Document(id="d", text=one), sentences)
        return time.process_time() - began

    cost(10)
    assert cost(800) < 40 * max(cost(80), 0.01)


@pytest.mark.parametrize(
    ("text", "needle", "speakers"),
    [
        # a name behind an article is no person that a pronoun could mean
        ("Two men were shot at a Wendy’s in Kitwe. He said that nobody had run.", "nobody had run", []),
        # the person before the body, initials for the body that they shorten
        ("The Electoral Board of Zambia met. EBZ said that the vote would go on.", "the vote", ["Electoral Board of Zambia"]),
        # a body that is called a front is none of the things
        ("The Dimasa Front said that it had fired on a train.", "fired on a train", ["Dimasa Front"]),
    ],
)  # fmt: skip
def test_who_can_be_a_speaker(text: str, needle: str, speakers: list[str]) -> None:
    assert told(text, needle)[:1] == speakers


def test_a_speaker_ends_before_the_clause_that_tells_of_him() -> None:
    found = read("A trader who accused two soldiers of theft was fined on Monday.")
    names = [s.name for a in found for s in a.speakers]
    assert names
    assert not [n for n in names if n.endswith(" who")]
