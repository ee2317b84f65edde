"""What whole reports say of one another: ages, length, what a follow-up is about. All invented."""

import msgspec
import pytest
from tests.linking.makers import blast, claim, document, incidents, linked, place, span, told, toll

from onrecord.linking.compare import levels
from onrecord.linking.details import ages, clocks, roads
from onrecord.linking.features import Account, account_of
from onrecord.linking.words import cosine, stacked, terms, vector
from onrecord.model import Claim, Document, Span

NUMBERS = {"six": 6}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A six-year-old girl and Rosa Lind, 41, were hurt.", {6, 41}),
        ("The 17-month-old boy was asleep.", {-17}),
        ("The driver, aged 33, fled.", {33}),
        ("Route 5 was shut, 12 shops burnt down.", set()),
    ],
)
def test_ages_are_those_of_persons(text: str, expected: set[int]) -> None:
    assert ages(text, NUMBERS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shots were heard at 2:41 p.m. and again around 12 a.m.", {14 * 60 + 41, 0}),
        ("The blast came at 09:05, the second at 1430 hrs.", {9 * 60 + 5, 14 * 60 + 30}),
        ("It lasted 13 pm, 99:99 and 4 hours.", set()),
    ],
)
def test_times_of_day_are_minutes(text: str, expected: set[int]) -> None:
    assert clocks(text) == expected


def test_a_road_is_known_by_its_name_whatever_it_is_called() -> None:
    assert roads("the 600 block of Velmira Avenue") == roads("a house on Velmira Ave.") != frozenset()
    assert not roads("Velmira said the road was shut")


def _shot(name: str, where: str) -> Account:
    text = f"A man was shot {where} in Zarkot."
    doc = document(name, text, "2024-03-09T09:00:00+05:00", name)
    return account_of(doc, [claim(doc, text, "attack.shooting", day="2024-03-09")], True)


def test_roads_and_times_of_day_tell_two_shootings_of_one_day_apart() -> None:
    first, again, other = (
        _shot("a", "on Velmira Road at 9:10 pm"),
        _shot("b", "near Velmira Road about 9:20 pm"),
        _shot("c", "on Canal Street at 4 am"),
    )
    assert [levels(first, again)[f] for f in ("clock", "roads")] == ["same", "one"]
    assert [levels(first, other)[f] for f in ("clock", "roads")] == ["others", "none"]


def test_stacked_vectors_weigh_their_parts() -> None:
    whole, title = vector(terms("Zarkot Minabad Qandor"), 9), vector(terms("Velmira Tashgul"), 9)
    both = stacked([(whole, 0.75), (title, 0.25)])
    assert cosine(both, both) == pytest.approx(1.0, abs=0.01)
    assert cosine(both, stacked([(whole, 0.75), ({}, 0.25)])) == pytest.approx(0.75, abs=0.01)
    assert cosine(both, title) == 0.0


def test_entries_of_a_register_are_not_of_one_day_because_it_was_printed_on_one() -> None:
    entries, reports = (
        [document(n, f"A bomb went off in Zarkot, {n}.", "2024-12-31", publisher) for n in ("a", "b")]
        for publisher in ("", "Daily Plain")
    )
    first, second = ([account_of(d, [claim(d, d.text)], True) for d in held] for held in (entries, reports))
    assert levels(*first)["date"] == "undated"
    assert levels(*second)["date"] == "told same day"


def test_short_texts_are_less_alike_than_long_ones_that_share_as_large_a_part() -> None:
    names = ["Zarkot", "Minabad", "Qandor", "Velmira", "Tashgul", "Ormizan", "Peshmira", "Dolvane"]
    short, long_ = " ".join(names[:2]), " ".join(f"{n}{i}" for n in names for i in ("a", "b", "c", "d", "e", "f"))
    alike = [cosine(*(vector(terms(t), 120, 5000.0),) * 2) for t in (short, long_)]
    assert alike[0] < 0.5 < alike[1]
    assert cosine(*(vector(terms(short), 120),) * 2) == pytest.approx(1.0, abs=0.01)


def _account(name: str, text: str, day: str | None, rest_day: str | None = None) -> Account:
    text += "."
    doc = document(name, text, "2024-03-09T09:00:00+05:00", name)
    lead, after = (f"{s.rstrip(chr(46))}." for s in text.split(". ")[:2])
    here = (place(text, "Zarkot", admin1="Balochistan"),)
    rest = [claim(doc, after, day=rest_day)] if rest_day else []
    return account_of(doc, [claim(doc, lead, day=day, where=here)], True, rest)


def test_a_day_that_another_account_of_the_report_tells_is_no_contradiction() -> None:
    first = _account("a", "A bomb went off in Zarkot. Shops were shut", "2024-03-04")
    follow = _account(
        "b", "The depot in Zarkot reopens after a bomb. The bomb went off on Monday", "2024-03-08", "2024-03-04"
    )
    other = _account("c", "The depot in Zarkot reopens after a bomb. The bomb went off on Monday", "2024-03-08")
    assert levels(first, follow)["date"] == levels(follow, first)["date"] == "told elsewhere"
    assert levels(first, other)["date"] == "10 days"


def _of_two(name: str, first: str, second: str) -> Account:
    """A report of bombs in two towns, mostly about the first."""
    text = f"A bomb went off in {first} on Monday. Another went off in {second} an hour later."
    doc = document(name, text, "2024-03-05T09:00:00+05:00", name)
    lead, after = (f"{s.rstrip(chr(46))}." for s in text.split(". "))
    where = {
        "Zarkot": place(text, "Zarkot", admin1="Balochistan", admin2="Zarkot", lat=30.0, lon=67.0),
        "Minabad": place(text, "Minabad", admin1="Balochistan", admin2="Minabad", lat=31.0, lon=69.0),
    }
    rest = [claim(doc, after, day="2024-03-04", where=(where[second],))]
    return account_of(doc, [claim(doc, lead, day="2024-03-04", where=(where[first],))], True, rest)


def test_reports_that_both_tell_of_both_towns_are_not_of_one_event_because_each_names_the_other() -> None:
    one, other = _of_two("a", "Zarkot", "Minabad"), _of_two("b", "Minabad", "Zarkot")
    assert levels(one, other)["place"] == "other town"
    assert levels(one, msgspec.structs.replace(other, other_sites=()))["place"] == "each named"
    assert levels(one, _of_two("c", "Zarkot", "Minabad"))["place"] == "same town"


def test_a_follow_up_is_about_the_deed_that_other_reports_are_about() -> None:
    lead = "The grain depot on Canal Street in Zarkot reopens on Friday after a long repair."
    deed = "A bomb hidden in a cart killed 9 people at the depot on Monday."
    more = (
        " Hamid Qandori, 41, ran the Velmira tea stall beside the weighbridge. Surgeon Zubeda Ormizan asked for blood."
    )
    text = f"{lead} {deed}{more}"
    doc = document("f", text, "2024-03-15T09:00:00+05:00", "C", "Grain depot on Canal Street reopens")
    where = (place(text, "Zarkot", admin1="Balochistan"),)
    nine = (toll(text, "9", "killed", 9, 9),)
    claims = [
        claim(doc, lead, "attack.unspecified", day="2024-03-15", where=where),
        claim(doc, deed, day="2024-03-04", where=where, tolls=nine),
    ]
    reports = [
        blast("a", "Zarkot", "2024-03-04", 9, words=f"The grain depot on Canal Street burnt.{more}"),
        blast(
            "b", "Zarkot", "2024-03-04", 9, publisher="B", hour=15, words=f"Canal Street and its depot are shut.{more}"
        ),
    ]
    found = incidents(linked(told([*reports, (doc, claims)])))
    mains = {i.id: {d.id for d in i.documents if d.main} for i in found}
    assert {"a", "b", "f"} in mains.values()
    assert sum("f" in held for held in mains.values()) == 1


def test_an_answer_in_the_same_report_may_be_older_than_the_paper() -> None:
    text = (
        "Police held 51 marchers in Zarkot. The party asked in the afternoon that all be freed. "
        "By evening 30 had been let go."
    )
    doc = document("d", text, "2024-02-25T02:00:00+05:00")
    where = (place(text, "Zarkot", admin1="Sindh"),)
    arrest = claim(doc, "Police held 51 marchers in Zarkot.", "arrest", day="2024-02-24", where=where)
    demand = claim(
        doc, "The party asked in the afternoon that all be freed.", "demand.release", kind="demand", about=(arrest.id,)
    )
    lifted = claim(
        doc, "By evening 30 had been let go.", "response.lifted", kind="response", day="2024-02-24", about=(arrest.id,)
    )
    (incident,) = incidents(linked(told([(doc, [arrest, demand, lifted])])))
    assert [(d.id, d.answered_by) for d in incident.demands] == [(demand.id, (lifted.id,))]


@pytest.mark.parametrize(("between", "answered"), [(" ", True), ("\n\n", False), (" Shops stayed shut. ", False)])
def test_an_act_told_right_before_the_call_for_it_answers_it_and_an_earlier_one_does_not(
    between: str, answered: bool
) -> None:
    text = f"Two voters were shot in Zarkot. Three suspects were in custody.{between}A party asked for trials."
    doc = document("d", text, "2024-02-25T02:00:00+05:00")
    shots = claim(
        doc, "Two voters were shot in Zarkot.", "attack.shooting", day="2024-02-24", where=(place(text, "Zarkot"),)
    )
    held = claim(doc, "Three suspects were in custody.", "response.arrest", kind="response", about=(shots.id,))
    asked = claim(doc, "A party asked for trials.", "demand.prosecute", kind="demand", about=(shots.id,))
    (incident,) = incidents(linked(told([(doc, [shots, held, asked])])))
    assert [d.answered_by for d in incident.demands] == [(held.id,) if answered else ()]


def test_an_act_of_the_state_that_is_put_nowhere_has_the_country_of_its_report() -> None:
    text = "Mobile networks went silent on polling day. A bomb went off in Zarkot."
    doc = document("d", text, "2024-02-08T15:00:00+05:00")
    cut = claim(doc, "Mobile networks went silent on polling day.", "restriction.internet")
    bomb = claim(doc, "A bomb went off in Zarkot.", where=(place(text, "Zarkot"),))
    assert [(s.country, s.level) for s in account_of(doc, [cut], True, [bomb]).sites] == [("PK", 0)]
    assert account_of(doc, [claim(doc, text[:43], "attack.unspecified")], True, [bomb]).sites == ()


def _ban_and(type_: str, evening: str) -> tuple[Document, list[Claim]]:
    """One report of a march forbidden in a town, and of what came of it there that evening."""
    ban = "The prefect of Zarkot forbade Friday's march against the election delay."
    doc = document("a", f"{ban} {evening}", "2024-03-09T09:00:00+05:00")
    here = (place(doc.text, "Zarkot", admin1="Balochistan"),)
    tolls = (toll(doc.text, "two", "killed", 2, 2),) if "two" in evening else ()
    forbidden = claim(doc, ban, "restriction.assembly", day="2024-03-08", where=here)
    return doc, [forbidden, claim(doc, evening, type_, day="2024-03-08", where=here, tolls=tolls)]


def test_a_ban_on_a_march_is_not_the_riot_that_came_of_it() -> None:
    riot = linked(told([_ban_and("riot", "In the evening two youths died as crowds fought in Zarkot.")]))
    assert [sorted(t.effect for t in i.tolls) for i in sorted(incidents(riot), key=lambda i: i.type)] == [
        [],
        ["killed"],
    ]
    again = linked(told([_ban_and("restriction.assembly", "The ban in Zarkot also covers Saturday's march.")]))
    assert len(incidents(again)) == 1


@pytest.mark.parametrize(
    ("told_later", "action", "answered"),
    [
        ("The phones were switched on again.", "switched on", True),
        ("The phones were still off at night.", "were still", False),
        ("The phones remained off at night.", "remained off", False),
    ],
)
def test_what_goes_on_as_before_answers_nothing(told_later: str, action: str, answered: bool) -> None:
    text = f"The ministry cut off phones in Zarkot. A party asked that they be restored. {told_later}"
    doc = document("d", text, "2024-02-25T02:00:00+05:00")
    cut = claim(
        doc, "The ministry cut off phones in Zarkot.", "restriction.internet", day="2024-02-24",
        where=(place(text, "Zarkot"),),
    )  # fmt: skip
    asked = claim(doc, "A party asked that they be restored.", "demand.restore_access", kind="demand", about=(cut.id,))
    done = Span(**span(text, action))
    lifted = claim(doc, told_later, "response.lifted", kind="response", about=(cut.id,), action=done)
    (incident,) = incidents(linked(told([(doc, [cut, asked, lifted])])))
    assert [d.answered_by for d in incident.demands] == [(lifted.id,) if answered else ()]
