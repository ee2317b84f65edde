"""Records as flat rows for spreadsheets, with a guard against formulas."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from onrecord.model import Claim, Incident

__all__ = ["CLAIM_COLUMNS", "INCIDENT_COLUMNS", "claim_row", "incident_row", "safe_cell", "to_csv"]

# a spreadsheet runs a cell that begins with one of these
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

INCIDENT_COLUMNS = (
    "id", "link", "type", "status", "date_start", "date_end", "date_precision", "place", "admin2", "admin1", "country", "lat",
    "lon", "place_precision", "killed_low", "killed_best", "killed_high", "injured_low", "injured_best", "injured_high",
    "arrested_best", "abducted_best", "displaced_best", "actors", "publishers", "documents", "claims", "demands", "answered",
    "responses", "first_reported", "last_reported",
)  # fmt: skip
CLAIM_COLUMNS = (
    "id", "document", "kind", "type", "modality", "link", "said_by", "date_start", "date_end", "date_precision", "place",
    "admin1", "country", "lat", "lon", "killed", "injured", "tolls", "actors", "by", "to", "action", "rights", "evidence",
    "evidence_start", "evidence_end",
)  # fmt: skip


def safe_cell(value: object) -> str:
    """A cell's text that no spreadsheet takes for a formula; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return str(value)
    text = str(value)
    return "'" + text if text.startswith(_FORMULA) else text


def incident_row(incident: Incident) -> dict[str, object]:
    """One incident as one row; lists are joined by ``; ``."""
    row: dict[str, object] = {
        "id": incident.id, "link": incident.link, "type": incident.type, "status": incident.status,
        "actors": "; ".join(f"{a.role}: {a.name or a.category}" for a in incident.actors),
        "publishers": "; ".join(incident.publishers), "documents": len(incident.documents), "claims": len(incident.claims),
        "demands": len(incident.demands), "answered": sum(bool(d.answered_by) for d in incident.demands),
        "responses": len(incident.responses), "first_reported": incident.first_reported,
        "last_reported": incident.last_reported,
    }  # fmt: skip
    if incident.when is not None:
        when = incident.when
        row |= {"date_start": when.start, "date_end": when.end, "date_precision": when.precision}
    if incident.where:
        place = incident.where[0]
        row |= {
            "place": place.name, "admin2": place.admin2, "admin1": place.admin1, "country": place.country,
            "lat": place.lat, "lon": place.lon, "place_precision": place.precision,
        }  # fmt: skip
    for toll in incident.tolls:
        row |= {f"{toll.effect}_low": toll.low, f"{toll.effect}_best": toll.best, f"{toll.effect}_high": toll.high}
    return row


def claim_row(claim: Claim) -> dict[str, object]:
    """One claim as one row, its tolls as told ("killed at least 24")."""
    row: dict[str, object] = {
        "id": claim.id, "document": claim.document, "kind": claim.kind, "type": claim.type, "modality": claim.modality,
        "link": claim.link, "said_by": "; ".join(s.name for s in claim.said_by),
        "tolls": "; ".join(f"{t.effect}: {t.exact}" for t in claim.tolls),
        "actors": "; ".join(f"{a.role}: {a.name or a.exact}" for a in claim.actors),
        "by": claim.by.name if claim.by else None, "to": claim.to.name if claim.to else None,
        "action": claim.action.exact if claim.action else None, "rights": "; ".join(claim.rights),
        "evidence": " … ".join(e.exact for e in claim.evidence), "evidence_start": claim.evidence[0].start,
        "evidence_end": claim.evidence[-1].end,
    }  # fmt: skip
    if claim.when is not None:
        when = claim.when
        row |= {"date_start": when.start, "date_end": when.end, "date_precision": when.precision}
    if claim.where:
        place = claim.where[0]
        row |= {
            "place": place.name, "admin1": place.admin1, "country": place.country, "lat": place.lat, "lon": place.lon,
        }  # fmt: skip
    for effect in ("killed", "injured"):
        told = [t for t in claim.tolls if t.effect == effect and not t.part_of and t.who != "attacker"]
        if told:
            row[effect] = sum(t.low for t in told)
    return row


def to_csv(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> Iterator[str]:
    """Lines of a CSV file with a header, guarded against formulas."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")

    def line(cells: Sequence[str]) -> str:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow(cells)
        return buffer.getvalue()

    yield line(columns)
    for row in rows:
        yield line([safe_cell(row.get(c)) for c in columns])
