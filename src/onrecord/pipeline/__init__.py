"""The only place that knows the order: inputs to claims to incidents to the ledger."""

from onrecord.pipeline.adding import Progress, Summary, add_items, add_rows, new_run, relink
from onrecord.pipeline.executor import Executor, Local, default_workers
from onrecord.pipeline.judging import new_judgement
from onrecord.pipeline.reading import LAYERS, Layer, ReadItem, layer_records, read_items
from onrecord.pipeline.rebuilding import Difference, as_it_stood, incidents_as_of, prove, rebuild, stand
from onrecord.pipeline.views import IncidentView, incident_view, match_weights, why_linked

__all__ = [
    "LAYERS",
    "Difference",
    "Executor",
    "IncidentView",
    "Layer",
    "Local",
    "Progress",
    "ReadItem",
    "Summary",
    "add_items",
    "add_rows",
    "as_it_stood",
    "default_workers",
    "incident_view",
    "incidents_as_of",
    "layer_records",
    "match_weights",
    "new_judgement",
    "new_run",
    "prove",
    "read_items",
    "rebuild",
    "relink",
    "stand",
    "why_linked",
]
