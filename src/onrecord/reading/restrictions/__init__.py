"""Restrictions of rights that the trigger reader leaves out: orders to third parties, refusals, seizures."""

from onrecord.reading.restrictions.reader import read_restrictions

__all__ = ["read_restrictions"]
