"""How many: incidents by facet, by time and by area; demands by age. Each count walks one index that holds all it needs."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, Text, cast, func, literal_column, null, select, union_all

from onrecord.ledger.facts import ANSWERED
from onrecord.ledger.filters import Condition, claim_conditions, incident_conditions
from onrecord.ledger.schema import t
from onrecord.ledger.values import AreaCount, DemandCount, Filter, PeriodCount, Step, period_name, period_of

__all__ = ["FACETS", "areas", "demand_ages", "facets", "timeline"]

FACETS = ("type", "country", "status", "link", "month", "publisher")
_CUBE = ("type", "country", "status", "link")

Counts = list[tuple[str, int]]


def facets(c: Connection, f: Filter, limit: int, wanted: Sequence[str] = FACETS) -> dict[str, Counts]:
    """Incidents of the filter by each facet wanted, most first."""
    conditions = incident_conditions(c, f)
    found = _at_once(c, conditions, wanted) if _wide(f) else _by_index(c, f, conditions, wanted)
    return {
        name: sorted(((v, n) for v, n in found[name].items() if v), key=lambda x: (-x[1], x[0]))[:limit] for name in wanted
    }  # fmt: skip


def _wide(f: Filter) -> bool:
    """Whether the filter asks for more than the columns that stand in the indexes."""
    return f != Filter(
        date_from=f.date_from, date_to=f.date_to, types=f.types, countries=f.countries, statuses=f.statuses, link=f.link,
        minimum=tuple(m for m in f.minimum if m[0] == "killed"), include_rejected=f.include_rejected, masked=f.masked,
    )  # fmt: skip


def _by_index(
    c: Connection, f: Filter, conditions: Sequence[Condition], wanted: Sequence[str]
) -> dict[str, Counter[str]]:
    """One walk through an index for each; what it holds need not be gathered first."""
    facts, told = t.incidents.c, t.incident_publishers.c
    found: dict[str, Counter[str]] = {name: Counter() for name in (*_CUBE, *wanted)}
    if set(_CUBE) & set(wanted):
        # in the order of an index, so that the groups need no sorting
        columns = (facts.type, facts.status, facts.country, facts.link)
        for row in c.execute(select(*columns, func.count().label("n")).where(*conditions).group_by(*columns)):
            for name in _CUBE:
                found[name][getattr(row, name)] += row.n
    if "month" in wanted:
        found["month"] = _months(_counted(c, _by_period(conditions, "month", func.count())))
    if "publisher" in wanted:
        by = select(told.publisher, func.count()).group_by(told.publisher)
        if f in (Filter(masked=f.masked), Filter(include_rejected=True, masked=f.masked)):
            # all but a few: count those away
            gone = select(facts.num).where(facts.status == "rejected") if not f.include_rejected else None
            found["publisher"] = _counted(c, by)
            if gone is not None:
                found["publisher"].subtract(_counted(c, by.where(told.incident.in_(gone))))
                found["publisher"] = +found["publisher"]
        else:
            found["publisher"] = _counted(c, by.where(told.incident.in_(select(facts.num).where(*conditions))))
    return found


def _at_once(c: Connection, conditions: Sequence[Condition], wanted: Sequence[str]) -> dict[str, Counter[str]]:
    """The incidents are gathered once, for finding them costs more than counting them."""
    facts, told = t.incidents.c, t.incident_publishers.c
    month = cast(period_of(facts.day_start, "month"), Text).label("month")
    found_once = select(facts.num, facts.type, facts.status, facts.country, facts.link, month).where(*conditions)
    held = found_once.cte("held")
    number = func.count().label("n")
    none = null()
    cube = (held.c.type, held.c.status, held.c.country, held.c.link)
    parts = [select(literal_column("'cube'", Text).label("part"), *cube, number).group_by(*cube)]
    parts.append(select(literal_column("'month'", Text), held.c.month, none, none, none, number).group_by(held.c.month))
    if "publisher" in wanted:
        joined = select(literal_column("'publisher'", Text), told.publisher, none, none, none, number)
        joined = joined.join_from(held, t.incident_publishers, told.incident == held.c.num)
        parts.append(joined.group_by(told.publisher))
    found: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for part, *values, n in c.execute(union_all(*parts)):
        names = ("type", "status", "country", "link") if part == "cube" else (part,)
        for name, value in zip(names, values, strict=False):
            found[name][value] += n
    found["month"] = _months(found["month"])
    return found


def _months(counted: Counter[str]) -> Counter[str]:
    return Counter({period_name(int(p), "month"): n for p, n in counted.items() if int(p)})


def _counted(c: Connection, statement: Select[Any]) -> Counter[str]:
    return Counter({str(value): int(n) for value, n in c.execute(statement)})


def _by_period(conditions: Sequence[Condition], step: Step, *counted: Any) -> Select[Any]:
    facts = t.incidents.c
    period = period_of(facts.day_start, step).label("period")
    return select(period, *counted).where(*conditions, facts.day_start > 0).group_by(period).order_by(period)


def timeline(c: Connection, f: Filter, step: Step) -> tuple[PeriodCount, ...]:
    """Incidents and people killed by day, month or year, oldest first; periods without any are left out."""
    killed = func.coalesce(func.sum(t.incidents.c.killed), 0)
    statement = _by_period(incident_conditions(c, f), step, func.count(), killed)
    return tuple(
        PeriodCount(period=period_name(p, step), incidents=n, killed=int(k)) for p, n, k in c.execute(statement)
    )


def areas(c: Connection, f: Filter) -> tuple[AreaCount, ...]:
    """Incidents and people killed by country and first-level unit (empty where unknown), in their order."""
    facts = t.incidents.c
    by = (facts.country, facts.admin1)
    statement = select(*by, func.count(), func.coalesce(func.sum(facts.killed), 0)).where(*incident_conditions(c, f))
    rows = c.execute(statement.group_by(*by).order_by(*by))
    return tuple(AreaCount(country=a, admin1=b, incidents=n, killed=int(k)) for a, b, n, k in rows)


def demand_ages(c: Connection, f: Filter) -> tuple[DemandCount, ...]:
    """Demands of the filter by the month in which they were published, oldest first: how many are open, how many answered."""
    facts = t.claim_facts.c
    period = period_of(facts.told, "month").label("period")
    conditions = claim_conditions(c, f)
    only = () if f.kinds == ("demand",) else claim_conditions(c, Filter(kinds=("demand",)))
    # two walks through indexes and a set: faster than letting the database join them
    done = set(c.execute(select(t.incident_claims.c.claim).where(t.incident_claims.c.role == ANSWERED)).scalars().all())
    asked: Counter[int] = Counter()
    answered: Counter[int] = Counter()
    for month, seq in c.execute(select(period, facts.seq).where(*conditions, *only)).all():
        asked[month] += 1
        if seq in done:
            answered[month] += 1
    return tuple(
        DemandCount(month=period_name(p, "month"), open=n - answered[p], answered=answered[p])
        for p, n in sorted(asked.items())
    )
