"""Repairs of parses: the trees are written here, so that they hold whatever the network says."""

from onrecord.reading.nlp import Entity, ParsedSentence, Token
from onrecord.reading.nlp.mending import mended


def sentence(*words: tuple[str, str, str, int, str], names: tuple[tuple[str, int, int], ...] = ()) -> ParsedSentence:
    tokens, at = [], 0
    for text, pos, tag, head, dep in words:
        tokens.append(Token(at, at + len(text), text, text.lower(), pos, tag, head, dep))
        at += len(text) + 1
    entities = tuple(Entity(tokens[a].start, tokens[b - 1].end, label, a, b) for label, a, b in names)
    return ParsedSentence(0, at, tuple(tokens), entities)


# "beat reporter Ana"
BEATEN = sentence(
    ("beat", "VERB", "VBD", -1, "root"),
    ("reporter", "NOUN", "NN", 0, "obj"),
    ("Ana", "PROPN", "NNP", 0, "obj"),
    names=(("PER", 2, 3),),
)


def tree(parsed: ParsedSentence) -> list[tuple[int, str]]:
    return [(t.head, t.dep) for t in mended(parsed).tokens]


def names_in(parsed: ParsedSentence) -> list[tuple[str, int, int]]:
    return [(e.label, e.first, e.last) for e in mended(parsed).entities]


def test_a_calling_before_a_name_is_part_of_its_phrase() -> None:
    assert tree(BEATEN) == [(-1, "root"), (2, "nmod:desc"), (0, "obj")]


def test_an_officer_is_meant_and_not_the_body() -> None:
    parsed = sentence(
        ("Police", "PROPN", "NNP", 4, "nsubj:pass"),
        ("chief", "NOUN", "NN", 2, "nmod:desc"),
        ("Ana", "PROPN", "NNP", 0, "appos"),
        ("was", "AUX", "VBD", 4, "aux:pass"),
        ("shot", "VERB", "VBN", -1, "root"),
        names=(("ORG", 0, 1), ("PER", 2, 3)),
    )
    assert tree(parsed)[:3] == [(1, "compound"), (2, "nmod:desc"), (4, "nsubj:pass")]


def test_the_noun_behind_by_under_a_passive_does_it() -> None:
    parsed = sentence(
        ("Ana", "PROPN", "NNP", 2, "nsubj:pass"),
        ("was", "AUX", "VBD", 2, "aux:pass"),
        ("shot", "VERB", "VBN", -1, "root"),
        ("by", "SCONJ", "IN", 4, "mark"),
        ("killers", "NOUN", "NNS", 2, "obj"),
    )
    assert tree(parsed)[3:] == [(4, "case"), (2, "obl:agent")]


def test_a_past_tense_with_an_object_is_active() -> None:
    parsed = sentence(
        ("gunmen", "NOUN", "NNS", 1, "nsubj:pass"),
        ("took", "VERB", "VBD", -1, "root"),
        ("Ana", "PROPN", "NNP", 1, "obj"),
    )
    assert tree(parsed)[0] == (1, "nsubj")


def test_a_place_and_a_person_in_one_name_are_a_person() -> None:
    parsed = sentence(
        ("Valencia", "PROPN", "NNP", 2, "nsubj"),
        ("Ruiz", "PROPN", "NNP", 0, "flat"),
        ("spoke", "VERB", "VBD", -1, "root"),
        names=(("LOC", 0, 1), ("PER", 1, 2)),
    )
    assert names_in(parsed) == [("PER", 0, 2)]


def test_a_second_time_changes_nothing() -> None:
    assert mended(mended(BEATEN)) == mended(BEATEN)


def test_an_age_in_the_place_of_a_person_is_a_noun() -> None:
    parsed = sentence(
        ("the", "DET", "DT", 4, "det"),
        ("19", "NUM", "CD", 2, "nummod"),
        ("year", "NOUN", "NN", 4, "compound"),
        ("-", "PUNCT", "HYPH", 2, "punct"),
        ("old", "ADJ", "JJ", 5, "nsubj"),
        ("died", "VERB", "VBD", -1, "root"),
    )
    assert mended(parsed).tokens[4].pos == "NOUN"


def test_shot_behind_a_person_is_a_participle() -> None:
    parsed = sentence(
        ("a", "DET", "DT", 2, "det"),
        ("boy", "NOUN", "NN", 2, "compound"),
        ("shot", "NOUN", "NN", 5, "nsubj"),
        ("on", "ADP", "IN", 4, "case"),
        ("Monday", "PROPN", "NNP", 2, "nmod"),
        ("died", "VERB", "VBD", -1, "root"),
    )
    assert tree(parsed)[:3] == [(1, "det"), (5, "nsubj"), (1, "acl")]
    assert mended(parsed).tokens[2].tag == "VBN"


def test_a_gun_shot_stays_a_noun() -> None:
    parsed = sentence(
        ("a", "DET", "DT", 2, "det"),
        ("gun", "NOUN", "NN", 2, "compound"),
        ("shot", "NOUN", "NN", 3, "nsubj"),
        ("rang", "VERB", "VBD", -1, "root"),
    )
    assert mended(parsed) == parsed


def test_shot_with_a_subject_is_a_verb_and_who_is_dead_its_object() -> None:
    parsed = sentence(
        ("men", "NOUN", "NNS", 3, "nsubj"),
        ("on", "ADP", "IN", 2, "case"),
        ("bikes", "NOUN", "NNS", 0, "nmod"),
        ("shot", "NOUN", "NN", -1, "root"),
        ("Ana", "PROPN", "NNP", 5, "nsubj"),
        ("dead", "ADJ", "JJ", 3, "xcomp"),
    )
    assert tree(parsed)[4] == (3, "obj")
    assert mended(parsed).tokens[3].pos == "VERB"


def test_who_was_given_something_stays_passive() -> None:
    parsed = sentence(
        ("Man", "NOUN", "NN", 1, "nsubj:pass"),
        ("given", "VERB", "VBN", -1, "root"),
        ("life", "NOUN", "NN", 1, "obj"),
    )
    assert mended(parsed) == parsed


def test_who_shot_and_killed_another_did_it() -> None:
    parsed = sentence(
        ("persons", "NOUN", "NNS", 1, "nsubj:pass"),
        ("shot", "VERB", "VBN", -1, "root"),
        ("and", "CCONJ", "CC", 3, "cc"),
        ("killed", "VERB", "VBD", 1, "conj"),
        ("Ana", "PROPN", "NNP", 3, "obj"),
    )
    assert tree(parsed)[0] == (1, "nsubj")


def test_a_body_whose_name_was_cut_at_of_is_whole() -> None:
    # "the Department of Home Affairs spoke"
    words = (
        ("the", "DET", "DT", 1, "det"),
        ("Department", "PROPN", "NNP", 5, "nsubj"),
        ("of", "ADP", "IN", 4, "case"),
        ("Home", "PROPN", "NNP", 4, "compound"),
        ("Affairs", "PROPN", "NNPS", 1, "nmod"),
        ("spoke", "VERB", "VBD", -1, "root"),
    )
    for names in (
        (("ORG", 1, 3), ("ORG", 4, 5)),
        (("ORG", 2, 5),),
        (("ORG", 1, 5),),
    ):
        assert names_in(sentence(*words, names=names)) == [("ORG", 1, 5)]
