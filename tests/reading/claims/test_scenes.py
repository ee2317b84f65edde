"""The day and the place that stand from words before: heads of entries, a narrative's day, an act told by another's day."""

from collections.abc import Callable

import pytest

from onrecord.model import Claim
from onrecord.reading.entries import read_entries

Read = Callable[..., tuple[Claim, ...]]


def day(claims: tuple[Claim, ...], code: str) -> list[str | None]:
    return [c.when.start if c.when else None for c in claims if c.type == code]


DIGEST = """2 June, Bria: gunmen killed two traders. Their lorry was set alight.

4 June, Bouar district: police arrested nine students. A grenade exploded in a bar.

The governor visited both towns."""


def test_heads_of_entries_are_found() -> None:
    known = {"bria", "bouar"}.__contains__
    found = read_entries(DIGEST, known)
    assert [DIGEST[e.start : e.head] for e in found] == ["2 June, Bria", "4 June, Bouar district"]
    assert [DIGEST[e.body : e.end].split(maxsplit=1)[0] for e in found] == ["gunmen", "police"]


@pytest.mark.parametrize(
    "text",
    [
        "BRIA, 2 June: gunmen killed two traders.\n\nNobody has claimed it.",
        "Bria: “They came at night.”\n\nBouar: “We saw them too.”",
        "He named three towns: Bria, Bouar and Bangui.\n\nHe named no more.",
    ],
)
def test_a_dateline_and_a_speaker_are_no_entries(text: str) -> None:
    assert read_entries(text, {"bria", "bouar", "bangui"}.__contains__) == ()


def test_a_head_on_its_own_line_holds_for_what_is_below() -> None:
    below = "Soldiers detained eleven miners at a roadblock outside the town, a union said."
    text = f"Bria\n\n{below}\n\n{below}\n\nBouar\n\n{below}"
    first, second = read_entries(text, {"bria", "bouar"}.__contains__)
    assert text[first.start : first.head] == "Bria"
    assert text[first.body : first.end].count("Soldiers") == 2
    assert text[second.start : second.head] == "Bouar"


def test_the_head_dates_and_places_all_of_its_entry(incidents: Read) -> None:
    claims = incidents(DIGEST, published="2031-06-06")
    assert day(claims, "attack.arson") == ["2031-06-02"]
    assert day(claims, "arrest") == ["2031-06-04"]
    assert day(claims, "attack.explosion") == ["2031-06-04"]
    assert {c.where[0].exact for c in claims if c.type == "attack.explosion"} == {"Bouar"}


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("Thousands marched in Lagos on Monday. Police fired tear gas.", "excessive_force", "2031-06-02"),
        # the perfect and a decree do not follow in the narrative
        ("Thousands marched in Lagos on Monday. Police have since arrested two students.", "arrest", None),
        ("Thousands marched in Lagos on Monday. The regulator suspended a radio station.", "restriction.media", None),
        # the day holds on for an act of another kind in the paragraph that follows, and no further
        ("Thousands marched in Lagos on Monday.\n\nPolice arrested two students.", "arrest", "2031-06-02"),
        ("Thousands marched in Lagos on Monday.\n\nIt rained.\n\nPolice arrested two students.", "arrest", None),
        ("Thousands marched in Lagos on Monday.\n\nIn Abuja, police arrested two students.", "arrest", None),
        ("Shops were shut on Thursday, a day after police shot dead a porter.", "attack.shooting", "2031-06-04"),
        ("A court jailed the mayor on Monday. Hours later, gunmen killed a clerk.", "attack.shooting", "2031-06-02"),
    ],
)
def test_the_day_that_stands(incidents: Read, text: str, code: str, expected: str | None) -> None:
    assert day(incidents(text, published="2031-06-06"), code) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # force and arrests are used against a protest that is told
        ("Police fired tear gas on Monday at workers who had marched on the ministry in Lagos.", 1),
        ("Police detained 34 people who protested in Lagos on Monday against the decision.", 1),
        # a bomb befalls a rally, and "Monday's protest" is told elsewhere
        ("A bomb killed six people at a protest in Lagos on Monday.", 0),
        ("Three journalists who were arrested during Monday's protest in Lagos were released.", 0),
    ],
)
def test_a_protest_beside_what_was_done_to_it(incidents: Read, text: str, expected: int) -> None:
    assert len(day(incidents(text, published="2031-06-06"), "protest")) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A bomb exploded in Zamfara's Tsafe district on Monday.", "Tsafe"),
        # the gazetteer's Kani lie elsewhere
        ("Shells fell on a monastery in Sagaing's Kani township on Monday, killing six.", "Kani"),
    ],
)
def test_a_part_stands_before_what_it_is_told_to_be_of(incidents: Read, text: str, name: str) -> None:
    [claim] = incidents(text, published="2031-06-06")
    assert claim.where[0].name == name
    assert claim.where[0].country in ("NG", "MM")


def test_who_comes_under_fire_and_the_court_that_convicts(incidents: Read) -> None:
    [fired] = incidents("The convoy of a candidate came under fire near Jos on Monday.", published="2031-06-06")
    assert [a.role for a in fired.actors] == ["target"]
    [tried] = incidents(
        "A Nigerian court on Monday convicted former Vice President Musa Bello.", published="2031-06-06"
    )
    assert {a.role for a in tried.actors} == {"authority", "victim"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # the day of the clause that tells the moment
        ("Nine traders died when rebels stormed Bria on Monday. A clinic was set alight.", "attack.arson"),
        # a day decreed holds for what happened under it
        ("The governor banned a march in Bria on Monday. Police arrested nine marchers.", "arrest"),
        # a past that looks like a present, and a crowd that had come before
        ("Rebels killed nine traders in Bria on Monday. They also set fire to a clinic.", "attack.arson"),
        ("Police beat marchers in Bria on Monday. The crowd had gathered to protest against a tax.", "protest"),
    ],
)
def test_the_day_told_just_before(incidents: Read, text: str, code: str) -> None:
    assert day(incidents(text, published="2031-06-06"), code) == ["2031-06-02"]


def test_the_first_cells_of_a_row_date_and_place_it(incidents: Read) -> None:
    text = (
        "Day | town | what happened\n\n3 May | Bria | gunmen shoot a trader dead on his way home | 1 dead\n\n"
        "7 May | Bouar | bus of a choir set on fire at night | no one hurt"
    )
    found = [(c.when.start if c.when else None, c.where[0].name) for c in incidents(text) if c.where]
    assert found == [("2019-05-03", "Bria"), ("2019-05-07", "Bouar")]


def test_places_alone_may_head_entries() -> None:
    text = "Bria. Two men were hurt in a brawl.\n\nBouar. A guard burned a prisoner's hand.\n\nNotes. None."
    assert [text[e.start : e.head] for e in read_entries(text, {"bria", "bouar"}.__contains__)] == ["Bria", "Bouar"]
    assert read_entries("Bria. Two men were hurt.\n\nThe end is near.", {"bria"}.__contains__) == ()


def test_hours_in_an_entry_are_of_the_day_of_its_head(incidents: Read) -> None:
    text = "2 May, Bouar: fog, nothing seen.\n\n4 May, Bria: mortar fire between 16:00 and 16:40. Two soldiers were killed."
    assert {c.when.start for c in incidents(text) if c.when} == {"2019-05-04"}


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        # what somebody says in between moves no scene; an earlier year does
        ("Thousands marched in Lagos on Monday.\n\nThe mayor said it was over.\n\nPolice arrested two students.",
         "arrest", "2031-06-02"),
        ("Thousands marched in Lagos on Monday.\n\nIn 2019, the mayor said, it was worse. Police arrested two students.",
         "arrest", None),
        ("A court jailed the mayor on Monday.\n\nWithin hours, gunmen killed a clerk in Lagos.",
         "attack.shooting", "2031-06-02"),
        # a thing with an article beside the verb makes it no act told before
        ("Thousands marched in Lagos on Monday. A police cordon met them with truncheons, and a clerk was struck on the head.",
         "excessive_force", "2031-06-02"),
        # a night of two dates is one night
        ("On the night of 1 to 2 June rebels entered Bria. They burned a clinic.", "attack.arson", "2031-06-01"),
        # whom somebody is held over was hurt on a day of its own
        ("Police on Monday detained a man over the stabbing of a clerk who was stabbed in Lagos on Sunday.",
         "attack.melee", "2031-06-01"),
        ("A nurse was held on Monday over the death of a clerk who had been stabbed in Lagos earlier this month.",
         "attack.melee", "2031-06-01"),
        # an announcement tells no day of the act, an order does
        ("The union announced a strike from Monday.", "strike", "2031-06-09"),
        ("The party announced demonstrations in Lagos for Sunday.", "protest", "2031-06-08"),
        ("The government declared a state of emergency on Sunday.", "restriction.assembly", "2031-06-01"),
        ("Nine men died in Bria on Monday in what a priest called the heaviest fighting since winter.",
         "clash", "2031-06-02"),
    ],
)  # fmt: skip
def test_the_day_of_its_own(incidents: Read, text: str, code: str, expected: str | None) -> None:
    assert day(incidents(text, published="2031-06-06"), code) == [expected]


LIVE = "{head}10:40 Police fired tear gas at marchers in Lagos.\n\n{then} Nine people have been arrested in Lagos."


def test_the_posts_of_a_live_page_are_of_its_day(incidents: Read) -> None:
    text = LIVE.format(head="LIVE. Thursday 5 June\n\n", then="12:15")
    first, second = read_entries(text, lambda name: False)
    assert (text[first.start : first.head], text[second.start : second.head]) == ("10:40", "12:15")
    assert {c.when.start for c in incidents(text, published="2031-06-06") if c.when} == {"2031-06-05"}
    # each heading for its own posts
    two = (
        LIVE.format(head="Wednesday 4 June\n\n", then="12:15")
        + "\n\nThursday 5 June\n\n09:20 A clinic was set on fire in Jos."
    )
    assert day(incidents(two, published="2031-06-06"), "arrest") == ["2031-06-04"]
    assert day(incidents(two, published="2031-06-06"), "attack.arson") == ["2031-06-05"]
    # without a heading it is the day of the page, but for one that goes on past midnight
    found = incidents(LIVE.format(head="", then="12:15"), published="2031-06-06")
    assert {c.when.start for c in found if c.when} == {"2031-06-06"}
    past = LIVE.format(head="", then="23:50") + "\n\n00:20 A clinic was set on fire in Lagos."
    assert [c.when for c in incidents(past, published="2031-06-06")] == [None] * 3


def test_what_is_seen_at_the_polls_is_of_the_day_of_the_vote(incidents: Read) -> None:
    text = "{} In Jos a clerk was caught with pre-marked ballot papers at a polling station."
    code = "election.irregularity"
    dated = "We sent 90 observers to the elections of 1 June. The Election Commission met on Tuesday."
    assert day(incidents(text.format(dated), published="2031-06-06"), code) == ["2031-06-01"]
    assert day(incidents(text.format("We sent 90 observers to the elections."), published="2031-06-06"), code) == [None]


def test_several_acts_under_the_head_of_an_entry(incidents: Read) -> None:
    text = "Bria, 2 June: A mob set three houses on fire.\n\nBouar, 4 June: Police arrested two miners."
    assert day(incidents(text, published="2031-06-06"), "attack.arson") == ["2031-06-02"]


@pytest.mark.parametrize(("between", "expected"), [(1, ["2031-06-02"]), (18, [None])])
def test_a_day_does_not_stand_for_all_of_a_text_without_line_breaks(
    incidents: Read, between: int, expected: list[str | None]
) -> None:
    idle = "The mayor spoke of water, schools and the price of maize in the three districts of the north for an hour. "
    text = f"Thousands marched in Lagos on Monday. {idle * between}Police fired tear gas."
    assert day(incidents(text, published="2031-06-06"), "excessive_force") == expected


def test_a_day_that_opens_a_sentence_moves_the_scene(incidents: Read) -> None:
    text = "A baker was shot dead in Lusaka on Monday.\n\nOn Tuesday growers blocked the road to Ndola. At noon soldiers burned their tents."
    days = {c.type: c.when.start for c in incidents(text) if c.when is not None}
    assert days["attack.arson"] == "2019-06-11"


def test_the_day_on_which_something_was_only_said_is_no_scene(incidents: Read) -> None:
    text = (
        "Masked men beat students in Lusaka on Saturday, the ambulance service announced yesterday. "
        "Some 600 people had marched through Lusaka that afternoon."
    )
    assert [c.when.start for c in incidents(text) if c.when is not None] == ["2019-06-08", "2019-06-08"]


def test_what_goes_on_since_a_month_is_no_day_of_what_happened(incidents: Read) -> None:
    (claim,) = incidents("A clerk, in the hands of the army since May, was found strangled in Ndola on 6 June.")
    assert claim.when is not None
    assert claim.when.start == "2019-06-06"
