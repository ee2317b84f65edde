"""The desk: pages for people and a REST API, on a ledger. Reads; writes nothing but judgements."""

from onrecord.web.app import create_app
from onrecord.web.desk import Judge
from onrecord.web.server import Refused, serve

__all__ = ["Judge", "Refused", "create_app", "serve"]
