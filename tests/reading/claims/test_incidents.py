"""Incident claims from reports of our own, all invented."""

import pytest
from tests.reading.claims.conftest import Read

from onrecord.model import Document
from onrecord.reading import Reader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A bomb went off in a market in Nairobi on Thursday, killing four traders.", "attack.explosion"),
        ("A suicide bomber blew himself up outside a barracks in Kano on Monday, killing six.", "attack.suicide"),
        ("Two kamikazes went off in a market in Maroua on Monday, killing six.", "attack.suicide"),
        ("Gunmen shot dead a councillor in Medellin on Tuesday.", "attack.shooting"),
        ("Mortar shells hit a school in Taiz on Wednesday, wounding nine pupils.", "attack.shelling"),
        ("Attackers set the party's office in Dhaka ablaze on Sunday night.", "attack.arson"),
        ("A man stabbed two commuters at a station in Lyon on Thursday.", "attack.melee"),
        ("Masked men kidnapped a priest in Port-au-Prince on Saturday.", "abduction"),
        ("Soldiers clashed with rebels near Goma on Thursday, leaving 11 people dead.", "clash"),
        ("Police fired tear gas at protesters in Harare on Friday.", "excessive_force"),
        ("Police arrested 14 opposition supporters in Kampala on Monday.", "arrest"),
        ("A court in Minsk sentenced journalist Olga Petrova to four years in prison on Tuesday.", "trial"),
        ("The authorities shut down mobile internet in Addis Ababa on Tuesday.", "restriction.internet"),
        ("The governor banned all rallies in Lusaka on Wednesday.", "restriction.assembly"),
        ("The commission rejected the nomination papers of candidate Amadou Keita on Monday.", "restriction.candidacy"),
        ("Thousands of protesters marched against the budget in Lima on Thursday.", "protest"),
        ("Transport workers went on strike in Lagos on Monday over unpaid wages.", "strike"),
        ("Two women were raped by militiamen in Bunia on Sunday.", "sexual_violence"),
        ("Opposition supporters blocked streets in Chisinau on Monday.", "protest"),
        ("Villagers beat up a thief in Mbale on Monday.", "attack.melee"),
        ("A man drove a van into a procession in Gdansk on Monday.", "attack.vehicle"),
        ("A march of teachers in Quito descended into chaos on Monday.", "riot"),
        ("Demonstrators broke through the barricades in Podgorica on Tuesday.", "riot"),
        ("The opposition deplored the ransacking of shops in Maseru on Sunday.", "destruction"),
    ],
)
def test_one_sentence_gives_its_type(incidents: Read, text: str, expected: str) -> None:
    assert expected in [c.type for c in incidents(text)]


@pytest.mark.parametrize(
    "text",
    [
        (
            "The striker shot wide before the defender's tackle killed off the attack in the second half of the match. "
            "The coach "
            "praised the goalkeeper, and the team goes into the next league fixture with a penalty taker back from "
            "injury."
        ),
        "He died of a heart attack at his home in Bristol on Monday, aged 84.",
        (
            "Shares exploded on Monday as investors attacked the rupee and the benchmark index shed 300 points; "
            "analysts said "
            "trading profits and bonds would decide the quarter."
        ),
        "Six people were killed in a road accident near Salta on Friday when a lorry overturned.",
        "A storm killed nine people in Mindanao on Tuesday.",
        "Anyone who kidnaps a voter can be sent to prison for five years.",
        (
            "The film shoots its hero through three explosions; the director's plot, thin as the script is, keeps the "
            "audience "
            "in the cinema until the last scene of this thriller."
        ),
        "The ministry thanked the farmers for a good harvest.",
    ],
)
def test_what_is_no_incident_gives_nothing(incidents: Read, text: str) -> None:
    assert incidents(text) == []


def test_the_day_of_publication_dates_nothing(incidents: Read) -> None:
    (claim,) = incidents("A bomb went off in a market in Nairobi, killing four traders.")
    assert claim.when is None


def test_a_relative_day_stays_open_without_any_anchor(incidents: Read) -> None:
    (claim,) = incidents("A bomb went off in a market in Nairobi on Thursday, killing four traders.", published=None)
    assert claim.when is None or claim.when.start is None


def test_figures_keep_their_bounds_and_speaker(incidents: Read) -> None:
    (claim,) = incidents(
        "At least seven people were killed and more than 20 wounded when a car bomb exploded in Baidoa on Thursday, "
        "police said."
    )
    tolls = {t.effect: (t.low, t.high) for t in claim.tolls}
    assert tolls == {"killed": (7, None), "injured": (21, None)}
    assert [s.name.lower() for s in claim.said_by] == ["police"]
    assert claim.when is not None
    assert claim.when.start == "2019-06-13"
    assert claim.where[0].country == "SO"


def test_repeats_become_one_claim_with_all_sentences(incidents: Read) -> None:
    claims = incidents(
        "Gunmen killed three farmers near Jos on Thursday. The attackers opened fire on the men as they walked home. "
        "The attack lasted only minutes."
    )
    assert len(claims) == 1
    assert len(claims[0].evidence) >= 2


def test_another_figure_of_another_speaker_is_another_claim(incidents: Read) -> None:
    claims = incidents(
        "Police said three people were killed when a bomb exploded in Baidoa on Thursday. A doctor said five people "
        "had "
        "died in the blast."
    )
    assert sorted(t.low for c in claims for t in c.tolls if t.effect == "killed") == [3, 5]


def test_acts_at_two_places_are_two_claims(incidents: Read) -> None:
    claims = incidents(
        "A bomb killed two people in Mombasa on Thursday. In Kisumu, another bomb wounded three people the same day."
    )
    assert [c.where[0].name for c in claims] == ["Mombasa", "Kisumu"]
    assert {c.link for c in claims} == {"single"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Officers came after reports of shots fired in Leeds on Friday and found a man with gunshot wounds.",
            "single",
        ),
        ("A shopkeeper was shot three times in the back in Leeds on Friday.", "single"),
        ("A double shooting left two brothers dead in Leeds on Friday.", "single"),
        ("Bombs exploded in Kano and Kaduna on Friday, killing six people.", "aggregate"),
        ("Bombs went off at a market in Kano on Friday, killing six people.", "single"),
        ("Two shootings left two brothers dead in Leeds on Friday.", "aggregate"),
        ("A double bombing killed nine people in Leeds on Friday.", "aggregate"),
        ("The town was attacked three times since Monday.", "aggregate"),
    ],
)
def test_many_shots_are_one_act_and_many_shootings_are_not(incidents: Read, text: str, expected: str) -> None:
    assert {c.link for c in incidents(text)} == {expected}


def test_the_number_of_a_block_is_no_year(incidents: Read) -> None:
    found = incidents("A boy was shot in the 1300 block of Elm Street in Denver on Friday.")
    assert all(not (c.when and c.when.start and c.when.start < "2000") for c in found)


def test_a_figure_over_several_acts_is_an_aggregate(incidents: Read) -> None:
    claims = incidents("Two bombings in Mombasa on Thursday killed 12 people.")
    assert [(c.link, c.occurrences and c.occurrences.low) for c in claims] == [("aggregate", 2)]


def test_a_claim_of_responsibility_is_said_by_the_group(incidents: Read) -> None:
    claims = incidents(
        "A bomb exploded outside a barracks in Kano on Thursday, killing four soldiers. The Desert Brigade militant "
        "group "
        "claimed responsibility for the attack."
    )
    (claimed,) = [c for c in claims if any(a.responsibility == "claimed" for a in c.actors)]
    assert "Desert Brigade" in claimed.said_by[0].name
    assert claimed.type == "attack.explosion"


def test_nobody_has_claimed_it_is_no_claim(incidents: Read) -> None:
    claims = incidents(
        "A bomb exploded outside a barracks in Kano on Thursday, killing four soldiers. No group has claimed "
        "responsibility "
        "for the attack."
    )
    assert len(claims) == 1


def test_what_is_going_to_take_place_has_not(incidents: Read) -> None:
    claims = incidents("An attack on the market in Accra is going to take place on Friday, the police said.")
    assert [c.modality for c in claims if c.type.startswith("attack.")] == ["planned"]


def test_what_would_have_come_of_something_did_not(incidents: Read) -> None:
    told = "The mayor was shot dead in Derry in 1997. "
    assert not [c for c in incidents(told + "Such a visit would have triggered a riot in Derry.") if c.type == "riot"]
    assert [c for c in incidents(told + "The murder triggered a riot in Derry.") if c.type == "riot"]


def test_who_is_to_go_on_trial_has_not_and_a_weekday_is_todays(incidents: Read) -> None:
    """Published on a Friday."""
    claims = incidents("Two activists are to go on trial in Minsk on Friday, their lawyers said.")
    assert [(c.type, c.modality, c.when and c.when.start) for c in claims] == [("trial", "planned", "2019-06-14")]
    claims = incidents("The union said teachers will go on strike in Accra on Friday.")
    assert [c.when and c.when.start for c in claims] == ["2019-06-14"]


@pytest.mark.parametrize(
    "text",
    [
        "He could be sentenced to death by firing squad, the maximum penalty for the crime.",
        "He could be sentenced to death, his lawyer said.",
    ],
)
def test_a_sentence_that_may_yet_be_passed_is_neither_passed_nor_carried_out(reader: Reader, text: str) -> None:
    document = Document(text=f"A trader was shot dead in Kisumu on Monday. {text}", published="2019-06-14")
    assert [c.type for c in reader.read(document).claims] == ["attack.shooting"]


def test_planned_and_feared_are_told_as_such(incidents: Read) -> None:
    planned = incidents("The union said teachers will go on strike in Accra next Tuesday.")
    assert [c.modality for c in planned] == ["planned"]
    feared = incidents("Police said they fear further attacks on polling stations in Accra.")
    assert [c.modality for c in feared] == ["feared"]


def test_what_is_asked_for_did_not_happen(incidents: Read) -> None:
    assert incidents("The rights group urged police not to arrest protesters.") == []


def test_rights_follow_type_and_toll(incidents: Read) -> None:
    (killed,) = incidents("A bomb went off in a market in Nairobi on Thursday, killing four traders.")
    assert killed.rights == ("ICCPR-6",)
    (cut,) = incidents("The authorities shut down mobile internet in Addis Ababa on Tuesday.")
    assert cut.rights == ("ICCPR-19",)


@pytest.mark.parametrize(
    ("first", "told"),
    [
        ("Some 2,000 supporters of the opposition marched through Nampula on 10 June.", "excessive_force"),
        ("Two men held up a bank in Nampula on 10 June.", "attack.shooting"),
    ],
)
def test_shots_of_a_force_beside_a_protest_of_that_day_are_force(reader: Reader, first: str, told: str) -> None:
    document = Document(
        text=f"{first} On 10 June police shot at them near the railway station, killing two.", published="2019-06-14"
    )
    [claim] = [c for c in reader.read(document).claims if c.type in ("excessive_force", "attack.shooting")]
    assert claim.type == told
    why = reader.explain(document, claim.id)
    assert why is not None
    assert any(f.field == "type" and told in f.how for f in why.fields)


@pytest.mark.parametrize(
    "text",
    [
        "Rumours that children had been kidnapped in Goma on Monday proved to be a hoax, police said.",
        "A rumour that soldiers had shot a boy in Kisii on Friday was false, the mayor said.",
        "Reports of an explosion at the station in Lyon on Monday turned out to be untrue.",
        "It is not true that soldiers fired at the crowd in Lomé on Friday, the general said.",
        "The minister dismissed as false the reports of an attack on the station in Lyon on Monday.",
    ],
)
def test_what_is_said_to_be_false_is_denied(incidents: Read, text: str) -> None:
    assert {c.modality for c in incidents(text)} == {"denied"}


def test_a_case_that_is_called_false_is_a_case_and_a_rumour_is_alleged(incidents: Read) -> None:
    claims = incidents("A mob attacked a house in Jos on Sunday over a rumour that a girl had been abducted.")
    assert {c.type: c.modality for c in claims} == {"attack.unspecified": "actual", "abduction": "alleged"}
    claims = incidents(
        "The editor Ada Obi was put on trial in Baku on Monday. The case against her is false, her lawyer said."
    )
    assert {c.modality for c in claims if c.type == "trial"} == {"actual"}
