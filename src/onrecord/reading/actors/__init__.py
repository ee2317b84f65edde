"""Actors: who they are, by the category of the public vocabulary."""

from onrecord.reading.actors.categories import categorise, categorise_tokens, is_attacker, noun_phrase

__all__ = ["categorise", "categorise_tokens", "is_attacker", "noun_phrase"]
