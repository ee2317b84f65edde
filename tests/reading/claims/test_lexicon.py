"""The trigger lexicon: its data is valid, its patterns find what they say."""

from onrecord.reading.claims.families import compatible, family_of, is_general, prevailing
from onrecord.reading.claims.lexicon import compile_steps, lexicon
from onrecord.vocab import claim_types


def test_every_incident_type_has_a_trigger() -> None:
    told = {entry.type for entry in lexicon().entries}
    wanted = {code for code in claim_types() if not code.startswith(("demand.", "response."))}
    assert wanted <= told


def test_every_incident_type_has_a_family() -> None:
    for entry in lexicon().entries:
        assert compatible(entry.type, entry.type)
        assert family_of(entry.type) == family_of(prevailing([entry.type]))


def test_a_hyphen_in_a_pattern_is_a_word_of_its_own() -> None:
    steps = compile_steps("sit-in", {}, "test")
    assert [sorted(s) for s in steps if s] == [["sit"], ["-"], ["in"]]


def test_a_general_type_gives_way() -> None:
    assert is_general("attack.unspecified", "attack.shooting")
    assert prevailing(["attack.unspecified", "attack.explosion", "attack.unspecified"]) == "attack.explosion"
    assert not compatible("attack.explosion", "attack.shooting")
    assert compatible("attack.unspecified", "attack.shooting")
