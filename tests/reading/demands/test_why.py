"""Demands and responses explain themselves: the rule, the words, every field, and what was not taken."""

from onrecord.model import Document
from onrecord.reading import Reader
from onrecord.reading.claims import Why

TEXT = (
    "Gunmen killed four traders in Mubi on Monday.\n\n"
    "The Bar Association urged the police to arrest the killers and asked motorists to drive slowly. "
    "The governor ordered an inquiry into the killings, and no curfew was lifted."
)


def why(reader: Reader, code: str) -> Why:
    document = Document(id="d", text=TEXT, publisher="Daily Wire", published="2024-03-06", kind="news")
    claim = next(c for c in reader.read(document).claims if c.type == code)
    found = reader.explain(document, claim.id)
    assert found is not None
    return found


def test_a_demand_names_its_frame_its_words_and_its_fields(reader: Reader) -> None:
    found = why(reader, "demand.prosecute")
    assert found.rule == "frames of asking: a verb that asks, to do something"
    assert found.words[0] == "urged"
    assert found.patterns[0].startswith("demand.prosecute: ")
    told = {f.field: (f.how, f.words) for f in found.fields}
    assert told["by"] == ("who asks: Bar Association", "The Bar Association")
    assert told["to"][1].endswith("police")
    assert told["action"][1] == "arrest the killers"


def test_what_was_asked_beside_it_and_not_taken_has_a_reason(reader: Reader) -> None:
    dropped = {d.exact: d.reason for d in why(reader, "demand.prosecute").rejected}
    assert dropped == {"drive slowly": "an appeal to an audience"}


def test_a_response_names_its_line_and_its_responder(reader: Reader) -> None:
    found = why(reader, "response.inquiry")
    assert found.rule == "lines of responses: the deed of an office or of somebody who holds one"
    assert found.patterns[0].startswith("response.inquiry: ")
    assert found.words == ("ordered … inquiry",)
    told = {f.field: f.words for f in found.fields}
    assert told["by"].endswith("governor")
    assert told["about"]
    assert [d.reason for d in found.rejected] == ["response.lifted: denied by the text"]
