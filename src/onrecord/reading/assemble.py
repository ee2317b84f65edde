"""The order in which the parts of a document are found, each step building on those before it."""

from onrecord.model import Document
from onrecord.reading.amounts import read_amounts
from onrecord.reading.analysis import Analysis
from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.tolls import read_tolls

__all__ = ["find_parts"]


def find_parts(document: Document, sentences: tuple[ParsedSentence, ...]) -> Analysis:
    """Times, places, amounts, attributions and tolls of the document."""
    amounts = read_amounts(document.text, sentences)
    tolls = read_tolls(document.text, sentences, amounts)
    return Analysis(document=document, sentences=sentences, amounts=amounts, tolls=tolls)
