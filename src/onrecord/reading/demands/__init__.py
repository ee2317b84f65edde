"""Demands and responses: who asks whom for what, and who did what about it."""

from onrecord.reading.demands.demands import Scene, read_demands
from onrecord.reading.demands.responses import read_responses
from onrecord.reading.demands.suspects import VERDICTS, as_answers, told_twice
from onrecord.reading.demands.why import why_asked, why_done

__all__ = ["VERDICTS", "Scene", "as_answers", "read_demands", "read_responses", "told_twice", "why_asked", "why_done"]
