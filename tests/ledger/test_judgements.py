"""Judgements, corrections, readings of the ledger by people without the right to see names."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from onrecord.ledger import Batch, Filter, Ledger, Viewer, open_ledger
from onrecord.ledger.redaction import MASK
from onrecord.model import Actor, NotFound, claim_spans, seal, to_record

from .makers import RUN, claims_of, incident_of, judgement, report, span


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    with open_ledger(where, create=True) as made:
        documents = tuple(report(n, killed=4 + n) for n in range(3))
        made.append(
            Batch(
                run=RUN,
                documents=documents,
                claims=tuple(c for n, d in enumerate(documents) for c in claims_of(d, 4 + n)),
            )
        )
        with made.writing():
            told = [claims_of(d, 4 + n)[0] for n, d in enumerate(documents)]
            made.links().replace([], [(incident_of(*told[:2]), (1, 2)), (incident_of(told[2]), (3,))], [])
        yield made


def claim(n: int = 0):
    return claims_of(report(n, killed=4 + n), 4 + n)[0]


def test_a_rejected_claim_leaves_the_pages_and_undo_brings_it_back(ledger: Ledger) -> None:
    assert ledger.claims(Filter(kinds=("incident",))).total == 3
    ledger.append(Batch(judgements=(judgement(1, "reject", claim().id),)))
    assert ledger.claims(Filter(kinds=("incident",))).total == 2
    assert ledger.claims(Filter(kinds=("incident",), include_rejected=True)).total == 3
    ledger.append(Batch(judgements=(judgement(2, "undo", "j-0001"),)))
    assert ledger.claims(Filter(kinds=("incident",))).total == 3
    ledger.append(Batch(judgements=(judgement(3, "undo", "j-0002"),)))
    assert ledger.claims(Filter(kinds=("incident",))).total == 2
    assert [j.id for j in ledger.judgements()] == ["j-0001", "j-0002", "j-0003"]
    assert ledger.check_derived() == []


def test_a_correction_is_a_new_row_and_the_old_value_stays(ledger: Ledger) -> None:
    first = claim()
    text = report(0).text
    toll = {"effect": "killed", "low": 3, **span(text, "father of three")}
    ledger.append(
        Batch(
            judgements=(
                judgement(1, "correct", first.id, field="tolls", value=[toll]),
                judgement(2, "correct", first.id, field="type", value="attack.suicide"),
            )
        )
    )
    assert ledger.claim(first.id).tolls[0].low == 3
    assert ledger.claim(first.id).type == "attack.suicide"
    assert ledger.claim(first.id, original=True) == first
    assert ledger.claims(Filter(types=("attack.suicide",))).total == 1
    assert next(iter(ledger.each_claim())).type == "attack.suicide"
    assert ledger.claims_by_ids([first.id])[first.id].type == "attack.suicide"
    assert ledger.verify() == []
    assert ledger.check_derived() == []


def test_what_is_judged_hides_what_comes_later_and_what_is_corrected(ledger: Ledger) -> None:
    """Whom a new reading of a redacted document names, and whom a correction makes a victim, no output shows and no search finds."""
    seen, (first, *others), text = ledger.seen_by(Viewer()), claims_of(report(0)), report(0).text
    named = {"category": "rights_group", "name": "Lawyers", **span(text, "Lawyers")}
    ledger.append(Batch(judgements=(judgement(1, "redact", report(0).id),)))
    assert seen.search("lawyers").total == 3
    again = seal(replace(first, id="", actors=(*first.actors, Actor(role="perpetrator", **named))), text)
    ledger.append(Batch(run=RUN, claims=(again, *others), reread=(report(0).id,)))
    assert seen.search("lawyers").total == 2
    told = {**named, "role": "victim", "category": "civilian", **span(report(1, killed=5).text, "Lawyers")}
    ledger.append(Batch(judgements=(judgement(2, "correct", claim(1).id, field="actors", value=[told]),)))
    inc = ledger.incidents_of_claims([claim(2).id])[claim(2).id][0]
    told = {"role": "victim", "category": "civilian", "name": "Lawyers"}
    ledger.append(Batch(judgements=(judgement(3, "correct", inc, field="actors", value=[told]),)))
    assert seen.search("lawyers").total == 0
    assert not any("Lawyers" in d.text for d in seen.documents().items)
    assert not any("Lawyers" in str(to_record(c)) for c in seen.claims().items)
    assert not any("Lawyers" in str(to_record(i)) for i in seen.incidents().items)
    assert "hidden_words" not in {f.table for f in ledger.check_derived()}
    ledger.append(Batch(judgements=(judgement(4, "undo", "j-0001"), judgement(5, "undo", "j-0002"))))
    # what a correction told stays hidden, for the correction still stands in the record
    assert seen.search("lawyers").total == 1
    assert "hidden_words" not in {f.table for f in ledger.check_derived()}


@pytest.mark.parametrize(
    "verdict, subjects, detail, words",
    [
        (
            "correct",
            1,
            {"field": "tolls", "value": [{"effect": "killed", "low": 9, "start": 0, "end": 4, "exact": "nine"}]},
            "would not hold",
        ),
        ("correct", 1, {"field": "id", "value": "x"}, "cannot be corrected"),
        ("correct", 1, {"field": "evidence", "value": []}, "would not hold"),
        ("correct", 1, {"field": "type"}, "needs a field and a value"),
        ("merge", 1, {}, "two subjects"),
        ("rate", 1, {"reliability": "Z"}, "reliability"),
        ("confirm", 0, {}, "no record"),
        ("undo", 0, {}, "no judgement"),
    ],
)
def test_a_judgement_that_cannot_hold_is_refused(
    ledger: Ledger, verdict: str, subjects: int, detail: dict, words: str
) -> None:
    subject = claim().id if subjects else "ffffffffffffffff"
    made = ledger.append(
        Batch(judgements=(judgement(1, verdict, subject, **detail), judgement(2, "confirm", claim().id)))
    )
    assert made.judgements_new == ("j-0002",)
    assert words in made.rejections[0].reason


def test_conflicts_are_shown_and_nothing_is_overwritten(ledger: Ledger) -> None:
    a, b = claim(0).id, claim(1).id
    ledger.append(
        Batch(
            judgements=(
                judgement(1, "confirm", a),
                judgement(2, "reject", a),
                judgement(3, "must_link", a, b),
                judgement(4, "cannot_link", b, a),
                judgement(5, "rate", "Daily Post", reliability="B", credibility="2"),
                judgement(6, "rate", "Daily Post", reliability="D", credibility="2"),
            )
        )
    )
    assert [(x.question, len(x.judgements)) for x in ledger.conflicts()] == [
        ("one incident", 2),
        ("verdict", 2),
        ("rating", 2),
    ] or {x.question for x in ledger.conflicts()} == {"one incident", "verdict", "rating"}
    assert ledger.ratings() == {"Daily Post": ("D", "2")}
    ledger.append(
        Batch(
            judgements=(judgement(7, "undo", "j-0002"), judgement(8, "undo", "j-0004"), judgement(9, "undo", "j-0006"))
        )
    )
    assert ledger.conflicts() == []
    assert ledger.ratings() == {"Daily Post": ("B", "2")}


def test_the_history_of_an_incident(ledger: Ledger) -> None:
    name = f"inc-{claim(0).id}"
    ledger.append(Batch(judgements=(judgement(1, "confirm", name), judgement(2, "note", claim(1).id, text="see file"))))
    with ledger.writing():
        both = incident_of(claim(0), claim(1), claim(2))
        ledger.links().replace(
            [name, f"inc-{claim(2).id}"], [(both, (1, 2, 3))], [(f"inc-{claim(2).id}", name, "merged")]
        )
    events = ledger.history(name)
    assert [e.kind for e in events] == ["claim", "claim", "claim", "judgement", "judgement", "merged"]
    assert events == tuple(sorted(events, key=lambda e: e.at))
    assert ledger.incident(f"inc-{claim(2).id}").id == name
    assert ledger.resolve(f"inc-{claim(2).id[:10]}") == ledger.resolve(f"inc-{claim(2).id}") == ("incident", name)
    assert ledger.forwards(f"inc-{claim(2).id}") == ((name, "merged"),)
    assert [(p.low, p.publisher, p.said_by) for p in ledger.toll_series(name)] == [
        (4, "Daily Post", ("police",)),
        (5, "Daily Post", ("police",)),
        (6, "Daily Post", ("police",)),
    ]


# ------------------------------------------------------------------------------------------------------------ masks


def test_names_are_hidden_in_everything_from_people_without_the_right(ledger: Ledger) -> None:
    ledger.append(
        Batch(
            judgements=(judgement(1, "note", claim().id, why="the family of Sarwar Kakarzai called", text="Kakarzai"),)
        )
    )
    seen = ledger.seen_by(Viewer())
    answers = [
        seen.document("doc-000000"),
        seen.documents().items,
        seen.claim(claim().id),
        seen.claims().items,
        tuple(seen.each_claim()),
        tuple(seen.each_document()),
        seen.incidents().items,
        seen.incident(f"inc-{claim().id}"),
        seen.toll_series(f"inc-{claim().id}"),
        seen.search("bomb"),
        seen.judgements(),
        seen.history(claim().id),
        seen.claims_of_documents(["doc-000001"]),
        seen.claim(claim().id, original=True),
        seen.captures_of("doc-000000"),
        seen.conflicts(),
    ]
    for answer in answers:
        assert "Kakarzai" not in repr(answer)
        assert "Sarwar" not in repr(answer)
    assert "Kakarzai" in repr(ledger.claim(claim().id))
    assert ledger.seen_by(Viewer(may_see_names=True)).document("doc-000000") == report(0, killed=4)


def test_a_mask_keeps_every_offset(ledger: Ledger) -> None:
    seen = ledger.seen_by(Viewer())
    for masked in seen.each_claim():
        text = seen.document(masked.document).text
        for part in claim_spans(masked):
            part.check(text)
    text = seen.document("doc-000000").text
    assert len(text) == len(report(0).text)
    assert f"{MASK * 6} {MASK * 8}" in text


def test_a_redaction_hides_more_and_makes_places_coarse(ledger: Ledger) -> None:
    name = f"inc-{claim(0).id}"
    ledger.append(Batch(judgements=(judgement(1, "redact", name, names=["Lawyers' League"], place="admin1"),)))
    seen = ledger.seen_by(Viewer())
    for n in (0, 1):
        shown = to_record(seen.claims_of_documents([f"doc-{n:06d}"])[f"doc-{n:06d}"][0])
        (place,) = shown["where"]
        assert place["precision"] == "admin1"
        assert place["name"] == claim(n).where[0].admin1
        assert "lat" not in place
        assert set(place["exact"]) == {MASK}
        assert "League" not in seen.document(f"doc-{n:06d}").text
    assert seen.incident(name).where[0].precision == "admin1"
    assert seen.incident(name).where[0].lat is None
    assert "League" in seen.document("doc-000002").text
    ledger.append(Batch(judgements=(judgement(2, "undo", "j-0001"),)))
    assert "League" in seen.document("doc-000000").text
    assert ledger.verify() == []


def test_a_public_figure_can_be_shown(ledger: Ledger) -> None:
    ledger.append(Batch(judgements=(judgement(1, "redact", "doc-000000", show=["Sarwar Kakarzai"]),)))
    seen = ledger.seen_by(Viewer())
    assert "Sarwar Kakarzai" in seen.document("doc-000000").text
    assert "Kakarzai" not in seen.document("doc-000001").text


def test_as_of_shows_the_ledger_as_it_stood(ledger: Ledger) -> None:
    then = ledger.batches()[-1].appended
    ledger.append(Batch(run=RUN, documents=(report(9),), claims=claims_of(report(9))))
    ledger.append(
        Batch(
            judgements=(
                judgement(1, "reject", claim().id),
                judgement(2, "correct", claim(1).id, field="type", value="riot"),
            )
        )
    )
    assert ledger.claims(Filter()).total == 11
    assert ledger.claims(Filter(as_of=then)).total == 9
    assert {c.type for c in ledger.claims_as_of(then)} == {"attack.explosion", "demand.investigate", "response.notice"}
    assert {c.type for c in ledger.claims(Filter(as_of=then, kinds=("incident",))).items} == {"attack.explosion"}
    assert len(ledger.judgements(as_of=then)) == 0
    assert ledger.documents(Filter(as_of=then)).total == 3
    assert ledger.claims(Filter(as_of="2000-01-01")).total == 0


def test_judgements_of_a_subject_come_with_their_undos(ledger: Ledger) -> None:
    ledger.append(
        Batch(
            judgements=(
                judgement(1, "confirm", claim().id),
                judgement(2, "undo", "j-0001"),
                judgement(3, "note", claim(1).id),
            )
        )
    )
    assert [j.id for j in ledger.judgements(subject=claim().id)] == ["j-0001", "j-0002"]


def test_gone_incidents_say_so(ledger: Ledger) -> None:
    name = f"inc-{claim(2).id}"
    with ledger.writing():
        ledger.links().replace([name], [], [(name, None, "gone")])
    with pytest.raises(NotFound, match="gone"):
        ledger.incident(name)
    ledger.append(Batch(judgements=(judgement(1, "reject", claim(2).id),)))
    told = ["claim", "gone", "judgement"]
    assert [e.kind for e in ledger.history(name)] == [e.kind for e in ledger.history(name[:14])] == told
    assert replace(claim(2)) == ledger.claim(claim(2).id)
