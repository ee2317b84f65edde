"""The desk: pages for people and a REST API, on a ledger. Reads; writes nothing but judgements, and its own accounts."""

from onrecord.web.access import Door
from onrecord.web.app import create_app
from onrecord.web.desk import Judge
from onrecord.web.security import LOOPBACK
from onrecord.web.server import Refused, Tls, is_loopback, serve

__all__ = ["LOOPBACK", "Door", "Judge", "Refused", "Tls", "create_app", "is_loopback", "serve"]
