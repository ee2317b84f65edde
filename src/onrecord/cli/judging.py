"""``onrecord judge``: the only thing that people write. Undo is another judgement."""

import getpass
from datetime import UTC, datetime
from typing import Any

import click
import msgspec

from onrecord.cli.console import console, plural
from onrecord.cli.options import ledger_option, names_option, reading, signing_key
from onrecord.ledger import Batch, Ledger, judged_through, open_ledger, undone
from onrecord.model import VERDICTS, Judgement, NotFound, Verdict
from onrecord.pipeline import new_judgement, relink

__all__ = ["judge", "judged_documents", "judgements"]

_HELP = {"help_option_names": ["-h", "--help"]}


@click.command(context_settings=_HELP)
@click.argument("verdict", type=click.Choice(VERDICTS), metavar="VERDICT")
@click.argument("subjects", nargs=-1, required=True, metavar="ID...")
@click.option("--why", default="", help="The reason, for those who come after you.")
@click.option("--by", default=getpass.getuser, help="Who judges. Default: your user name.")
@click.option("--field", help="For correct: the field, such as type or when.start.")
@click.option("--value", help="For correct: the value, as JSON or plain text.")
@click.option("--rating", metavar="B2", help="For rate: reliability A to F and credibility 1 to 6.")
@click.option("--hide", multiple=True, metavar="NAME", help="For redact: hide this name too. May be given again.")
@click.option("--reveal", multiple=True, metavar="NAME", help="For redact: show this name (a public figure).")
@click.option(
    "--place", type=click.Choice(["country", "admin1", "admin2", "city"]), help="For redact: no place finer than this."
)
@ledger_option
def judge(verdict: Verdict, subjects: tuple[str, ...], why: str, by: str, ledger: str, **more: Any) -> None:
    """Judge records: confirm, reject, correct, merge, split, must_link, cannot_link, rate, redact, note, unsure, undo.

    Nothing is overwritten: a judgement is a new row, and undo is another. ID is an incident, a claim or a document; for rate a
    publisher's name; for undo a judgement.

    \b
    onrecord judge confirm inc-91c8 --why "seen the hospital list"
    onrecord judge merge inc-91c8 inc-2ab0
    onrecord judge split inc-91c8 5b2e0 77c1a       these claims go, together; all others stay
    onrecord judge correct 5b2e0 --field type --value attack.suicide
    onrecord judge rate "Quetta Morning" --rating B2
    onrecord judge redact 5b2e0 --hide "Sarwar Kakarzai" --place admin1
    onrecord judge undo 3f1c --why "the list was of another day"
    """
    detail = _detail(verdict, why, **more)
    say = console()
    with open_ledger(ledger, key=signing_key()) as opened:
        names = tuple(subjects if verdict == "rate" else (_full(opened, s, verdict) for s in subjects))
        if verdict == "split" and len(names) > 1:
            stay = opened.staying(names[0], names[1:])
            names, detail = (*stay, *names[1:]), {"stay": len(stay)}
        made = new_judgement(verdict, names, by, datetime.now(UTC).isoformat(timespec="microseconds"), why, detail)
        with opened.writing():
            done = opened.append(Batch(judgements=(made,)))
            changed = relink(opened, judged_documents(opened, made)) if not done.rejections else []
    for rejection in done.rejections:
        raise click.ClickException(rejection.reason)
    say.line(f"{verdict} noted as [id]{made.id}[/]; {plural(len(changed), 'incident')} linked anew")


def _detail(
    verdict: Verdict, why: str, field: str | None, value: str | None, rating: str | None, hide: tuple[str, ...],
    reveal: tuple[str, ...], place: str | None,
) -> dict[str, Any]:  # fmt: skip
    if verdict == "correct":
        if field is None or value is None:
            raise click.UsageError("correct needs --field and --value")
        try:
            return {"field": field, "value": msgspec.json.decode(value)}
        except msgspec.DecodeError:
            return {"field": field, "value": value}
    if verdict == "rate":
        if rating is None or len(rating) != 2 or rating[0].upper() not in "ABCDEF" or rating[1] not in "123456":
            raise click.UsageError(
                "rate needs --rating: A to F for the source, 1 to 6 for what it says (the Admiralty code), such as B2"
            )
        return {"reliability": rating[0].upper(), "credibility": rating[1]}
    if verdict == "redact":
        told = {"names": list(hide), "show": list(reveal), "place": place}
        return {k: v for k, v in told.items() if v}
    return {"text": why} if verdict == "note" else {}


def _full(opened: Ledger, subject: str, verdict: Verdict) -> str:
    if verdict == "undo":
        found = [j.id for j in opened.judgements() if j.id.startswith(subject)]
        if len(found) != 1:
            raise NotFound(f"{len(found)} judgements have an id that begins with {subject}; see onrecord judgements")
        return found[0]
    return opened.resolve(subject)[1]


def judged_documents(opened: Ledger, made: Judgement) -> set[str]:
    """The documents that a judgement concerns, to be linked anew."""
    subjects = set(made.subjects)
    if made.verdict == "undo":
        subjects = judged_through(subjects, opened.judgements())
    found: set[str] = set()
    for subject in subjects:
        try:
            kind, name = opened.resolve(subject)
        except NotFound:
            continue
        if kind == "incident":
            found |= {d.id for d in opened.incident(name).documents}
        elif kind == "claim":
            found.add(opened.claim(name).document)
        elif kind == "document":
            found.add(name)
    return found


@click.command(context_settings=_HELP)
@click.argument("id_", metavar="[ID]", required=False)
@names_option
@ledger_option
def judgements(id_: str | None, with_names: bool, ledger: str) -> None:
    """All judgements, or those about one record; conflicting ones are shown."""
    say = console()
    with reading(ledger, with_names) as (opened, _):
        subject = opened.resolve(id_)[1] if id_ else None
        found = opened.judgements(subject=subject)
        conflicts = opened.conflicts()
    gone = undone(found)
    for j in found:
        what = ", ".join(s[:16] for s in j.subjects)
        told = " ".join(f"{k} {v}" for k, v in j.detail.items() if k != "text")
        why = "  ".join(x for x in (told, j.why, "[undone]" if j.id in gone else "") if x)
        say.line(
            f"{j.at[:16].replace('T', ' ')}  {j.verdict:<11} {say.escape(what)}  {say.escape(j.by)}  [id]{j.id[:10]}[/]"
            f"{f'  [dim]{say.escape(why)}[/]' if why else ''}"
        )
    for c in conflicts:
        sides = ", ".join(f"{j.by} ({j.verdict}{_answer(j)}, {j.at[:10]})" for j in c.judgements)
        say.line(f"conflict about {say.escape(c.subject)} ({c.question}): {say.escape(sides)}", style="yellow")
    if not found:
        say.line("no judgement yet", style="dim")


def _answer(j: Judgement) -> str:
    """What a judgement answers, where its verdict does not say it."""
    if j.verdict == "correct":
        return f" to {j.detail.get('value')}"
    return f" {j.detail.get('reliability')}{j.detail.get('credibility')}" if j.verdict == "rate" else ""
