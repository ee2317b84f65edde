"""Attribution: who is told to have said, thought or wanted what."""

from onrecord.reading.attribution.reader import outermost, read_attributions

__all__ = ["outermost", "read_attributions"]
