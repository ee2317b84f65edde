"""What words mean: types, rights, actors, lexicons and crosswalks as data, with one validating loader."""

from onrecord.vocab.countries import country_code, country_name
from onrecord.vocab.loader import Source, file_hash, load, load_rows, manifest, vocabulary_hash
from onrecord.vocab.types import ClaimType, actor_categories, claim_type, claim_types, right_labels

__all__ = [
    "ClaimType",
    "Source",
    "actor_categories",
    "claim_type",
    "claim_types",
    "country_code",
    "country_name",
    "file_hash",
    "load",
    "load_rows",
    "manifest",
    "right_labels",
    "vocabulary_hash",
]
