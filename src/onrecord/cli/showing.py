"""``onrecord show``: one record with the words that it stands on."""

import json
import sys
from collections.abc import Iterable, Sequence

import click
from rich.padding import Padding
from rich.text import Text

from onrecord.cli.console import Console, console, plural
from onrecord.cli.options import as_of_option, ledger_option, names_option, reading, user_gazetteer
from onrecord.ledger import Ledger, Reader
from onrecord.linking import RULES, Figure
from onrecord.model import Claim, Document, Incident, Rule, Span, to_record
from onrecord.pipeline import IncidentView, incident_view
from onrecord.publish import bounds, day, figure, place, type_label, when

__all__ = ["show"]

_EFFECTS = ("killed", "injured", "missing", "arrested", "abducted", "displaced")


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("id_", metavar="ID")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--why", is_flag=True, help="How it was read, or why these reports belong together.")
@click.option(
    "--rule",
    type=click.Choice(RULES),
    help="Assess an incident's toll by this rule: the newest total, the least that a source upholds, what most "
    "publishers last said, or the newest of the best rated source.",
)
@as_of_option
@names_option
@ledger_option
def show(id_: str, form: str, why: bool, rule: Rule | None, as_of: str | None, with_names: bool, ledger: str) -> None:
    """Show an incident, a claim or a document; the first characters of its ID are enough.

    An incident comes with its toll as a series (when, how many, who says so, in which document), every claim in its
    paragraph, demands and responses. Words between ‹ › (bold on a terminal) are the evidence.
    """
    say = console()
    with reading(ledger, with_names, as_of) as (opened, whole):
        kind, name = opened.resolve(id_)
        if rule is not None and kind != "incident":
            raise click.UsageError(f"--rule assesses an incident; {id_} is a {kind}")
        if form == "json" and kind == "incident":
            assessed = incident_view(opened, opened.incident(name), rule).incident
            sys.stdout.write(json.dumps(to_record(assessed), ensure_ascii=False, indent=2) + "\n")
            return
        if form == "json":
            record = {"claim": opened.claim, "document": opened.document}[kind](name)
            sys.stdout.write(json.dumps(to_record(record), ensure_ascii=False, indent=2) + "\n")
            return
        if kind == "incident":
            view = incident_view(opened, opened.incident(name), rule)
            _incident(view, say)
            if why:
                _why_linked(whole, view.incident, say)
        elif kind == "claim":
            claim = opened.claim(name)
            document = opened.document(claim.document)
            _claim(claim, document, opened, say)
            if why and (whole.document(document.id) == document or with_names):
                _why_read(claim, document, say)
            elif why:
                say.line("how it was read quotes the text, in which names are hidden: add --with-names", style="dim")
        else:
            _document(opened.document(name), opened, say)


# ---------------------------------------------------------------- incident


def _incident(view: IncidentView, say: Console) -> None:
    incident = view.incident
    sum_sign = "Σ " if incident.link == "aggregate" else ""
    say.line(
        f"[bold]{sum_sign}{type_label(incident.type)}[/] · {when(incident.when)} · {say.escape(place(incident.where))}"
    )
    tolls = ", ".join(f"{t.effect} {figure(t)}" for t in incident.tolls) or "no toll told"
    status = incident.status.replace("_", " ")
    say.line(f"{tolls} · {status} · {plural(len(incident.documents), 'document')} · [id]{incident.id}[/]")
    if incident.publishers:
        say.line(f"told by {say.escape(', '.join(incident.publishers))}", style="dim")
    if incident.actors:
        actors = "; ".join(f"{a.role} {a.name or a.category}" for a in incident.actors)
        say.line(say.escape(actors), style="dim")
    if incident.covers:
        say.line(f"sums up {', '.join(i[:12] for i in incident.covers)}", style="dim")
    _series(view, say)
    say.line()
    say.line("[bold]Claims[/]")
    for same in _same_words([view.claims[n] for n in incident.claims if n in view.claims]):
        _entry(same[0], view.documents, say, copies=same[1:])
    _demands(view, say)
    for heading, names in (("Responses", incident.responses),):
        if names:
            say.line()
            say.line(f"[bold]{heading}[/]")
            for name in names:
                if name in view.claims:
                    _entry(view.claims[name], view.documents, say)


def _series(view: IncidentView, say: Console) -> None:
    from rich import box
    from rich.table import Table

    for effect in _EFFECTS:
        rows = _rows(effect, view.series)
        if not rows:
            continue
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 1, 0, 0))
        table.add_column("Told", no_wrap=True)
        table.add_column(effect.capitalize(), justify="right", style="figure", no_wrap=True)
        table.add_column("Who says so", ratio=3, overflow="fold")
        table.add_column("In", ratio=3, overflow="fold")
        table.add_column("", no_wrap=True, style="muted")
        table.add_column("Claim", style="id", no_wrap=True)
        for first, repeats in rows:
            said = " ← ".join(first.chain) or "the publisher"
            where = ", ".join(dict.fromkeys(f.publisher or f.document[:10] for f in (first, *repeats)))
            mark = "" if first.relation in ("first", "repeat") else first.relation.replace("_", " ")
            cells = [_moment(first.published), bounds(first.low, first.high), say.escape(said), say.escape(where), mark]
            table.add_row(*cells, first.claim[:10])
        say.line()
        say.print(table)
        best = next((t for t in view.incident.tolls if t.effect == effect), None)
        if best is not None:
            span = f"{best.low:,} to {best.high:,}" if best.high is not None else f"{best.low:,} or more"
            rests = ", ".join(c[:10] for c in best.from_)
            say.line(
                f"best: [figure]{best.best:,}[/] by the rule '{best.rule}' (told: {span}), resting on {rests}",
                style="dim",
            )


def _rows(effect: str, series: Sequence[Figure]) -> list[tuple[Figure, list[Figure]]]:
    """The figures of an effect; the same figure of the same speakers in further documents is listed with the first."""
    rows: dict[tuple[int, int | None, tuple[str, ...]], tuple[Figure, list[Figure]]] = {}
    for f in sorted(series, key=lambda f: (f.at, f.published, f.order)):
        if f.effect != effect:
            continue
        key = (f.low, f.high, f.chain)
        if key in rows:
            rows[key][1].append(f)
        else:
            rows[key] = (f, [])
    return list(rows.values())


def _moment(published: str) -> str:
    if not published:
        return "undated"
    return day(published) + (f" {published[11:16]}" if "T" in published else "")


def _demands(view: IncidentView, say: Console) -> None:
    if not view.incident.demands:
        return
    say.line()
    say.line("[bold]Demands[/]")
    for demand in view.incident.demands:
        claim = view.claims.get(demand.id)
        if claim is None:
            continue
        _entry(claim, view.documents, say)
        if demand.answered_by:
            say.line(f"    answered by {', '.join(a[:10] for a in demand.answered_by)}", style="green")
        else:
            say.line("    open", style="yellow")


def _same_words(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims in order; those with the very same evidence (copies of one wire) stand together."""
    groups: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims:
        groups.setdefault((claim.type, *(e.exact for e in claim.evidence)), []).append(claim)
    return list(groups.values())


def _entry(claim: Claim, documents: dict[str, Document], say: Console, copies: Sequence[Claim] = ()) -> None:
    document = documents[claim.document]
    said = " ← ".join(s.name for s in claim.said_by) or document.publisher or "the document"
    label = type_label(claim.type) + ("" if claim.modality == "actual" else f" ({claim.modality})")
    say.line(
        f"  [id]{claim.id[:10]}[/] {label} · {say.escape(said)} · [dim]{say.escape(document.publisher or 'unknown publisher')}"
        f" {_moment(document.published or '')}[/]"
    )
    for evidence in claim.evidence:
        say.print(Padding(_marked(document.text, evidence.start, evidence.end, _details(claim)), (0, 0, 0, 6)))
    if copies:
        # by id too: a toll may rest on any of them
        names = (f"{say.escape(documents[c.document].publisher or c.document[:10])} [id]{c.id[:10]}[/]" for c in copies)
        say.line(f"      [dim]same words in {', '.join(names)}[/]")


def _details(claim: Claim) -> list[Span]:
    return [*claim.tolls, *([claim.action] if claim.action else [])]


def _marked(text: str, start: int, end: int, spans: Iterable[Span]) -> Text:
    """Words of the text with the spans inside them marked."""
    made = Text()
    marks = sorted({(s.start, s.end) for s in spans if start <= s.start and s.end <= end})
    at = start
    for a, b in marks:
        if a < at:
            continue
        made.append(text[at:a])
        made.append(f"‹{text[a:b]}›", style="bold")
        at = b
    made.append(text[at:end])
    made.overflow = "fold"
    return made


# ------------------------------------------------------------------- claim


def _claim(claim: Claim, document: Document, opened: Reader, say: Console) -> None:
    say.line(f"[bold]{type_label(claim.type)}[/] · {claim.kind} · {claim.modality} · [id]{claim.id}[/]")
    for name, value in _fields(claim):
        say.line(f"  [dim]{name:<12}[/]{say.escape(value)}")
    homes = opened.incidents_of_claims([claim.id]).get(claim.id, ())
    for home in homes:
        say.line(f"  [dim]{'incident':<12}[/][id]{home[:20]}[/]")
    title = document.title or document.text[:60]
    say.line()
    say.line(
        f"[dim]{say.escape(document.publisher or '')} {_moment(document.published or '')} · {say.escape(title)}"
        f" · {document.id[:12]}[/]"
    )
    for paragraph, inside in _paragraphs(document.text, claim.evidence):
        spans: Sequence[Span] = [e for e in claim.evidence if inside(e)]
        say.line()
        say.print(Padding(_marked(document.text, paragraph[0], paragraph[1], spans), (0, 0, 0, 2)))


def _fields(claim: Claim) -> Iterable[tuple[str, str]]:
    if claim.when is not None:
        words = f' ("{claim.when.exact}")' if claim.when.exact else ""
        yield "when", when(claim.when) + words
    for p in claim.where:
        yield "where", f"{place((p,))} ({p.precision})"
    for t in claim.tolls:
        part = ", part of a total" if t.part_of else ""
        yield t.effect, f'{bounds(t.low, t.high)} ("{t.exact}"{f", {t.who}" if t.who else ""}{part})'
    for a in claim.actors:
        yield a.role, f"{a.name or a.exact} ({a.category}{f', {a.responsibility}' if a.responsibility else ''})"
    for s in claim.said_by:
        yield "said by", s.name + (f" on {s.medium}" if s.medium else "")
    for name, party in (("by", claim.by), ("to", claim.to)):
        if party is not None:
            yield name, party.name
    if claim.action is not None:
        yield "action", claim.action.exact
    if claim.occurrences is not None:
        yield "occurrences", bounds(claim.occurrences.low, claim.occurrences.high)
    if claim.link is not None:
        yield "link", claim.link
    if claim.rights:
        yield "rights", ", ".join(claim.rights)
    if claim.means:
        yield "means", ", ".join(claim.means)


def _paragraphs(text: str, spans: Sequence[Span]) -> list[tuple[tuple[int, int], "_Inside"]]:
    """The paragraphs that hold the spans, once each, in text order."""
    found: list[tuple[tuple[int, int], _Inside]] = []
    for span in sorted(spans, key=lambda s: s.start):
        start = text.rfind("\n\n", 0, span.start)
        start = 0 if start < 0 else start + 2
        end = text.find("\n\n", span.end)
        end = len(text) if end < 0 else end
        if not found or found[-1][0] != (start, end):
            found.append(((start, end), _Inside(start, end)))
    return found


class _Inside:
    def __init__(self, start: int, end: int) -> None:
        self._start, self._end = start, end

    def __call__(self, span: Span) -> bool:
        return self._start <= span.start and span.end <= self._end


def _why_read(claim: Claim, document: Document, say: Console) -> None:
    from onrecord.reading import Reader

    found = Reader(gazetteer_dir=user_gazetteer()).explain(document, claim.id)
    say.line()
    say.line("[bold]How it was read[/]")
    if found is None:
        say.line(
            "  this version reads the document otherwise: the claim was made by an earlier one, by a map or by hand"
        )
        return
    say.line(f"  rule      {say.escape(found.rule)}")
    for pattern in found.patterns:
        say.line(f"  pattern   {say.escape(pattern)}")
    if found.words:
        say.line(f"  words     {say.escape(', '.join(found.words))}")
    for f in found.fields:
        say.line(f"  {f.field:<9} {say.escape(f.how)}" + (f"  [dim]{say.escape(f.words)}[/]" if f.words else ""))
    for d in found.rejected:
        say.line(f"  refused   {say.escape(d.exact)}: {say.escape(d.reason)}", style="dim")


def _why_linked(opened: Ledger, incident: Incident, say: Console) -> None:
    from onrecord.pipeline import why_linked

    say.line()
    say.line("[bold]Why these reports belong together[/]")
    for line in why_linked(opened, incident):
        say.line(f"  {say.escape(line)}")


# ---------------------------------------------------------------- document


def _document(document: Document, opened: Reader, say: Console) -> None:
    say.line(f"[bold]{say.escape(document.title or 'untitled')}[/]")
    say.line(
        f"[dim]{say.escape(document.publisher or 'unknown publisher')} · {_moment(document.published or '')}"
        f" · {document.kind} · {document.id}[/]"
    )
    if document.url:
        say.line(f"[dim]{say.escape(document.url)}[/]")
    claims = opened.claims_of_documents([document.id]).get(document.id, ())
    say.line(plural(len(claims), "claim"), style="dim")
    say.line()
    spans = [e for c in claims for e in c.evidence]
    say.print(_marked(document.text, 0, len(document.text), spans))
    say.line()
    for claim in claims:
        tolls = ", ".join(f"{t.effect} {bounds(t.low, t.high)}" for t in claim.tolls if not t.part_of)
        say.line(f"  [id]{claim.id[:10]}[/] {type_label(claim.type)}{f' · {tolls}' if tolls else ''}")
