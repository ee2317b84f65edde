"""The day and the place of an act that stand in another sentence than its words; all texts are our own."""

import pytest
from tests.reading.claims.conftest import Read

from onrecord.model import Document
from onrecord.reading import Reader


@pytest.mark.parametrize(
    "second",
    [
        "It happened on Tuesday outside a bakery.",
        "Officers were called to the bakery at 4 p.m. on Tuesday.",
        "Deputies responded to a bakery shortly after noon on Tuesday.",
    ],
)
def test_the_day_may_stand_in_the_next_sentence(incidents: Read, second: str) -> None:
    (claim,) = incidents(f"A baker was shot dead in Lusaka. {second}")
    assert claim.when is not None
    assert claim.when.start == "2019-06-11"


def test_a_day_inside_the_week_told_first(incidents: Read) -> None:
    (claim,) = incidents("A baker was shot dead in Lusaka this week. He was killed by the gunman on Tuesday.")
    assert claim.when is not None
    assert claim.when.start == claim.when.end == "2019-06-11"


@pytest.mark.parametrize(
    "text",
    [
        # what goes on days later, a page's own date and a clock without a day give way to the day of the act
        "A baker was still in hospital on Thursday after he was shot in Lusaka. He was shot on Tuesday.",
        "Posted: Thursday, June 13, 2019 9:34 AM A baker was shot dead in Lusaka on Tuesday.",
        "A baker was shot dead in Lusaka on Tuesday night. He was shot around 8 p.m.",
        # who dies of his wounds later belongs to the act, and does not date it
        "Two bakers were shot in Lusaka on Tuesday. One died at the scene. On Thursday the second baker died.",
    ],
)
def test_the_day_of_the_act_comes_before_other_days(incidents: Read, text: str) -> None:
    (claim,) = incidents(text)
    assert claim.when is not None
    assert claim.when.start[:10] == "2019-06-11"


def test_the_murders_of_a_year_are_no_toll_of_one_day(incidents: Read) -> None:
    claims = incidents("A baker was shot in Lusaka on Tuesday. In 2019, 165 people were murdered in the city.")
    assert not any(t.low == 165 for c in claims if c.when and c.when.start == "2019-06-11" for t in c.tolls)


def test_a_street_comes_with_its_town(incidents: Read) -> None:
    (claim,) = incidents(
        "NASHVILLE, Tenn. (XPN) — A baker was shot dead on Tuesday in the 200 block of Larchwood Street."
    )
    assert [p.name for p in claim.where][:2] == ["Larchwood Street", "Nashville"]


def test_the_town_before_it_holds_the_street(incidents: Read) -> None:
    (claim,) = incidents("Lusaka police are looking for a gunman. A baker was shot dead on Larchwood Road.")
    assert "Lusaka" in [p.name for p in claim.where]


def test_the_only_town_of_a_report(incidents: Read) -> None:
    (claim,) = incidents("A baker was shot dead on Tuesday. His family came to Lusaka ten years ago.")
    assert [p.name for p in claim.where] == ["Lusaka"]


def test_two_towns_leave_the_place_open(incidents: Read) -> None:
    (claim,) = incidents("A baker was shot dead on Tuesday. His family came from Kitwe and moved on to Lusaka.")
    assert claim.where == ()


def test_an_entry_headed_by_its_country(incidents: Read) -> None:
    (claim,) = incidents("PERU. Gunmen opened fire on a bank, wounding two clerks.")
    assert [p.country for p in claim.where] == ["PE"]


def test_the_only_country_of_a_report(incidents: Read) -> None:
    (claim,) = incidents("Gunmen opened fire on a bank on Tuesday, wounding two clerks. Such robberies plague Peru.")
    assert [p.country for p in claim.where] == ["PE"]


@pytest.mark.parametrize(
    "text",
    [
        # a present tense has no day in the past, and what was earlier was before it was spoken of
        "The bishop strongly condemns the detention of nine members of the parish in Kitwe on 11 June by the army.",
        "The army arrested nine nuns in Kitwe on Tuesday. Hours after the arrests, troops raided the convent in Ndola.",
    ],
)
def test_the_day_behind_an_act_that_is_spoken_of(incidents: Read, text: str) -> None:
    assert {c.when.start for c in incidents(text) if c.when} == {"2019-06-11"}


def test_the_act_before_the_day_told(incidents: Read) -> None:
    claims = incidents("Zambians voted on Tuesday, a day after bombings in Kitwe killed nine nuns.")
    assert [c.when.start for c in claims if c.when and c.tolls] == ["2019-06-10"]


def test_the_year_of_a_law_is_no_day(incidents: Read) -> None:
    (claim,) = incidents("The governor banned all rallies in Kitwe under the Public Order Act, 1898.")
    assert claim.when is None or claim.when.start != "1898-01-01"


def test_where_a_speaker_is_based_is_no_site(incidents: Read) -> None:
    claims = incidents("The Geneva-based monitor said gunmen had shot dead nine nuns in Kitwe on Tuesday.")
    assert [[p.name for p in c.where] for c in claims] == [["Kitwe"]]


def test_what_happened_where(incidents: Read) -> None:
    claims = incidents("Ndola lies near Kitwe, where nine nuns were shot dead on Tuesday.")
    assert [c.where[0].name for c in claims] == ["Kitwe"]


def test_a_quarter_is_nearer_than_its_city(incidents: Read) -> None:
    (claim,) = incidents("In Lahore, nine nuns were shot dead on Tuesday when gunmen stopped a bus in Samanabad.")
    assert claim.where[0].name == "Samanabad"


def test_a_country_that_only_its_towns_tell(incidents: Read) -> None:
    text = "Gunmen shot dead a nun in Kitwe. A bomb hurt two clerks in Ndola and a porter in Lusaka. Mobile internet was cut nationwide."
    assert [p.name for c in incidents(text) if c.type == "restriction.internet" for p in c.where] == ["Zambia"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Two tourists from Spain were shot dead by gunmen on Tuesday.", []),
        ("A bomb killed a nurse from Kenya in Mogadishu on Tuesday.", ["Mogadishu"]),
        ("Sen. Ada Wren of Ohio was shot dead on Tuesday at a rally in Kitwe.", ["Kitwe"]),
        # who is taken from a town is taken there
        ("Gunmen abducted nine girls from Kitwe on Tuesday.", ["Kitwe"]),
    ],
)
def test_where_somebody_is_from_is_no_site(incidents: Read, text: str, places: list[str]) -> None:
    (claim,) = incidents(text)
    assert [p.name for p in claim.where] == places


def test_the_town_in_which_it_happened_where(incidents: Read) -> None:
    claims = incidents("The deadlier blast struck Khanozai in Pishin district, where nine nuns died on Tuesday.")
    assert "Khanozai" in [p.name for c in claims for p in c.where[:1]]


def test_a_square_in_another_town_is_another_act(incidents: Read) -> None:
    claims = incidents(
        "Nine nuns were shot dead in Rawalpindi on Tuesday. Police beat marchers at Liberty Chowk in Lahore."
    )
    assert [c.where[0].name for c in claims] == ["Rawalpindi", "Liberty Chowk"]


@pytest.mark.parametrize(
    ("text", "modality", "speakers"),
    [
        ("A microphone said two men were shot dead in Kitwe on Tuesday.", "actual", []),
        ("A second theory claimed that the army had bombed a clinic in Kitwe on Tuesday.", "alleged", []),
        (
            "Nurses on the street said gunmen shot dead nine nuns in Kitwe on Tuesday.",
            "actual",
            ["Nurses on the street"],
        ),
    ],
)
def test_an_act_or_a_thing_is_no_speaker(incidents: Read, text: str, modality: str, speakers: list[str]) -> None:
    (claim,) = [c for c in incidents(text) if "Kitwe" in [p.name for p in c.where]]
    assert (claim.modality, [s.name for s in claim.said_by]) == (modality, speakers)


def test_when_something_is_due_dates_nothing(incidents: Read) -> None:
    text = "Police arrested 18 mourners, according to the Bar Association, whose chairwoman wants them freed before the weekend."
    assert [c.when for c in incidents(text)] == [None]


def test_a_week_is_counted_from_a_day_and_not_from_a_month(incidents: Read) -> None:
    text = (
        "Shells killed eleven people in Nyala on Sunday. The militia, which has held the airport since December, said that its gunners "
        "had answered fire. A week earlier a drone had struck a bakery there and hurt two."
    )
    drone = [c for c in incidents(text) if "A week earlier" in c.evidence[0].exact]
    assert all(c.when is None or c.when.start is None or c.when.start[:7] in ("2019-05", "2019-06") for c in drone), (
        drone
    )


def test_police_that_detained_somebody_are_no_victims(incidents: Read) -> None:
    (claim,) = incidents("Swazi police on Tuesday detained Thandiwe Maseko, secretary of the nurses' union.")
    assert [(a.role, a.exact) for a in claim.actors] == [("authority", "Swazi police"), ("victim", "Thandiwe Maseko")]


def test_what_would_be_is_not_told_as_done(incidents: Read) -> None:
    (claim,) = incidents("The Minister of Health said that a strike of the nurses in Manzini would be unlawful.")
    assert (claim.type, claim.modality) == ("strike", "planned")


def test_who_drove_home_was_not_driven_from_it(incidents: Read) -> None:
    text = (
        "Hooded men on two motorcycles put five bullets into the car of a councillor, Armando Tivane, as he drove home from a "
        "debate in Matola on Tuesday night. Tivane, 46, died at the wheel."
    )
    assert {t.effect for c in incidents(text) for t in c.tolls} == {"killed"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        # where the hurt were taken, who is from where, and where the speaker is are no sites
        ("Two cleaners were shot in Kabwe on Tuesday and flown to Ndola.", "Kabwe"),
        (
            "A brawl between prisoners in Kabwe on Tuesday left one dead; six were taken to the hospital in Ndola.",
            "Kabwe",
        ),
        (
            "CHOMA, Zambia, June 13 - A cleaner was shot at a depot on Tuesday. Ada Bwalya, 52, of Kabwe died on the spot.",
            "Choma",
        ),
        ("Two cleaners were shot dead in Kabwe on Tuesday, according to the ministry in Lusaka.", "Kabwe"),
        ("Gunmen shot at the door of the newspaper La Union in Kabwe on Tuesday.", "Kabwe"),
        ("Gunmen stormed a hospital in Kabwe on Tuesday and shot two nurses dead.", "Kabwe"),
        # a register's head holds for the whole entry, and tells which namesake is meant
        ("BOLIVIA. Petrol bombs were thrown at a bank in Sucre.", "Sucre"),
        ("GREECE. A bomb exploded at the site of the U.S. embassy.", "Greece"),
        # a town that names another act, and one that hangs on another act of the sentence
        ("A week after Kabwe, a gunman shot two cleaners dead at a depot in Ndola.", "Ndola"),
        # told in a clause before the one of the act
        ("In Kabwe soldiers stopped two buses, and a cleaner was shot dead on Tuesday.", "Kabwe"),
        # a name that a word makes a village
        ("On Tuesday rebels burned a bus in Barangay Malinao, near Cotabato, in the Philippines.", "Barangay Malinao"),
    ],
)
def test_the_site_and_not_another_place(incidents: Read, text: str, place: str) -> None:
    claim = incidents(text)[0]
    assert [w.name for w in claim.where][:1] == [place]


def test_the_head_of_a_register_settles_a_namesake(incidents: Read) -> None:
    claim = incidents("BOLIVIA. Petrol bombs were thrown at a bank in Sucre.")[0]
    assert claim.where[0].country == "BO"


def test_the_day_of_the_report_is_not_the_day_of_the_act(incidents: Read) -> None:
    text = (
        "Gunmen stopped a truck outside Kabwe on Monday evening and killed seven traders, officials said on Thursday."
    )
    (claim,) = incidents(text)
    assert claim.when is not None
    assert claim.when.start == "2019-06-10"


def test_a_sentence_that_goes_on_is_read_a_little_later_too(incidents: Read) -> None:
    text = (
        "A baker was shot dead in Lusaka. Watch our film. The street is quiet. It happened around 11 p.m. on Tuesday."
    )
    claim = incidents(text)[0]
    assert claim.when is not None
    assert claim.when.start == "2019-06-11"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LUSAKA: A baker was shot dead on Tuesday.", "no mention of the act names one"),
        ("A baker was shot dead in Lusaka on Tuesday.", "nearest in the sentence"),
    ],
)
def test_its_account_tells_whether_the_act_names_its_place(reader: Reader, text: str, expected: str) -> None:
    document = Document(text=text, published="2019-06-14")
    (claim,) = reader.read(document).claims
    assert [p.name for p in claim.where] == ["Lusaka"]
    why = reader.explain(document, claim.id)
    assert why is not None
    assert [f.how.startswith(expected) for f in why.fields if f.field == "where"] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "ISLAMABAD: The ministry halted mobile service nationwide on Tuesday. Pakistan had been calm.",
        "ISLAMABAD: Gunmen killed nine farmers in Pakistan on Tuesday.",
    ],
)
def test_a_country_told_is_not_the_town_that_it_is_told_from(incidents: Read, text: str) -> None:
    (claim,) = incidents(text)
    assert [p.name for p in claim.where] == ["Pakistan"]


def test_what_reaches_over_the_country_it_names_is_not_of_the_dateline_alone(incidents: Read) -> None:
    (claim,) = incidents(
        "CARACAS: Venezuela's comptroller has barred the candidate Rafael Ortega from office for 15 years."
    )
    assert [p.name for p in claim.where] == ["Venezuela"]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        # when it ends is not when it began, nor are the hours that hold each day
        ("The prefect on Sunday banned all demonstrations in the centre of Lyon until Friday.", "2019-06-09"),
        ("The rector of Lyon locked the gates and banned meetings on campus until 1 July.", None),
        ("The governor has placed Bouna under curfew from eight in the evening until five in the morning.", None),
        (
            "Nurses in Lusaka have been on strike since Monday. On Thursday their leaders met the minister.",
            "2019-06-10",
        ),
        # how old somebody is
        ("Two men born in 1994 and 1998 were arrested in Lusaka.", None),
        ("On 14 June 1992 men in uniform stopped a bus near Foca and abducted eleven passengers.", "1992-06-14"),
        (
            "In July a court in Lusaka, sitting behind closed doors, sentenced the journalist Ben Tembo to ten years.",
            "2018-07-01",
        ),
    ],
)
def test_a_day_of_something_else_does_not_date_the_act(incidents: Read, text: str, start: str | None) -> None:
    (claim, *_) = incidents(text)
    assert (claim.when.start if claim.when else None) == start


def test_the_town_inside_the_district_that_a_town_gave_its_name(incidents: Read) -> None:
    (claim,) = incidents("In Bhola, unknown people vandalised four idols at a temple at Lalmohan on Saturday night.")
    assert claim.where[0].name == "Lalmohan"


@pytest.mark.parametrize(
    ("text", "type_", "modality"),
    [
        ("Militants took a police constable from his house in Gao on Monday.", "abduction", "actual"),
        ("Police officers took the editor from his house in Gao on Monday.", "arrest", "actual"),
        ("Railway unions in France have announced a strike from Monday over pensions.", "strike", "planned"),
    ],
)
def test_who_takes_somebody_away_and_what_is_only_announced(
    incidents: Read, text: str, type_: str, modality: str
) -> None:
    (claim,) = incidents(text)
    assert (claim.type, claim.modality) == (type_, modality)


@pytest.mark.parametrize(
    "when", ["that night", "in the evening", "at 9 p.m.", "between 8 and 9 p.m.", "the same afternoon"]
)
def test_hours_without_a_day_take_none_from_publication(reader: Reader, when: str) -> None:
    text = f"A baker was shot dead in Lusaka {when}. Police arrested two men {when}."
    claims = reader.read(Document(text=text, published="2019-06-14")).claims
    assert {c.kind for c in claims} == {"incident", "response"}
    assert not [c for c in claims if c.when is not None and c.when.start]


def test_hours_under_a_dateline_with_a_day_are_of_that_day(incidents: Read) -> None:
    (claim,) = incidents("LUSAKA, June 13 - A baker was shot dead in the evening.")
    assert claim.when is not None
    assert claim.when.start == "2019-06-13"


def test_the_day_of_the_saying_dates_no_act_told(reader: Reader) -> None:
    text = (
        "Ten bakers have been arrested over flour, the ministry said on June 11. "
        "Earlier on the same day the union said nine of its members were arrested in Lusaka."
    )
    claims = [c for c in reader.read(Document(text=text, published="2019-06-14")).claims if c.type == "arrest"]
    assert claims
    assert not [c for c in claims if c.when is not None]


def test_a_country_that_speaks_is_not_where_it_happened(incidents: Read) -> None:
    (told,) = incidents("KABUL - Britain criticised Thursday's shutdown of mobile services.")
    assert "United Kingdom" not in {p.name for p in told.where}
    (barred,) = incidents("Britain has shut down mobile services across the country.")
    assert "United Kingdom" in {p.name for p in barred.where}


def test_a_day_counted_from_an_act_tells_of_the_act(incidents: Read) -> None:
    found = incidents(
        "Voters queued in Herat on Thursday, a day after bombings killed 30 people.\n\n"
        "On Wednesday, the bombings in Ghazni and Farah had struck party offices."
    )
    assert found[0].type == "attack.explosion"
    assert found[0].link == "aggregate"
    assert [t.low for t in found[0].tolls] == [30]


def test_each_act_has_the_place_that_hangs_on_it(incidents: Read) -> None:
    text = "A clerk was arrested in Ndola on Tuesday over the death of a cleaner who had been stabbed at Kabwe market."
    assert [(c.type, c.where[0].name) for c in incidents(text) if c.where] == [("attack.melee", "Kabwe")]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("On Wednesday soldiers shot two people dead there.", "Kabwe"),
        ("On Wednesday soldiers shot two people dead in the town.", "Kabwe"),
        ("There were two people shot dead on Wednesday in Ndola.", "Ndola"),
    ],
)
def test_a_word_that_points_to_the_place_named_before(incidents: Read, second: str, expected: str) -> None:
    claims = incidents(f"LUSAKA - Traders in Kabwe closed their shops on Tuesday, the mayor said. {second}")
    assert [c.where[0].name for c in claims if c.type == "attack.shooting"] == [expected]


def test_the_place_that_stands_holds_over_a_new_day(incidents: Read) -> None:
    text = "Hundreds of miners marched in Kabwe on Monday. Early on Tuesday police drove them off with batons."
    assert [c.where[0].name for c in incidents(text) if c.type == "excessive_force"] == ["Kabwe"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Villagers in Zambia blocked the Kabwe-Ndola road on Tuesday and chanted until late.", "Kabwe-Ndola road"),
        ("Gunmen shot two cleaners dead on the Lusaka-Ndola highway in Kabwe on Tuesday.", "Lusaka-Ndola highway"),
        # a town near it says more of where it was
        ("A candidate's convoy came under fire on the Lusaka-Ndola highway near Kabwe on Tuesday.", "Kabwe"),
    ],
)
def test_a_road_by_the_towns_that_it_joins(incidents: Read, text: str, expected: str) -> None:
    assert [c.where[0].name for c in incidents(text) if c.where] == [expected]
