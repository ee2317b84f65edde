"""The overview: what is new to the person, how it runs over time, where and what, what is open, contested or refused."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from onrecord.ledger import AreaCount, DemandCount, Filter, Page, PeriodCount, Reader
from onrecord.ledger import Request as Wanted
from onrecord.model import Incident
from onrecord.web.asking import demand_rows
from onrecord.web.charts import Bar, columns, core, rows
from onrecord.web.desk import Desk
from onrecord.web.routing import Pages
from onrecord.web.translating import N_, ntr, spoken, tr
from onrecord.web.words import country, month, number_of_incidents, type_label

__all__ = ["router"]

router = Pages()
_MOST_MONTHS = 36
_SHORT, _BARS = 7, 12
_AGES = (
    (30, N_("up to a month")),
    (90, N_("one to three months")),
    (365, N_("three months to a year")),
    (10**6, N_("more than a year")),
)


@router.get("/")
def overview(request: Request, desk: Desk) -> Response:
    made = datetime.now(UTC).isoformat(timespec="microseconds")
    drawn = desk.kept(lambda: _drawn(desk.reader, desk.today), "overview", spoken(), desk.today)
    news = _news(desk.reader, desk.people.work.looked(desk.person.id))
    return desk.page(request, "overview.html", made=made, news=news, **drawn)


def _drawn(ask: Reader, today: date) -> dict[str, Any]:
    """All that is the same for everybody who may see the same, in the language of the request."""
    open_ones = Filter(kinds=("demand",), answered=False)
    ages, periods = ask.demand_ages(), ask.timeline(Filter())
    oldest = ask.claims(open_ones, Wanted(limit=_SHORT, sort="told"), counted=False).items
    newest, deadliest, contested = _shown(ask)
    counts = ask.counts() | ask.standing_counts()
    return {
        "counts": counts, "newest": newest.items, "deadliest": deadliest.items, "contested": contested,
        "by_month": _over_time(periods, "incidents"), "killed_by_month": _over_time(periods, "killed"),
        "by_type": _by_type(ask.facets(limit=_BARS, wanted=("type",))["type"]),
        "by_area": _by_area(ask.areas(Filter(link="single"))), "open_demands": demand_rows(ask, oldest, today),
        "demands_open": sum(d.open for d in ages), "by_age": _by_age(ages, today), "rejections": ask.rejections(5),
    }  # fmt: skip


def _shown(ask: Reader) -> tuple[Page[Incident], ...]:
    """The newest, the deadliest and the contested incidents."""
    asked = (
        (Filter(), "-reported"),
        (Filter(minimum=(("killed", 1),)), "-killed"),
        (Filter(statuses=("contested",)), "-reported"),
    )
    return tuple(ask.incidents(f, Wanted(limit=_SHORT, sort=sort)) for f, sort in asked)  # type: ignore[arg-type]


def _news(ask: Reader, looked: str | None) -> dict[str, Any] | None:
    """What came since the person last said that they had seen what is new; None the first time."""
    if looked is None:
        return None
    since = Filter(since=looked)
    found = ask.incidents(since, Wanted(limit=_SHORT, sort="-reported"))
    return {
        "at": looked, "incidents": found, "documents": ask.count("documents", since), "claims": ask.count("claims", since),
        "href": "?" + urlencode({"since": looked, "sort": "-reported"}), "others": "?" + urlencode({"since": looked}),
    }  # fmt: skip


# ------------------------------------------------------------------------------------------------------------ charts


def _over_time(periods: Sequence[PeriodCount], what: str) -> Markup | None:
    """Columns by month, by year where there are many months; each leads to the incidents it counts. What lies far off, before or
    after nearly all others, has one column of its own."""
    dated = sorted((_month_number(p.period), p) for p in periods if p.period)
    held = {at: (p.killed if what == "killed" else p.incidents) for at, p in dated}
    if not any(held.values()):
        return None
    first, last = core([(at, p.incidents) for at, p in dated])
    step = 12 if last - first >= _MOST_MONTHS else 1
    first, last = first // step, last // step
    numbers: dict[int, int] = defaultdict(int)
    for at, number in held.items():
        numbers[min(max(at // step, first - 1), last + 1)] += number
    spans = [at for at in range(first - 1, last + 2) if first <= at <= last or at in numbers]
    bars = [_bar(at * step, step, (at > last) - (at < first), numbers[at], what) for at in spans]
    if step == 12:
        title = tr("People killed, by year") if what == "killed" else tr("Incidents, by year in which they happened")
    else:
        title = tr("People killed, by month") if what == "killed" else tr("Incidents, by month in which they happened")
    return columns(bars, title)


def _month_number(period: str) -> int:
    """``2024-02`` as a number of months."""
    return int(period[:4]) * 12 + int(period[5:7]) - 1


def _bar(month_number: int, step: int, beyond: int, value: int, what: str) -> Bar:
    """The column of a month or of twelve; ``beyond``: -1 for all up to its end, 1 for all from its beginning on."""
    after = month_number + step
    first, last = _first_day(month_number), _first_day(after) - timedelta(days=1)
    if beyond:
        when = _named(_first_day(after) if beyond < 0 else first - timedelta(days=1), step)
        label = tr("before %(when)s", when=when) if beyond < 0 else tr("after %(when)s", when=when)
    else:
        label = _named(first, step)
    days = {"from": "" if beyond < 0 else first.isoformat(), "to": "" if beyond > 0 else last.isoformat()}
    asked = {"began": "true"} | {k: v for k, v in days.items() if v} | ({"min": "killed=1"} if what == "killed" else {})
    told = f"{label}: {_killed(value) if what == 'killed' else number_of_incidents(value)}"
    return Bar(label, value, "/incidents?" + urlencode(asked), told)


def _first_day(month_number: int) -> date:
    """Of a month; the calendar's last day for what comes after the calendar."""
    return date(month_number // 12, month_number % 12 + 1, 1) if month_number // 12 <= MAXYEAR else date.max


def _named(day: date, step: int) -> str:
    return month(day.isoformat()) if step == 1 else f"{day.year}"


def _killed(number: int) -> str:
    return ntr("%(n)s killed", "%(n)s killed", number)


def _by_type(found: list[tuple[str, int]]) -> Markup | None:
    if not found:
        return None
    bars = [
        Bar(type_label(t), n, "/incidents?" + urlencode({"type": t}), f"{type_label(t)}: {number_of_incidents(n)}")
        for t, n in found
    ]
    return rows(bars)


def _by_area(found: Sequence[AreaCount]) -> Markup | None:
    """Provinces with the most killed, then the most incidents; a country stands for those whose province is unknown."""
    known = sorted((a for a in found if a.country), key=lambda a: (-a.incidents, -a.killed, a.country, a.admin1))[
        :_BARS
    ]
    if not known:
        return None
    bars = []
    for a in known:
        name = ", ".join((a.admin1, country(a.country)) if a.admin1 else (country(a.country), tr("province unknown")))
        href = "/incidents?" + urlencode({"area": f"{a.country}/{a.admin1}", "link": "single"})
        bars.append(Bar(name, a.incidents, href, f"{name}: {number_of_incidents(a.incidents)}, {_killed(a.killed)}"))
    return rows(bars)


def _by_age(ages: Sequence[DemandCount], today: date) -> Markup | None:
    """Open demands by how long ago they were published, in whole months."""
    held = [0] * len(_AGES)
    spans: list[list[str]] = [[] for _ in _AGES]
    for a in ages:
        if not a.open or not a.month:
            continue
        old = (today - date(int(a.month[:4]), int(a.month[5:7]), 1)).days
        at = next(i for i, (most, _) in enumerate(_AGES) if old <= most)
        held[at] += a.open
        spans[at].append(a.month)
    if not any(held):
        return None
    bars = []
    for (_, label), number, months in zip(_AGES, held, spans, strict=True):
        if not months:
            # an empty age would be a number that leads to nothing
            continue
        href = "/demands?" + urlencode({"open": "true", "asked_from": min(months), "asked_to": max(months)})
        told = ntr("%(n)s open demand", "%(n)s open demands", number)
        bars.append(Bar(tr(label), number, href, f"{tr(label)}: {told}"))
    return rows(bars)
