"""What several rooms know together: an incident with its claims, documents and toll series."""

from dataclasses import dataclass

from onrecord.ledger import Ledger
from onrecord.linking import Brief, Figure, brief_of, series
from onrecord.model import Claim, Document, Incident

__all__ = ["IncidentView", "incident_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentView:
    """One incident, whole: its claims and documents by id, and every figure in the order in which it was told."""

    incident: Incident
    claims: dict[str, Claim]
    documents: dict[str, Document]
    series: tuple[Figure, ...]


def incident_view(ledger: Ledger, incident: Incident) -> IncidentView:
    """Gather what stands behind an incident."""
    wanted = [*incident.claims, *(d.id for d in incident.demands), *incident.responses]
    wanted += [a for d in incident.demands for a in d.answered_by]
    claims = ledger.claims_by_ids(wanted)
    documents = ledger.documents_by_ids({c.document for c in claims.values()})
    sequences = ledger.sequences(documents)
    briefs: dict[str, Brief] = {i: brief_of(d, sequences.get(i, 0)) for i, d in documents.items()}
    told = [claims[i] for i in incident.claims if i in claims]
    return IncidentView(
        incident=incident, claims=claims, documents=documents, series=tuple(series(told, briefs, incident.link))
    )
