"""The models that reading rests on."""

import hashlib
from functools import cache

from onrecord.reading.acts import finder_hash, promise_hash
from onrecord.reading.nlp import parser_hash
from onrecord.reading.subject import subject_hash

__all__ = ["model_hash"]


@cache
def model_hash() -> str:
    """SHA-256 over the hashes of the parser, the finder of acts, what stands before it, and the model of the subject.

    It stands on every run.
    """
    hashes = (parser_hash(), finder_hash(), promise_hash(), subject_hash())
    return hashlib.sha256("".join(hashes).encode()).hexdigest()
