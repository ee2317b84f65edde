"""Claims to incidents: blocking keys, weighed comparison, clustering, assessed tolls. Pure functions over claims."""

from onrecord.linking.compare import Part, explain
from onrecord.linking.copies import Brief, copy_groups, similarity
from onrecord.linking.decisions import Decisions, Rating, decide, founding_claim
from onrecord.linking.demands import OpenDemand, open_demands
from onrecord.linking.incremental import Linker
from onrecord.linking.memory import MemoryStore
from onrecord.linking.nodes import Told, bodies_again, brief_of, decode_brief, document_again
from onrecord.linking.recall import Recall
from onrecord.linking.scratch import Spread, link_all
from onrecord.linking.spool import Spool
from onrecord.linking.store import Edge, EdgeKind, Forward, LinkStore, StoredDocument, StoredIncident, StoredNode
from onrecord.linking.tolls import RULES, Figure, Relation, assess, series
from onrecord.linking.why import Joined, KeptApart, Why, why

__all__ = [
    "RULES",
    "Brief",
    "Decisions",
    "Edge",
    "EdgeKind",
    "Figure",
    "Forward",
    "Joined",
    "KeptApart",
    "LinkStore",
    "Linker",
    "MemoryStore",
    "OpenDemand",
    "Part",
    "Rating",
    "Recall",
    "Relation",
    "Spool",
    "Spread",
    "StoredDocument",
    "StoredIncident",
    "StoredNode",
    "Told",
    "Why",
    "assess",
    "bodies_again",
    "brief_of",
    "copy_groups",
    "decide",
    "decode_brief",
    "document_again",
    "explain",
    "founding_claim",
    "link_all",
    "open_demands",
    "series",
    "similarity",
    "why",
]
