"""Of what both the training of the finder and its making know: it needs no library."""

SKIM = 2
"""Layers of the first part, after which a sentence that holds nothing can be told."""
