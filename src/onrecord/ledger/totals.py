"""How much there is of what: rows, incidents by facet, time and place, demands by age, what a map shows.

Where this process holds the columns of all incidents (see ``register``), they answer; elsewhere the database does.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

import msgspec
from sqlalchemy import Connection, func, select

from onrecord.ledger.counting import FACETS, areas, demand_ages, facets, timeline
from onrecord.ledger.filters import REJECTED_INCIDENTS, UNFIT_CLAIMS
from onrecord.ledger.look import count_rows
from onrecord.ledger.lookup import Lookup
from onrecord.ledger.schema import t
from onrecord.ledger.spots import Spot
from onrecord.ledger.values import AreaCount, DemandCount, Filter, PeriodCount, Step

if TYPE_CHECKING:
    # arrays: who asks for no counts does not wait for their library
    from onrecord.ledger.columns import Columns, Mask
    from onrecord.ledger.mapped import Drawn
    from onrecord.ledger.register import Register

__all__ = ["Totals", "tallying"]

T = TypeVar("T")


class Totals(Lookup):
    """Counts of all kinds, and the way to the columns that are held in this process."""

    def __init__(
        self,
        connecting: Callable[[], AbstractContextManager[Connection]],
        walled: bool = False,
        register: Callable[[bool], "Register | None"] = lambda _: None,
        collections: frozenset[str] | None = None,
    ) -> None:
        """``register`` gives what is kept of all incidents in this process (true: from now on, where it is not yet), None where it
        would not be right to use it;
        ``collections`` are those whose incidents may be seen, None all."""
        super().__init__(connecting, walled)
        self._register = register
        self._collections = collections

    def documents_by_publisher(self) -> dict[str, int]:
        """Documents of each publisher; those without one are left out."""
        name = t.documents.c.publisher
        with self._connecting() as c:
            rows = c.execute(select(name, func.count()).where(name.is_not(None)).group_by(name))
            return {str(publisher): int(number) for publisher, number in rows}

    def counts(self) -> dict[str, int]:
        """Rows of each table that people know by name."""
        tables = (t.documents, t.claims, t.incidents, t.captures, t.judgements, t.rejections, t.runs, t.batches)
        with self._connecting() as c:
            return {x.name: count_rows(c, x) for x in tables}

    def standing_counts(self) -> dict[str, int]:
        """How many ``incidents`` and ``claims`` pages show where nothing is asked for: those that were rejected are left out, and
        claims that a later reading gives no more."""
        with self._connecting() as c:
            return {
                table.name: count_rows(c, table)
                - int(c.execute(select(func.count()).select_from(away.subquery())).scalar_one())
                for table, away in ((t.incidents, REJECTED_INCIDENTS), (t.claims, UNFIT_CLAIMS))
            }

    def _columns_know(self, filter_: Filter | None) -> bool:
        """Whether the columns are asked: where this process holds them, and of a spot on the map, which they alone know, always."""
        spot = filter_ is not None and filter_.spot is not None
        register = self._register(spot)
        return register is not None and (register.ready or spot)

    @contextmanager
    def _counted(self, filter_: Filter | None) -> "Iterator[tuple[Columns, Mask]]":
        """The columns of all incidents, read now where nobody has yet, and which of them fit."""
        from onrecord.ledger.mapped import drawn_at
        from onrecord.ledger.tallying import fitting, outside

        f, register = self._asked(filter_), self._register(True)
        assert register is not None
        with self._connecting() as c:
            beside = outside(c, f)
        coarse = self._coarse() if f.spot else {}
        with register.open() as held:
            fits = fitting(held, f, self._collections, beside)
            yield held, fits & drawn_at(held, f.spot, coarse) if f.spot else fits

    def _count(
        self,
        filter_: Filter | None,
        about: Hashable,
        held: "Callable[[Columns, Mask], T]",
        asked: Callable[[Connection, Filter], T],
    ) -> T:
        """What the columns give, where this process holds them; what the database gives, where it does not. ``about`` names what is
        counted: all who are shown the same are given what was counted for the first of them."""
        if self._columns_know(filter_):
            with self._counted(filter_) as (columns, fits):
                return columns.answer(fits, about, lambda: held(columns, fits))
        with self._connecting() as c:
            return asked(c, self._asked(filter_))

    def facets(
        self, filter_: Filter | None = None, limit: int = 30, wanted: Sequence[str] = FACETS
    ) -> dict[str, list[tuple[str, int]]]:
        """How many incidents of the filter there are by type, country, status, link, month and publisher, most first."""
        return self._count(
            filter_,
            ("facets", limit, tuple(wanted)),
            lambda held, fits: tallying().facets(held, fits, limit, wanted),
            lambda c, f: facets(c, f, limit, wanted),
        )

    def timeline(self, filter_: Filter | None = None, step: Step = "month") -> tuple[PeriodCount, ...]:
        """Incidents and people killed by day, month or year, oldest first."""
        return self._count(
            filter_,
            ("timeline", step),
            lambda held, fits: tallying().timeline(held, fits, step),
            lambda c, f: timeline(c, f, step),
        )

    def areas(self, filter_: Filter | None = None) -> tuple[AreaCount, ...]:
        """Incidents and people killed by country and first-level unit."""
        return self._count(filter_, "areas", lambda held, fits: tallying().areas(held, fits), areas)

    def demand_ages(self, filter_: Filter | None = None) -> tuple[DemandCount, ...]:
        """Open and answered demands by the month in which they were published."""
        f = self._asked(filter_)
        about = msgspec.structs.replace(f, kinds=f.kinds or ("demand",))
        register = self._held(about)
        if register is not None:
            with register.demands() as held:
                return held.ages(about, self._collections)
        with self._connecting() as c:
            return demand_ages(c, f)

    def copies(self) -> dict[str, tuple[int, tuple[str, ...]]]:
        """Publishers who repeated others' words: in how many incidents, and with whom they share texts."""
        from onrecord.ledger.tallying import copies

        with self._counted(Filter(include_rejected=True)) as (held, fits):
            return copies(held, fits)

    @contextmanager
    def drawn(self, filter_: Filter | None, group_of: Callable[[str], int], groups: int) -> "Iterator[Drawn]":
        """What a map shows of a filter, for as long as the block lasts; ``group_of`` numbers the groups of types."""
        from onrecord.ledger.mapped import Drawn

        coarse = self._coarse()
        with self._counted(filter_) as (held, fits):
            yield Drawn(held, fits, group_of, groups, coarse)

    def _coarse(self) -> Mapping[int, Spot]:
        """The numbers of incidents that are drawn elsewhere for who asks, for their places are made coarse."""
        return {}

    def _held(self, asked: Filter) -> "Register | None":
        """Where this process holds all demands, and they know what is asked of them."""
        register = self._register(False)
        if register is None or not register.ready:
            return None
        from onrecord.ledger.demands import knows

        return register if knows(asked) else None


def tallying() -> ModuleType:
    """Loaded when it is asked, for arrays take a while to load."""
    from onrecord.ledger import tallying

    return tallying
