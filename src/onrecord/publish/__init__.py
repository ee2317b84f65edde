"""Queries to tables: CSV, GeoJSON and words for people."""

from onrecord.publish.geojson import feature, to_geojson
from onrecord.publish.rows import CLAIM_COLUMNS, INCIDENT_COLUMNS, claim_row, incident_row, safe_cell, to_csv
from onrecord.publish.words import Manner, bounds, day, figure, month, place, span, type_label, when

__all__ = [
    "CLAIM_COLUMNS",
    "INCIDENT_COLUMNS",
    "Manner",
    "bounds",
    "claim_row",
    "day",
    "feature",
    "figure",
    "incident_row",
    "month",
    "place",
    "safe_cell",
    "span",
    "to_csv",
    "to_geojson",
    "type_label",
    "when",
]
