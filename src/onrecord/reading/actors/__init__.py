"""Actors: who they are, by the category of the public vocabulary, and what part they play in an act."""

from onrecord.reading.actors.categories import (
    categorise,
    categorise_tokens,
    is_attacker,
    is_member,
    name_of,
    named_groups,
    noun_phrase,
    people_nouns,
)
from onrecord.reading.actors.mentions import ActorMention, find_actors
from onrecord.reading.actors.responsibility import responsibility_of
from onrecord.reading.actors.roles import Argument, Arguments, arguments

__all__ = [
    "ActorMention",
    "Argument",
    "Arguments",
    "arguments",
    "categorise",
    "categorise_tokens",
    "find_actors",
    "is_attacker",
    "is_member",
    "name_of",
    "named_groups",
    "noun_phrase",
    "people_nouns",
    "responsibility_of",
]
