"""What speaks for one incident, in words that a newcomer can read."""

import re
from dataclasses import dataclass

from onrecord.vocab import load
from onrecord.web.weights import bars, in_bits


@dataclass(frozen=True)
class _Part:
    feature: str
    level: str
    bits: float


def test_comparisons_are_said_in_words_and_drawn_one_after_the_other() -> None:
    parts = [
        _Part("prior", "candidate", -5.5),
        _Part("note", ">=0.4", 8.0),
        _Part("bodies", "same", 4.5),
        _Part("roads", "one", 0.01),
    ]
    drawn = "".join(bars(parts))
    assert re.findall('class="label">([^<]+)<', drawn) == [
        "before anything is compared", "wording of the two notes: 0.4 alike or more", "groups named: same",
    ]  # fmt: skip
    assert re.findall(r'class="n">([^<]+)<', drawn) == ["−5.5", "+8.0", "+4.5"]
    # each begins where the one before it ended
    assert re.findall(r'<rect x="([\d.]+)%" width="([\d.]+)%"', drawn) == [
        ("0.0", "44.0"),
        ("0.0", "64.0"),
        ("64.0", "36.0"),
    ]


def test_a_weight_has_its_sign() -> None:
    assert [in_bits(n) for n in (4.31, -0.9, 0.0)] == ["+4.3", "−0.9", "+0.0"]


def test_every_comparison_that_weighs_has_words() -> None:
    weighed = load("linking_weights.toml", dict)
    features = {f for table in ("across", "within", "rows") for f in weighed[table]}
    for feature in features:
        (item,) = bars([_Part(feature, "same", 1.0)])
        label = re.findall('class="label">([^<]+): same<', item)[0]
        assert label != feature or feature in ("date", "place", "killed", "injured", "heading", "names"), feature
