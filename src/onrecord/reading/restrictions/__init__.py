"""Restrictions of rights that the trigger reader leaves out: orders to third parties, refusals, seizures."""

from onrecord.reading.restrictions.reader import holds_restriction, read_restrictions, restriction_book

__all__ = ["holds_restriction", "read_restrictions", "restriction_book"]
