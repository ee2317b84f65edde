"""What a chart shows of its numbers."""

import re
from dataclasses import replace

import pytest

from onrecord.ledger import PeriodCount
from onrecord.web.charts import Step, core, step_chart
from onrecord.web.overview import _over_time
from onrecord.web.words import coded, offset


@pytest.mark.parametrize(
    ("counts", "drawn"),
    [
        ([(1, 1), (2, 1), (900, 1)], (1, 900)),  # three are no crowd
        ([(0, 1), (900, 50), (905, 40)], (900, 905)),
        ([(900, 50), (905, 40), (2_000, 1)], (900, 905)),
        ([(0, 3), (900, 50), (905, 40)], (0, 905)),  # three of ninety are no slip
        ([(880, 1), (900, 50), (905, 40)], (900, 905)),
        ([(895, 1), (900, 50), (905, 40)], (895, 905)),  # there is room enough
        ([(5, 40)], (5, 5)),
    ],
)
def test_what_lies_far_off_takes_no_room(counts: list[tuple[int, int]], drawn: tuple[int, int]) -> None:
    assert core(counts) == drawn


def _period(month: str, incidents: int) -> PeriodCount:
    return PeriodCount(period=month, incidents=incidents, killed=0)


def test_a_year_long_ago_is_one_column_that_leads_to_its_incidents() -> None:
    drawn = _over_time(
        [_period("1300-01", 1), _period("2024-01", 30), _period("2024-03", 20), _period("9999-12", 1)], "incidents"
    )
    assert drawn is not None
    told = re.findall(r'href="([^"]+)" aria-label="([^"]+)"', drawn)
    assert told == [
        ("/incidents?began=true&amp;to=2023-12-31", "before Jan 2024: 1 incident"),
        ("/incidents?began=true&amp;from=2024-01-01&amp;to=2024-01-31", "Jan 2024: 30 incidents"),
        ("/incidents?began=true&amp;from=2024-03-01&amp;to=2024-03-31", "Mar 2024: 20 incidents"),
        ("/incidents?began=true&amp;from=2024-04-01", "after Mar 2024: 1 incident"),
    ]


def test_the_calendar_ends_without_a_fault() -> None:
    drawn = _over_time([_period("9999-12", 2)], "incidents")
    assert drawn is not None
    assert "from=9999-12-01" in drawn


def test_figures_are_drawn_in_the_order_of_their_moments_whatever_the_clock() -> None:
    first = Step("2024-02-07T17:10:00+05:30", 22, None, "officials", "/a")
    second = Step("2024-02-07T14:45:00+00:00", 26, None, "police", "/b")
    third = replace(second, at="2024-02-20", low=28, high=28, href="/c")
    drawn = step_chart([third, second, first], 28, "Killed")
    assert drawn is not None
    # each as far from the next, or a month later would leave the first day no room
    places = dict(re.findall(r'<a href="(/[abc])"[^>]*>.*?<circle cx="([\d.]+)%"', drawn))
    assert places == {"/a": "2.00", "/b": "47.00", "/c": "92.00"}
    assert [d for d in ("7 Feb 2024", "20 Feb 2024") if d in drawn] == ["7 Feb 2024", "20 Feb 2024"]


def test_figures_of_one_day_have_their_times_under_them_and_long_numbers_their_room() -> None:
    first = Step("2024-02-07T13:10:00+05:00", 1_000, 1_000, "officials", "/a")
    drawn = step_chart(
        [first, replace(first, at="2024-02-07T20:20:00+05:00", low=1_204_500, high=1_204_500)], None, "Killed"
    )
    assert drawn is not None
    under = re.findall(r">([^<>]*2024[^<>]*)</text>", drawn)
    assert [u.replace("\N{NO-BREAK SPACE}", " ") for u in under] == ["7 Feb 2024 13:10", "7 Feb 2024 20:20"]
    assert 'class="chart steps room-3"' in drawn


def test_no_column_is_too_low_to_be_met() -> None:
    drawn = _over_time([_period("2024-01", 30_000), _period("2024-03", 1)], "incidents")
    assert drawn is not None
    assert min(float(h) for h in re.findall(r'<rect [^>]*height="([\d.]+)"', drawn)) >= 2


@pytest.mark.parametrize(
    ("published", "told"),
    [
        ("2024-02-07", ""), ("2024-02-07T17:10:00", ""), ("2024-02-07T17:10+05:30", "+05:30"),
        ("2024-02-07T17:10:00.5-03:00", "-03:00"), ("2024-02-07T17:10:00Z", "+00:00"), (None, ""),
    ],
)  # fmt: skip
def test_the_clock_of_a_publication_is_told(published: str | None, told: str) -> None:
    assert offset(published) == told


def test_code_is_marked_and_nothing_else_is_let_through() -> None:
    assert coded("pass `next` as <b>") == "pass <code>next</code> as &lt;b&gt;"
