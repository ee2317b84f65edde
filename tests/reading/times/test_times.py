"""Time expressions: what is found, what it is taken to mean, and what stays open."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Document
from onrecord.reading.dateline import read_dateline
from onrecord.reading.parts import TimeMention
from onrecord.reading.times import read_times

WEDNESDAY = "2031-03-05"


def whole(text: str) -> list[tuple[int, int]]:
    """One sentence a line."""
    spans, at = [], 0
    for line in text.split("\n"):
        if line:
            spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


def read(text: str, published: str | None = WEDNESDAY) -> tuple[TimeMention, ...]:
    document = Document(text=text, published=published)
    return read_times(document, read_dateline(document), whole(text))


def one(text: str, exact: str, published: str | None = WEDNESDAY) -> TimeMention:
    found = [mention for mention in read(text, published) if mention.exact == exact]
    assert found, [mention.exact for mention in read(text, published)]
    return found[0]


def days(mention: TimeMention) -> tuple[str | None, str | None]:
    when = mention.when()
    return when.start, when.end


@pytest.mark.parametrize(
    ("text", "exact", "value"),
    [
        ("The bridge fell on 2031-02-07.", "2031-02-07", "2031-02-07"),
        ("The bridge fell on 7 February 2031.", "7 February 2031", "2031-02-07"),
        ("The bridge fell on the 7th of February, 2031.", "the 7th of February, 2031", "2031-02-07"),
        ("The bridge fell on Friday, Feb. 7, 2031, and was rebuilt.", "Friday, Feb. 7, 2031", "2031-02-07"),
        ("The bridge fell on February 7.", "February 7", "2031-02-07"),
        ("The bridge will open on March 9.", "March 9", "2031-03-09"),
        ("The bridge fell on December 30.", "December 30", "2030-12-30"),
        ("The bridge fell on Monday.", "Monday", "2031-03-03"),
        ("The bridge fell on Wednesday.", "Wednesday", "2031-03-05"),
        ("The bridge will open on Friday.", "Friday", "2031-03-07"),
        ("It had been due to open on Friday.", "Friday", "2031-02-28"),
        ("The bridge fell last Friday.", "last Friday", "2031-02-28"),
        ("The bridge fell at 10:20 p.m. Monday night.", "10:20 p.m. Monday night", "2031-03-03T22:20"),
        ("The bridge fell at 9:15 Monday night.", "9:15 Monday night", "2031-03-03T21:15"),
        ("The bridge fell yesterday.", "yesterday", "2031-03-04"),
        ("Repairs start tomorrow.", "tomorrow", "2031-03-06"),
        ("The bridge fell two days ago.", "two days ago", "2031-03-03"),
        ("The bridge fell last week.", "last week", "2031-W09"),
        ("The bridge fell last month.", "last month", "2031-02"),
        ("The bridge fell earlier this month.", "earlier this month", "2031-03"),
        ("The bridge fell in January.", "January", "2031-01"),
        ("It was built in May 1999.", "May 1999", "1999-05"),
        ("It was built in 1999.", "1999", "1999"),
        ("It was built in the late 1990s.", "the late 1990s", "199"),
        ("It was built in the 19th century.", "the 19th century", "18"),
        ("Traffic rose in the third quarter of 2030.", "the third quarter of 2030", "2030-Q3"),
        ("Traffic rose in fiscal 2030.", "fiscal 2030", "2030"),
        ("It was closed in the summer of 2030.", "the summer of 2030", "2030-SU"),
        ("It was closed on Christmas Eve 2030.", "Christmas Eve 2030", "2030-12-24"),
        ("It was closed on Good Friday 2024.", "Good Friday 2024", "2024-03-29"),
        ("It was closed on Thanksgiving 2023.", "Thanksgiving 2023", "2023-11-23"),
        ("It fell three years earlier.", "three years earlier", "2028"),
        ("It fell on Saturday night.", "Saturday night", "2031-03-01TNI"),
        ("It fell at 9:30 am on Monday.", "9:30 am on Monday", "2031-03-03T09:30"),
        ("It fell at 1430 GMT on Monday.", "1430 GMT on Monday", "2031-03-03T14:30"),
        ("It fell at noon yesterday.", "noon yesterday", "2031-03-04T12:00"),
        ("Nobody knows where it is now.", "now", "PRESENT_REF"),
        ("Strikers planned a march to the bridge on Friday.", "Friday", "2031-03-07"),
        ("They were planning to close the bridge on Friday.", "Friday", "2031-03-07"),
        ("The mayor gave the builders until 9 a.m. Friday.", "9 a.m. Friday", "2031-03-07T09:00"),
        ("It fell at 9:35 a.m. (0635 GMT) Monday, killing two.", "9:35 a.m.", "2031-03-03T09:35"),
        ("It fell at 9:35 a.m. (0635 GMT) Monday, killing two.", "0635 GMT", "2031-03-03T06:35"),
        ("Parts of it fell on Monday and Sunday.", "Sunday", "2031-03-02"),
        ("Parts of it fell on Monday and Tuesday.", "Tuesday", "2031-03-04"),
        ("On Sunday the 23rd a part of it fell.", "Sunday the 23rd", "2031-02-23"),
        ("Between January 12 and January 16, 2029 the bridge was shut.", "January 12", "2029-01-12"),
        ("The old bridge was shut on March 3, 2024. It fell on February 20.", "February 20", "2031-02-20"),
        (
            "The guard was shot on Feb. 20. Neighbours saw a van two days before the murder.",
            "two days before the murder",
            "2031-02-18",
        ),
        ("The guard died on Feb. 20. A bill came the day after his death.", "the day after his death", "2031-02-21"),
    ],
)
def test_values(text, exact, value):
    assert one(text, exact).value == value


@pytest.mark.parametrize(
    ("text", "exact", "start", "end", "precision"),
    [
        ("Six people drowned in the past 30 days.", "the past 30 days", "2031-02-03", "2031-03-05", "range"),
        ("The road has been closed since Monday.", "since Monday", "2031-03-03", "2031-03-05", "range"),
        ("The road was closed overnight.", "overnight", "2031-03-04", "2031-03-05", "range"),
        ("The road was closed last month.", "last month", "2031-02-01", "2031-02-28", "month"),
        ("The road was closed last week.", "last week", "2031-02-24", "2031-03-02", "week"),
        ("The road was closed from 3 to 5 February.", "from 3 to 5 February", "2031-02-03", "2031-02-05", "range"),
        ("Closed between January 4 and 9 it was.", "between January 4 and 9", "2031-01-04", "2031-01-09", "range"),
        ("The road was closed on Feb. 3-5.", "Feb. 3-5", "2031-02-03", "2031-02-05", "range"),
        ("The road was closed in late January.", "late January", "2031-01-21", "2031-01-31", "range"),
        ("The road was closed in 2030.", "2030", "2030-01-01", "2030-12-31", "year"),
        ("The road was closed at 7:50am on Monday.", "7:50am on Monday", "2031-03-03", "2031-03-03", "day"),
    ],
)  # fmt: skip
def test_when(text, exact, start, end, precision):
    mention = one(text, exact)
    assert days(mention) == (start, end)
    assert mention.when().precision == precision


def test_days_of_a_list_share_their_month():
    found = {m.exact: m.value for m in read("Shots were fired on January 10 and 31 and on 3, 5 and 7 February.")}
    assert found == {
        "January 10": "2031-01-10",
        "31": "2031-01-31",
        "3": "2031-02-03",
        "5": "2031-02-05",
        "7 February": "2031-02-07",
    }


def test_numbers_after_a_date_that_count_something_are_no_days():
    assert [m.exact for m in read("Shots were fired on January 10, and 31 people fled.")] == ["January 10"]


def test_a_number_of_houses_or_of_men_is_told_from_a_year():
    assert read("He was shot in the 1300-block of Elm Street.") == ()
    assert [m.exact for m in read("On 14 June 1992 men in uniform stopped a bus.")] == ["14 June 1992"]


def test_an_event_that_the_text_dates_tells_the_days_around_it():
    text = "The referendum will be held on March 20.\nA day ahead of the referendum the roads close."
    text += "\nPolling day is a holiday."
    assert one(text, "A day ahead of the referendum").value == "2031-03-19"
    assert one(text, "Polling day").value == "2031-03-20"


def test_an_event_without_a_date_tells_none():
    mention = one("Two days after the shooting the market reopened.", "Two days")
    assert mention.type == "DURATION"
    assert mention.first is None


def test_the_next_day_follows_the_day_told_before():
    text = "The dam broke on June 3, 1987.\nThe next day the army came.\nTwo days later the water fell."
    assert one(text, "The next day").value == "1987-06-04"
    assert one(text, "Two days later").value == "1987-06-06"


def test_the_dateline_is_the_anchor_before_publication():
    text = "OSLO, March 3 (QNA) - The ferry sank yesterday."
    assert one(text, "yesterday").value == "2031-03-02"
    assert one(text, "yesterday").anchor == "dateline"
    assert one(text, "March 3").value == "2031-03-03"


def test_a_part_of_the_day_belongs_to_the_day_of_the_report():
    text = "The ferry sank on Monday.\nOn February 2 another had burned.\nLate in the evening divers found the wreck."
    assert one(text, "Late in the evening").value == "2031-03-03TEV"


def test_a_history_keeps_its_own_year():
    text = "\n".join(
        f"In {year}, the league met in spring. On {day} June it split."
        for year, day in ((1901, 4), (1903, 9), (1906, 2), (1908, 1))
    )
    text += "\nThe law of 1910 ended it. On 2 May 1911 it was refounded. By 9 June it had members."
    found = {m.exact: m.value for m in read(text)}
    assert found["4 June"] == "1901-06-04"
    assert found["9 June"] in ("1903-06-09", "1911-06-09")
    assert found["1 June"] == "1908-06-01"


def test_order_of_day_and_month():
    assert one("It fell on 13/02/2031.", "13/02/2031").value == "2031-02-13"
    assert one("It fell on 04/03/2031.", "04/03/2031").value == "2031-03-04"
    assert one("It fell on 04/09/2029.", "04/09/2029").value is None
    assert one("It fell on 07/07/2029.", "07/07/2029").value == "2029-07-07"


def test_one_clear_date_tells_the_order_of_the_others():
    assert one("From 04/09/2029, and again on 25/09/2029.", "04/09/2029").value == "2029-09-04"
    assert one("From 04/09/2029, and again on 09/25/2029.", "04/09/2029").value == "2029-04-09"


def test_weekdays_of_a_list_stand_side_by_side():
    found = {m.exact: m.value for m in read("It rained on Wednesday and Thursday.")}
    assert found == {"Wednesday": "2031-02-26", "Thursday": "2031-02-27"}


def test_days_counted_from_a_date_beside_them():
    assert one("It fell two days before February 8.", "two days before February 8").value == "2031-02-06"


def test_durations_and_sets_are_no_dates():
    kinds = {m.exact: m.type for m in read("He drove two hours every day for three weeks and is paid monthly.")}
    assert kinds == {"two hours": "DURATION", "every day": "SET", "three weeks": "DURATION", "monthly": "SET"}


@pytest.mark.parametrize(
    "text",
    [
        "He may march with them.",
        "The fall of the old city shocked them.",
        "They sold 1999 tickets.",
        "The prize is $2000.",
        "Jan Novak spoke.",
        "She is in her 30s.",
        "Room 1984 was empty.",
    ],
)
def test_no_time_expression(text):
    assert [m.exact for m in read(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "It fell yesterday.",
        "It fell on Monday night.",
        "It fell last week.",
        "It fell on February 7.",
        "It fell in March.",
        "It fell two days ago.",
        "It fell overnight.",
        "It fell in the past 30 days.",
        "It fell at Easter.",
        "It fell the next day.",
        "It fell in the third quarter.",
        "It fell since Friday.",
        "It fell this summer.",
        "It fell over the weekend.",
    ],
)
def test_without_an_anchor_nothing_is_dated(text):
    found = read(text, None)
    assert found
    for mention in found:
        assert mention.first is None
        assert mention.last is None
        assert mention.anchor == "none"
        assert mention.when().start is None


def test_a_clock_time_is_a_moment_only_with_an_offset():
    assert days(one("It fell at 7:50am yesterday.", "7:50am yesterday", "2031-03-05T09:00:00+05:00")) == (
        "2031-03-04T07:50:00+05:00",
        "2031-03-04T07:50:00+05:00",
    )
    assert days(one("It fell at 7:50am yesterday.", "7:50am yesterday", "2031-03-05T09:00:00+00:00")) == (
        "2031-03-04",
        "2031-03-04",
    )
    assert one("It fell at 1430 GMT yesterday.", "1430 GMT yesterday").when().start == "2031-03-04T14:30:00+00:00"


def test_islamic_holidays_are_a_day_more_or_less():
    mention = one("Shops closed for Eid al-Fitr 2024.", "Eid al-Fitr 2024")
    assert (mention.first, mention.last) == (date(2024, 4, 9), date(2024, 4, 11))


VOCABULARY = """
on in the a of last next this Monday Friday yesterday tomorrow February March May 7 30 31 2031 1999 30th third
week month year years days two few ago later earlier before after since between and to from until - , . ' 9:30
pm noon night overnight quarter half early late mid Easter election attack day eve decade 1990s BC 499 past
07/02/2031 will was said now Sept. Q3 fiscal weekend summer each every daily 24:00 0000 GMT İ ı
"""
WORDS = st.sampled_from(VOCABULARY.split())
PUBLISHED = st.sampled_from([None, WEDNESDAY, "2024-02-29", "1903-01-01T00:00:00+05:30"])


@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_relative_words_alone_never_make_a_date(text):
    if any(figure in text for figure in ("2031", "1999", "1990", "BC", "499")):
        return
    assert all(mention.first is None for mention in read(text, None))


@given(st.text(max_size=200), st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_never_raises(text, day):
    for mention in read(text, day.isoformat()):
        assert text[mention.start : mention.end] == mention.exact


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 1, 1)))
def test_weekdays_lie_within_a_week(day):
    text = "It fell on Tuesday. It will open on Thursday."
    past, ahead = read(text, day.isoformat())
    assert past.first is not None
    assert ahead.first is not None
    assert timedelta(0) <= day - past.first < timedelta(7)
    assert timedelta(0) <= ahead.first - day < timedelta(7)


@pytest.mark.parametrize(
    "text",
    [
        "It is no bridge for today's youth.",
        "The treaty was signed by Omar Halabi and Jan Kowal in the port.",
        "The Easter Bridge fell into the river.",
    ],
)
def test_names_and_epochs_are_no_dates(text: str) -> None:
    assert read(text) == ()


def test_a_history_goes_on_to_the_next_year() -> None:
    text = (
        "The siege began in March 1931.\nBy June 1931 the town was cut off and in 1930 it had still had a garrison.\n"
        "On October 3, 1931 a column left the coast.\nOn December 26 it was beaten back.\n"
        "A second corps landed in early 1932.\nOn January 20 the column set out again.\n"
        "On January 24 the battle ended in the autumn rain of 1931's harvest.\nIn May 1932 peace came; in June 1932 all was over."
    )
    assert one(text, "January 20").value == "1932-01-20"


def test_a_year_ago_compares_with_the_quarter_that_is_over() -> None:
    text = "In the fourth quarter of 2030 the mine lost money.\nThe quarter to come, the first quarter of 2031, looks no better.\nIt earned more a year ago."
    assert one(text, "a year ago").value == "2029-Q4"


@pytest.mark.parametrize(
    ("text", "exact", "value"),
    [
        # the number of a division is no day of the month
        ("A bridge fell on Tuesday, the 9th Engineer Battalion said.", "Tuesday", "2031-03-04"),
        ("A bridge fell on Tuesday the 4th, and nobody saw it.", "Tuesday the 4th", "2031-03-04"),
        ("A bridge fell on Monday.\nTwo nights before, a dam had burst.", "Two nights before", "2031-03-01"),
        ("A bridge fell on 16 February.\nNobody forgets that Sunday.", "that Sunday", "2031-02-16"),
        # the day told before, and not the day that the report is about
        ("A mill burned on Tuesday.\nA bridge fell on Sunday.\nA dam burst the same afternoon.", "the same afternoon",
         "2031-03-02TAF"),
        ("A bridge fell on Monday.\nIn the evening of the same day a dam burst.", "the evening of the same day",
         "2031-03-03TEV"),
        # what an election's office does on a day dates no election
        ("The elections of 2 March were calm.\nThe Election Commission met on Tuesday.\nOn the eve of the election it rained.",
         "the eve of the election", "2031-03-01"),
    ],
)  # fmt: skip
def test_days_told_by_what_was_told_before(text: str, exact: str, value: str) -> None:
    assert one(text, exact).value == value


def test_an_hour_and_its_evening_are_one_time() -> None:
    exact = "since six o'clock on Monday evening"
    assert days(one(f"The bridge has been shut {exact}.", exact)) == ("2031-03-03", WEDNESDAY)


def test_the_day_by_which_a_text_dates_its_event() -> None:
    found = read("The bridge fell on Monday.\nWe watched the elections of 2 March.")
    assert [(m.exact, m.event) for m in found] == [("Monday", None), ("2 March", "election")]
