"""What a report takes as done, what may only befall somebody, and what is only named: in sentences of our own."""

from collections.abc import Callable

import pytest

from onrecord.model import Claim

Read = Callable[..., list[Claim]]


@pytest.mark.parametrize(
    ("text", "type_", "whom"),
    [
        ("Rights groups condemned the killing of journalist Ana Ruiz.", "attack.unspecified", "Ana Ruiz"),
        ("The bar association denounced the detention of lawyer Tom Akol by soldiers.", "arrest", "Tom Akol"),
        ("The union decried the burning and looting of shops in the aftermath of the unrest.", "destruction", "shops"),
        ("The commission is investigating the beating of three students by police.", "attack.melee", "three students"),
    ],
)
def test_what_is_condemned_or_looked_into_has_happened(incidents: Read, text: str, type_: str, whom: str) -> None:
    (told,) = incidents(text)
    assert told.type == type_
    assert whom in {a.exact for a in told.actors}


@pytest.mark.parametrize(
    "text",
    [
        "The minister condemned terrorism in all its forms.",
        "The union condemned attacks on reporters.",
        "Amnesty called for an end to the torture of detainees.",
        "Police vowed to prevent the abduction of schoolgirls.",
    ],
)
def test_what_is_condemned_at_large_or_guarded_against_is_no_act(incidents: Read, text: str) -> None:
    assert incidents(text) == []


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("The officer threatened to arrest, torture and kill the reporter.", ["threat"]),
        ("Gunmen shot a guard in Kabul; translators there are now facing torture.", ["attack.shooting"]),
        ("Soldiers arrested two bloggers in conditions that could amount to torture.", ["arrest"]),
        ("Soldiers arrested the students, who are vulnerable to torture.", ["arrest"]),
        ("The World Organisation Against Torture said that the detention of Mr Bel was illegal.", ["arrest"]),
        ("He faces three counts of kidnapping over the raid, after soldiers arrested two bloggers.", ["arrest"]),
        (
            "Soldiers shot a nurse in Bor. Had the police fired at the crowd, dozens would have died.",
            ["attack.shooting"],
        ),
    ],
)
def test_what_may_befall_somebody_or_is_only_named_is_no_act(incidents: Read, text: str, types: list[str]) -> None:
    assert [c.type for c in incidents(text)] == types


def test_an_act_told_beside_one_that_is_only_named_stands(incidents: Read) -> None:
    (told,) = incidents(
        "The rapporteur on torture visited the prison in Gabes on Monday, where guards beat two inmates."
    )
    assert told.type == "torture"
    assert [a.exact for a in told.actors if a.role == "perpetrator"] == ["guards"]


def test_whoever_yields_to_threats_has_not_died(incidents: Read) -> None:
    told = incidents(
        "Only a thousand workers succumbed to his threats, and police arrested five men in Warangal on Monday."
    )
    assert [(c.type, [t.effect for t in c.tolls]) for c in told] == [("arrest", ["arrested"])]


@pytest.mark.parametrize(
    "text",
    [
        "Additional director general of police A. Rao said about 50 activists were apprehended near the river.",
        "The city police have clamped prohibitory orders in the town for a week after the riots.",
    ],
)
def test_an_office_of_the_police_is_the_police(incidents: Read, text: str) -> None:
    actors = [a for c in incidents(text) if c.type in ("arrest", "restriction.assembly") for a in c.actors]
    assert "police" in {a.category for a in actors if a.role == "authority"}


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Security forces shot live rounds to clear protests in Amara on Sunday.", "excessive_force"),
        ("Villagers fled after three weeks of fighting between rebels and the army in Bria.", "clash"),
        ("The blogger was put behind bars on Monday for criticising the president.", "arrest"),
        ("The teacher was caught by soldiers at the border on Monday.", "arrest"),
        ("Soldiers assaulted villagers in Goz on Monday.", "attack.melee"),
    ],
)
def test_force_fighting_and_arrests_in_the_idiom_of_the_desks(incidents: Read, text: str, type_: str) -> None:
    assert type_ in [c.type for c in incidents(text)]


@pytest.mark.parametrize(
    "text", ["He was caught on camera by officers.", "The firm is fighting with the army over a contract."]
)
def test_the_same_words_of_other_things_tell_nothing(incidents: Read, text: str) -> None:
    assert incidents(text) == []


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Troops seized 40 rifles and a dozen rocket-launchers at a checkpoint near Gao, the ministry said.", ["raid"]),
        (
            "Soldiers clashed with rebels near Bunia, killing four. They recovered three rifles and two grenades.",
            ["clash"],
        ),
        ("Police arrested two men in Lagos. Ten pistols and 200 rounds were recovered from them.", ["arrest"]),
        ("A cache of firearms and ammunition was found in a well outside Basra.", ["raid"]),
        ("The army said its engineers had discovered 75 kg of explosives in a farm near Homs.", ["raid"]),
        ("Fishermen found two shells on the beach of Lamu.", []),
        ("Police found a rifle and 60 casings at the scene.", []),
    ],
)
def test_arms_seized_are_a_raid_where_they_are_no_part_of_another_act(
    incidents: Read, text: str, types: list[str]
) -> None:
    assert [c.type for c in incidents(text)] == types


def test_what_a_march_is_about_at_large_is_no_act(incidents: Read) -> None:
    assert [c.type for c in incidents("Hundreds marched in Leeds on Monday against police brutality.")] == ["protest"]


def test_who_arrests_fighters_of_no_act_told_makes_an_arrest(incidents: Read) -> None:
    (held,) = incidents("Military intelligence arrested five militants in Mosul on Monday.")
    assert (held.type, [t.low for t in held.tolls]) == ("arrest", [5])


def test_what_something_is_called_tells_of_no_act(incidents: Read) -> None:
    claims = incidents("Several towns saw unauthorised protests on Monday in support of a jailed editor.")
    assert "restriction.assembly" not in {c.type for c in claims}


def test_a_group_that_says_its_people_did_it_claims_it(incidents: Read) -> None:
    found = incidents(
        "A grenade was thrown at the home of a candidate in Herat on Monday evening, injuring a guard, officials said. "
        "The banned Steppe Liberation Front said its men had thrown the grenade. "
        "The group made the claim on its channel."
    )
    (claimed,) = [c for c in found if any(a.responsibility == "claimed" for a in c.actors)]
    assert [s.name for s in claimed.said_by] == ["Steppe Liberation Front"]
    assert len(claimed.evidence) == 2
    assert [t.low for c in found if c is not claimed for t in c.tolls] == [1]


@pytest.mark.parametrize(
    "text",
    [
        "Police said their men had shot dead two robbers in Herat on Monday.",
        "The rebels said soldiers had shot dead two farmers in Herat on Monday.",
        "Two farmers were shot dead in Herat on Monday. The rebels said their fighters had not shot the farmers.",
        "Two farmers were shot dead in Herat on Monday. The rebels said their fighters would shoot more farmers.",
    ],
)
def test_what_others_did_or_what_is_not_done_is_no_claim_of_responsibility(incidents: Read, text: str) -> None:
    found = incidents(text)
    assert found
    assert not any(a.responsibility == "claimed" for c in found for a in c.actors)


def test_those_held_by_another_count_are_a_claim_of_another_speaker(incidents: Read) -> None:
    found = incidents(
        "The Unity party said 60 of its members had been arrested in Herat on Sunday. "
        "Herat police said only 14 men had been held. "
        "Lawyer Ana Sorel said 40 people were in custody."
    )
    told = [(c.said_by[0].name, [t.low for t in c.tolls]) for c in found]
    assert told == [("Unity party", [60]), ("Herat police", [14]), ("Ana Sorel", [40])]


@pytest.mark.parametrize("text", ["Three meetings were held in Herat on Sunday.", "Ten people held a vigil in Herat."])
def test_what_is_held_is_nobody_arrested(incidents: Read, text: str) -> None:
    assert not [c for c in incidents(text) if c.type == "arrest"]


def test_who_died_at_a_gathering_is_told_where_other_acts_stand_beside(incidents: Read) -> None:
    found = incidents(
        "Four people died at a party rally in Herat on 3 June; a day later Omar Khan was killed in Farah and gunmen struck an office."
    )
    assert [t.low for t in found[0].tolls] == [4]
    assert found[0].type == "attack.unspecified"
    assert found[0].where[0].exact == "Herat"


def test_a_summary_that_points_back_has_the_day_and_places_of_what_it_sums_up(incidents: Read) -> None:
    found = incidents(
        "A bomb killed 12 people at a market in Herat on Monday. Gunmen killed four guards in Farah the same day. "
        "Doctors said 30 people were injured in the two attacks."
    )
    (total,) = [c for c in found if c.link == "aggregate"]
    assert [p.exact for p in total.where] == ["Herat", "Farah"]
    assert total.when is not None
    assert total.when.start == "2019-06-10"
    assert total.occurrences is not None
    assert total.occurrences.low == 2


def test_a_summary_has_no_day_that_only_one_of_its_acts_has(incidents: Read) -> None:
    found = incidents(
        "A bomb killed 12 people at a market in Herat on Monday.\n\nGunmen killed four guards in Farah. "
        "Doctors said 30 people were injured in the two attacks."
    )
    assert [c.when is not None for c in found] == [True, False, False]
    assert [p.exact for p in found[2].where] == ["Herat", "Farah"]


def test_acts_at_a_number_of_buildings_are_as_many(incidents: Read) -> None:
    (told,) = incidents("Bombings at two campaign offices killed 30 people in Herat on Monday.")
    assert told.link == "aggregate"
    assert told.occurrences is not None
    assert told.occurrences.low == told.occurrences.high == 2
