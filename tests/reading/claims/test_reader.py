"""The reader: order of work, refusals, layers, explanations, copies."""

import pickle

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import Document, claim_spans
from onrecord.reading import Reader
from onrecord.reading.filter import Filter
from onrecord.reading.language import is_english

TEXT = (
    "NAIROBI, June 13 (Coast Wire) - A bomb exploded in a market in Mombasa on Thursday, killing four traders, "
    "police said.\n\n"
    "The mayor demanded an inquiry. The weather stayed dry."
)


def test_every_span_stands_in_the_text(reader: Reader) -> None:
    document = Document(text=TEXT, published="2019-06-14")
    claims = reader.read(document).claims
    assert claims
    for claim in claims:
        for span in claim_spans(claim):
            span.check(TEXT)


def test_reading_twice_gives_the_same_ids(reader: Reader) -> None:
    document = Document(text=TEXT, published="2019-06-14")
    again = pickle.loads(pickle.dumps(reader))
    assert [c.id for c in reader.read(document).claims] == [c.id for c in again.read(document).claims]


def test_claims_stand_in_text_order(reader: Reader) -> None:
    claims = reader.read(Document(text=TEXT, published="2019-06-14")).claims
    starts = [c.evidence[0].start for c in claims]
    assert starts == sorted(starts)


def test_another_language_is_kept_without_claims_and_said_so(reader: Reader) -> None:
    text = "Una bomba explotó el jueves en un mercado de la ciudad y mató a cuatro personas, dijo la policía."
    reading = reader.read(Document(text=text, published="2019-06-14"))
    assert reading.claims == ()
    assert [r.code for r in reading.rejections] == ["language"]


def test_an_empty_text_is_refused(reader: Reader) -> None:
    assert [r.code for r in reader.read(Document(text="  \n ")).rejections] == ["empty"]


def test_a_claim_explains_itself(reader: Reader) -> None:
    document = Document(text=TEXT, published="2019-06-14")
    claim = next(c for c in reader.read(document).claims if c.kind == "incident")
    why = reader.explain(document, claim.id)
    assert why is not None
    assert "exploded" in " ".join(why.words)
    assert {"type", "when", "where", "tolls", "said_by"} <= {f.field for f in why.fields}
    assert reader.explain(document, "0" * 16) is None


def test_layers_are_flat_records_with_exact_spans(reader: Reader) -> None:
    document = Document(text=TEXT, published="2019-06-14")
    times = reader.read_layer(document, "times")
    assert {"document", "start", "end", "type", "value"} <= set(times[0])
    places = reader.read_layer(document, "places")
    assert any(p["name"] == "Mombasa" and p["country"] == "KE" for p in places)
    said = reader.read_layer(document, "attributions")
    assert any(TEXT[a["source"]["start"] : a["source"]["end"]] == "police" for a in said if "source" in a)


def test_a_sentence_without_a_trigger_is_not_parsed(reader: Reader) -> None:
    analysis = reader.analyse(Document(text="The weather stayed dry. Farmers were glad of it."))
    assert not any(s.parsed for s in analysis.sentences)


def test_the_filter_finds_stems_at_the_beginning_of_words_only() -> None:
    text = "An explosion. The unexploded bond. A bomb."
    found = Filter(("explo", "bomb")).sentences(text, [(0, 13), (14, 34), (35, 42)])
    assert found == {0, 2}


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(reader: Reader, text: str) -> None:
    reader.read(Document(text=text))


def test_english_is_told_from_its_neighbours() -> None:
    assert is_english("The council said that the road will be closed from Monday for two weeks of repairs.")
    assert not is_english(
        "Der Rat teilte mit, dass die Strasse ab Montag für zwei Wochen wegen Arbeiten gesperrt wird."
    )
    assert not is_english("Совет сообщил, что дорога будет закрыта с понедельника на две недели из-за ремонта.")
