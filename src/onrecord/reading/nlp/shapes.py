"""Shapes of words, by which case enters the networks. Imports nothing: training takes it from here without the package."""

__all__ = ["SHOUTED", "shape_of"]

SHOUTED = 7


def shape_of(word: str, index: int, shouted: bool) -> int:
    """Nine classes of word shape; in a shouted sentence case tells nothing, so every word has class ``SHOUTED``."""
    if shouted:
        return SHOUTED
    if not any(c.isalnum() for c in word):
        return 5
    if any(c.isdigit() for c in word):
        return 4
    if word.islower():
        return 0
    if word.isupper():
        return 6 if len(word) == 1 else 2
    if word[:1].isupper() and word[1:].islower():
        return 8 if index == 0 else 1
    return 3
