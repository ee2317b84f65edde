"""The model of the subject: weighted means and a convolution over vectors of word pieces, after Iyyer et al. (2015).

See ``data/MODEL_CARD.md``; trained by ``training/subject``.
"""

import hashlib
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from onrecord.reading.nlp import piece_tokenizer

__all__ = ["SubjectModel", "subject_hash", "subject_model"]

Floats = npt.NDArray[np.float32]
_MODEL = files("onrecord.reading.subject") / "data" / "subject.npz"
_PIECES, _OWN = 160, 96
_SPAN = 3
"""Pieces that the convolution sees at a time."""


class SubjectModel:
    """Deterministic; one sentence at a time, some tenths of a millisecond."""

    def __init__(self, tokenizer: Tokenizer, arrays: dict[str, npt.NDArray[np.generic]]) -> None:
        self._tokenizer = tokenizer
        self._table = arrays["table"]
        self._scale = np.float32(arrays["scale"])
        self._held: dict[str, Floats] = {k: v.astype(np.float32) for k, v in arrays.items() if "." in k}

    def probability(self, sentence: str, around: str = "") -> float:
        """That ``sentence``, which stands between the words of ``around``, tells of something for the ledger; from 0 to 1."""
        own = self._pieces(sentence)[:_OWN]
        if not own:
            return 0.0
        rest = self._pieces(around)[: _PIECES - len(own)]
        x = self._table[own + rest].astype(np.float32) * self._scale
        held, mine = self._held, x[: len(own)]
        scores = mine @ held["weigh.weight"].T + held["weigh.bias"]
        weights = np.exp(scores - scores.max(0))
        means = ((weights / weights.sum(0)).T @ mine).ravel()
        edge = np.zeros((1, x.shape[1]), dtype=np.float32)
        padded = np.concatenate([edge, mine, edge])
        near = sum(padded[k : k + len(own)] @ held["near.weight"][:, :, k].T for k in range(_SPAN))
        peaks = np.maximum(near + held["near.bias"], 0).max(0)
        beside = x[len(own) :].mean(0) if rest else edge[0]
        inner = np.maximum(held["inner.weight"] @ np.concatenate([means, peaks, beside]) + held["inner.bias"], 0)
        logit = float(held["out.weight"][0] @ inner + held["out.bias"][0])
        return float(1 / (1 + np.exp(-logit)))

    def _pieces(self, text: str) -> list[int]:
        found: list[int] = self._tokenizer.encode(" ".join(text.split()), add_special_tokens=False).ids
        return found


@cache
def subject_hash() -> str:
    """SHA-256 of the model's file."""
    return hashlib.sha256(_MODEL.read_bytes()).hexdigest()


@cache
def subject_model() -> SubjectModel:
    """The shipped model, loaded once a process."""
    with np.load(str(_MODEL)) as arrays:
        return SubjectModel(piece_tokenizer(), dict(arrays))
