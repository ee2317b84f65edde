"""Verb forms in -ed and -ing: rules first, and a list of what they get wrong."""

import pytest

from onrecord.reading.nlp import lemmas


@pytest.mark.parametrize("word", sorted(lemmas._stems().values()))
def test_a_listed_verb_is_found_and_the_rules_alone_get_it_wrong(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stem = word[:-1] if word.endswith("e") else word + word[-1]
    assert lemmas._stem(stem) == word
    monkeypatch.setattr(lemmas, "_stems", dict)
    assert lemmas._stem(stem) != word
