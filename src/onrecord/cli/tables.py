"""Tables that read well at 80 and at 160 columns: the columns that matter most come first and are never cut."""

from collections.abc import Mapping, Sequence

from rich import box
from rich.table import Table

from onrecord.cli.console import Console
from onrecord.model import Claim, Document, Incident, When
from onrecord.publish import bounds, day, figure, place, type_label, when

__all__ = ["claims_table", "demands_table", "incidents_table", "responses_table"]

_WIDE = 120
_STATUS = {
    "single_source": ("one source", "muted"),
    "corroborated": ("corroborated", "green"),
    "contested": ("contested", "yellow"),
    "confirmed": ("confirmed", "bold green"),
    "rejected": ("rejected", "red"),
}


def _table() -> Table:
    return Table(
        box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False, padding=(0, 1, 0, 0), expand=True
    )


def _toll(incident: Incident, effect: str, wide: bool) -> str:
    """The best figure; where there is room, also the range in which the sources differ. ``+`` marks an open figure."""
    found = next((t for t in incident.tolls if t.effect == effect), None)
    if found is None:
        return ""
    if wide:
        return figure(found)
    return f"{found.best:,}" + ("+" if found.high is None else "")


def _days(value: When | None) -> str:
    """Dates in eleven characters: a range shows its first day and that it goes on."""
    text = when(value)
    if value is None or value.start is None:
        return "unknown"
    return text if len(text) <= 11 else f"{day(value.start)[-11:]}…"


def incidents_table(incidents: Sequence[Incident], say: Console) -> Table:
    """One line an incident; an aggregate is marked with Σ, for its figure sums up several events."""
    wide = say.width >= _WIDE
    table = _table()
    table.add_column("When", no_wrap=True, min_width=11)
    table.add_column("What", ratio=3, overflow="ellipsis", no_wrap=True)
    table.add_column("Where", ratio=3, overflow="ellipsis", no_wrap=True)
    table.add_column("Killed", justify="right", no_wrap=True, style="figure", min_width=6)
    table.add_column("Hurt", justify="right", no_wrap=True, min_width=4)
    if wide:
        table.add_column("Arrested", justify="right", no_wrap=True, min_width=8)
        table.add_column("Status", no_wrap=True, min_width=12)
        table.add_column("Told by", ratio=3, overflow="ellipsis", no_wrap=True)
        table.add_column("Demands", justify="right", no_wrap=True, min_width=7)
    else:
        table.add_column("Src", justify="right", no_wrap=True, min_width=3)
    table.add_column("Id", style="id", no_wrap=True, min_width=12)
    for i in incidents:
        label, style = _STATUS[i.status]
        what = ("Σ " if i.link == "aggregate" else "") + type_label(i.type)
        cells = [_days(i.when), what, say.escape(place(i.where)), _toll(i, "killed", wide), _toll(i, "injured", wide)]
        if wide:
            answered = sum(bool(d.answered_by) for d in i.demands)
            demands = f"{len(i.demands) - answered} open" if len(i.demands) > answered else str(len(i.demands) or "")
            cells += [_toll(i, "arrested", wide), f"[{style}]{label}[/]", say.escape(", ".join(i.publishers)), demands]
        else:
            cells += [str(len(i.publishers) or len(i.documents))]
        table.add_row(*cells, i.id[:12])
    return table


def _tolls(claim: Claim) -> str:
    parts = [f"{t.effect} {bounds(t.low, t.high)}" for t in claim.tolls if not t.part_of]
    return ", ".join(parts)


def claims_table(claims: Sequence[Claim], documents: Mapping[str, Document], say: Console) -> Table:
    """One line a claim: who says what about which day and place."""
    wide = say.width >= _WIDE
    table = _table()
    table.add_column("When", no_wrap=True, min_width=11)
    table.add_column("What", ratio=2, overflow="ellipsis", no_wrap=True)
    table.add_column("Where", ratio=2, overflow="ellipsis", no_wrap=True)
    table.add_column("Toll", ratio=2, overflow="ellipsis", no_wrap=True, style="figure")
    table.add_column("Said by", ratio=2, overflow="ellipsis", no_wrap=True)
    if wide:
        table.add_column("Evidence", ratio=5, overflow="ellipsis", no_wrap=True, style="muted")
    table.add_column("Id", style="id", no_wrap=True, min_width=10)
    for c in claims:
        document = documents.get(c.document)
        said = ", ".join(s.name for s in c.said_by) or (document.publisher if document else "") or "the document"
        label = type_label(c.type) + ("" if c.modality == "actual" else f" ({c.modality})")
        cells = [_days(c.when), label, place(c.where), _tolls(c), say.escape(said)]
        if wide:
            cells.append(say.escape(c.evidence[0].exact))
        table.add_row(*cells, c.id[:10])
    return table


def demands_table(rows: Sequence[tuple[Claim, str, str, int | None]], say: Console) -> Table:
    """``(claim, published, answer, age in days)``: open demands show how long nobody has done what was asked."""
    wide = say.width >= _WIDE
    table = _table()
    table.add_column("Asked", no_wrap=True, min_width=11)
    table.add_column("By", ratio=2, overflow="ellipsis", no_wrap=True)
    table.add_column("Of", ratio=2, overflow="ellipsis", no_wrap=True)
    table.add_column("What", ratio=4 if wide else 3, overflow="ellipsis", no_wrap=True)
    table.add_column("Open", justify="right", no_wrap=True, style="yellow", min_width=6)
    if wide:
        table.add_column("Answered by", ratio=2, overflow="ellipsis", no_wrap=True)
    table.add_column("Id", style="id", no_wrap=True, min_width=10)
    for claim, published, answer, age in rows:
        action = claim.action.exact if claim.action else type_label(claim.type)
        cells = [
            day(published) if published else "?", say.escape(claim.by.name if claim.by else "?"),
            say.escape(claim.to.name if claim.to else "—"), say.escape(" ".join(action.split())),
            "" if age is None else f"{age} d",
        ]  # fmt: skip
        if wide:
            cells.append(say.escape(answer))
        table.add_row(*cells, claim.id[:10])
    return table


def responses_table(rows: Sequence[tuple[Claim, str]], say: Console) -> Table:
    """``(claim, published)``: who did or said what about an incident."""
    table = _table()
    table.add_column("Told", no_wrap=True, min_width=11)
    table.add_column("By", ratio=2, overflow="ellipsis", no_wrap=True)
    table.add_column("What", ratio=2, overflow="ellipsis", no_wrap=True)
    table.add_column("Words", ratio=4, overflow="ellipsis", no_wrap=True)
    table.add_column("Id", style="id", no_wrap=True, min_width=10)
    for claim, published in rows:
        words = claim.action.exact if claim.action else claim.evidence[0].exact
        by = claim.by.name if claim.by else ", ".join(s.name for s in claim.said_by)
        table.add_row(
            day(published) if published else "?", say.escape(by or "?"), type_label(claim.type),
            say.escape(" ".join(words.split())), claim.id[:10],
        )  # fmt: skip
    return table
