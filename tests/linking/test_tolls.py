"""The toll series and the assessed toll under each rule."""

from dataclasses import replace
from typing import Any

from onrecord.linking import assess, brief_of, decide, series
from onrecord.model import Claim, Document, Range, When

from .makers import claim, document, speaker, toll
from .test_judgements import judgement


def report(name: str, published: str, words: str, low: int, high: int | None, **more: Any) -> tuple[Document, Claim]:
    """A document whose one claim says ``words`` about the dead."""
    lead = f"Officials of the town said {words} had died."
    doc = document(name, lead, published, more.pop("publisher", name))
    said = (speaker(lead, "Officials"),) if more.pop("spoken", True) else ()
    figure = toll(lead, words, "killed", low, high, **more.pop("toll", {}))
    return doc, claim(doc, lead, day="2024-03-04", tolls=(figure, *more.pop("also", ())), said_by=said, **more)


def judge(rule: str, *pairs: tuple[Document, Claim], decisions: Any = None) -> Any:
    briefs = {d.id: brief_of(d, n) for n, (d, _) in enumerate(pairs)}
    return assess([c for _, c in pairs], briefs, rule, decisions)  # type: ignore[arg-type]


MORNING = "2024-03-04T09:00:00+05:00"
NOON = "2024-03-04T12:00:00+05:00"
NIGHT = "2024-03-04T23:00:00+05:00"
LATER = "2024-03-11T09:00:00+05:00"


def test_latest_is_the_newest_total_whatever_the_order() -> None:
    pairs = [report("a", MORNING, "five people", 5, 5), report("b", NIGHT, "24 people", 24, 24)]
    for held in (pairs, pairs[::-1]):
        (found,) = judge("latest", *held)
        assert (found.low, found.best, found.high, found.from_) == (5, 24, 24, (pairs[1][1].id,))


def test_an_open_figure_stands_for_its_low_end_and_a_range_for_its_middle() -> None:
    assert judge("latest", report("a", NOON, "at least 24 people", 24, None))[0].best == 24
    found = judge("latest", report("a", NOON, "20 to 30 people", 20, 30))[0]
    assert (found.low, found.best, found.high) == (20, 25, 30)


def test_groups_of_one_claim_add_up_and_attackers_do_not_count() -> None:
    text = "A candidate and two supporters were killed, and one attacker died."
    doc = document("a", text, NOON)
    made = claim(
        doc, text, day="2024-03-04",
        tolls=(
            toll(text, "A candidate", "killed", 1, 1, who="candidate"),
            toll(text, "two supporters", "killed", 2, 2, who="party_worker"),
            toll(text, "one attacker", "killed", 1, 1, who="attacker"),
        ),
    )  # fmt: skip
    assert [(t.best, t.from_) for t in judge("latest", (doc, made))] == [(3, (made.id,))]


def test_who_is_told_of_later_and_not_counted_or_added_is_no_new_total() -> None:
    counted = report("a", MORNING, "three people", 3, 3)
    for words, low in (("a candidate", 1), ("Zahir Gul", 1), ("two more people", 2), ("another two people", 2)):
        found = judge("latest", counted, report("b", LATER, words, low, low))[0]
        assert (found.best, found.from_) == (3, (counted[1].id,)), words
    for words, low, high in (("one person", 1, 1), ("more than two people", 3, None), ("two people", 2, 2)):
        assert judge("latest", counted, report("b", LATER, words, low, high))[0].best == low, words
    # beside one who is told of in the same way they stand as they are
    assert judge("latest", report("a", MORNING, "a voter", 1, 1), report("b", LATER, "Zahir Gul", 1, 1))[0].best == 1


def test_one_of_those_told_of_is_no_total() -> None:
    counted = report("a", MORNING, "three men", 3, 3)
    assert judge("latest", counted, report("b", LATER, "One of the men", 1, 1))[0].best == 3
    # two of those who marched may be all the dead
    assert judge("latest", counted, report("b", LATER, "two of the marchers", 2, 2))[0].best == 2


def test_a_smaller_figure_than_more_publishers_give_is_no_newer_total() -> None:
    three = report("a", MORNING, "three people", 3, 3)
    again = report("b", NOON, "three dead", 3, 3)
    two = report("c", LATER, "two people", 2, 2)
    for held in ((three, again, two), (two, again, three)):
        assert judge("latest", *held)[0].best == 3
    # one against one, the newer stands; and so does a publisher that corrects itself, or a speaker with an account of his own
    assert judge("latest", three, two)[0].best == 2
    corrected = report("a2", LATER, "two people", 2, 2, publisher=three[0].publisher)
    assert judge("latest", three, again, corrected)[0].best == 2


def test_a_part_and_an_upper_bound_do_not_replace_a_total() -> None:
    total = report("a", MORNING, "12 people", 12, 12)
    part = report("b", NOON, "three children", 3, 3, toll={"part_of": True})
    bound = report("c", NIGHT, "up to 30 people", 0, 30)
    assert judge("latest", total, part, bound)[0].best == 12
    assert judge("latest", part)[0].best == 3


def test_the_count_of_one_hospital_does_not_replace_a_total() -> None:
    total = report("a", MORNING, "12 people", 12, 12)
    text = "A doctor at the hospital said it had received five bodies."
    doc = document("b", text, NIGHT)
    made = claim(
        doc,
        text,
        day="2024-03-04",
        tolls=(toll(text, "five bodies", "killed", 5, 5),),
        said_by=(speaker(text, "A doctor"),),
    )
    assert judge("latest", total, (doc, made))[0].best == 12
    assert judge("latest", (doc, made))[0].best == 5


def test_a_denied_figure_counts_nowhere() -> None:
    denied = report("b", NIGHT, "40 people", 40, 40, modality="denied")
    found = judge("latest", report("a", NOON, "12 people", 12, 12), denied)[0]
    assert (found.best, found.high) == (12, 12)


def test_a_copy_counts_at_the_time_of_its_original() -> None:
    words = (
        "Officials of the town said 24 people had died. " + "The road to the coast was closed for hours after it. " * 3
    )
    first = document("a", words, MORNING, "Wire")
    copy = document("c", words, NIGHT, "Small Paper")
    claims = [
        claim(d, "Officials of the town said 24 people had died.", tolls=(toll(words, "24", "killed", 24, 24),))
        for d in (first, copy)
    ]
    newer = report("b", NOON, "26 people", 26, 26)
    briefs = {d.id: brief_of(d, n) for n, d in enumerate((first, copy, newer[0]))}
    assert assess([*claims, newer[1]], briefs, "latest")[0].best == 26
    # and what both tell rests on the original
    assert [assess(told, briefs, "latest")[0].from_ for told in (claims, claims[::-1])] == [(claims[0].id,)] * 2


def test_each_rule_names_its_claims() -> None:
    low, mid, mid2, high = (
        report("a", MORNING, "eight people", 8, 8),
        report("b", NOON, "11 people", 11, 11),
        report("c", NOON, "11 people", 11, 11),
        report("d", NIGHT, "14 people", 14, 14, spoken=False),
    )
    pairs = (low, mid, mid2, high)
    assert judge("latest", *pairs)[0].best == 14
    majority = judge("majority", *pairs)[0]
    assert (majority.best, set(majority.from_)) == (11, {mid[1].id, mid2[1].id})
    cautious = judge("conservative", *pairs)[0]
    assert (cautious.best, cautious.rule) == (11, "conservative")
    rated = decide([judgement(1, "rate", "a", reliability="B", credibility="2")])
    assert judge("highest_rated_source", *pairs, decisions=rated)[0].best == 8
    better = decide([judgement(1, "rate", "a", reliability="B"), judgement(2, "rate", "b", reliability="A")])
    assert judge("highest_rated_source", *pairs, decisions=better)[0].best == 11


def relations(*pairs: tuple[Document, Claim], link: str = "single") -> list[str]:
    briefs = {d.id: brief_of(d, n) for n, (d, _) in enumerate(pairs)}
    return [f.relation for f in series([c for _, c in pairs], briefs, link)]


def test_relations_in_a_series() -> None:
    first = report("a", MORNING, "eight people", 8, 8)
    again = report("b", NOON, "eight people", 8, 8)
    more = report("c", NIGHT, "14 people", 14, 14)
    part = report("d", NIGHT, "three children", 3, 3, toll={"part_of": True})
    less = report("c2", LATER, "13 people", 13, 13, publisher="c")
    assert relations(first, again, more, part, less) == ["first", "repeat", "update", "subset", "correction"]
    assert relations(first, link="aggregate") == ["total_over_several"]


def test_two_speakers_of_one_hour_contradict_each_other() -> None:
    text = "Police said five people had died. The party said 12 people had died."
    doc = document("a", text, NOON)
    police = claim(
        doc,
        "Police said five people had died.",
        tolls=(toll(text, "five people", "killed", 5, 5),),
        said_by=(speaker(text, "Police"),),
    )
    party = claim(
        doc,
        "The party said 12 people had died.",
        tolls=(toll(text, "12 people", "killed", 12, 12),),
        said_by=(speaker(text, "The party"),),
    )
    found = series([police, party], {"a": brief_of(doc, 0)}, "single")
    assert sorted(f.relation for f in found) == ["contradiction", "first"]
    assert all(f.chain for f in found)


def test_one_victim_told_of_beside_a_count_by_the_same_teller_is_no_total() -> None:
    lead, later = "A teacher was shot dead.", "In all four people were killed."
    doc = document("a", f"{lead} {later}", NOON)
    one = claim(doc, lead, day="2024-03-04", tolls=(toll(doc.text, "A teacher", "killed", 1, 1),))
    four = claim(doc, later, day="2024-03-04", tolls=(toll(doc.text, "four people", "killed", 4, 4),))
    assert judge("latest", (doc, one), (doc, four))[0].best == 4


def test_the_last_entry_of_a_live_blog_gives_its_newest_figure() -> None:
    text = "11:35am | Four officers are dead in Zarkot. 2:10pm | A fifth officer has died in Zarkot."
    doc = document("blog", text, NIGHT)
    said = []
    for stamp, hour, words, number in (("11:35am", "11:35", "Four", 4), ("2:10pm", "14:10", "fifth", 5)):
        sentence = next(f"{s.rstrip('.')}." for s in text.split(". ") if s.startswith(stamp))
        at = f"2024-03-04T{hour}:00+05:00"
        start = text.index(stamp)
        when = When(precision="time", start=at, end=at, exact=stamp, span=Range(start=start, end=start + len(stamp)))
        said.append(replace(claim(doc, sentence, tolls=(toll(text, words, "killed", number, number),)), when=when))
    (found,) = judge("latest", *((doc, c) for c in said))
    assert found.best == 5


def hurt(name: str, published: str, words: str, number: int, *also: Any) -> tuple[Document, Claim]:
    """A document whose one claim says that ``words`` were shot, and of others that they died."""
    lead = f"Officials of the town said {words} had been shot and {'no more' if not also else also[0]} had died."
    doc = document(name, lead, published, name)
    tolls = [toll(lead, words, "injured", number, number)]
    tolls += [toll(lead, also[0], "killed", also[1], also[1])] if also else []
    return doc, claim(doc, lead, day="2024-03-04", tolls=tuple(tolls))


def test_who_was_shot_in_the_first_report_and_dead_in_the_next_is_not_counted_twice() -> None:
    assert [
        (t.effect, t.best) for t in judge("latest", hurt("a", NOON, "a man", 1), report("b", NIGHT, "a man", 1, 1))
    ] == [("killed", 1)]
    # a report that counts both tells of two
    both = hurt("a", NOON, "a man", 1, "another", 1)
    assert [t.effect for t in judge("latest", both, report("b", NIGHT, "a man", 1, 1))] == ["killed", "injured"]
    # and a crowd of hurt is more than the one dead
    assert [t.effect for t in judge("latest", hurt("a", NOON, "six men", 6), report("b", NIGHT, "a man", 1, 1))] == [
        "killed",
        "injured",
    ]
