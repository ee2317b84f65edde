"""The order in which the parts of a document are found, each step building on those before it."""

from onrecord.model import Document
from onrecord.reading.amounts import read_amounts
from onrecord.reading.analysis import Analysis
from onrecord.reading.attribution import read_attributions
from onrecord.reading.entries import Layout
from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.parts import Act
from onrecord.reading.places import read_places
from onrecord.reading.times import read_times
from onrecord.reading.tolls import read_tolls
from onrecord.vocab.gazetteer import Gazetteer

__all__ = ["find_parts"]


def find_parts(
    document: Document,
    layout: Layout,
    sentences: tuple[ParsedSentence, ...],
    gazetteer: Gazetteer,
    acts: tuple[Act, ...] = (),
) -> Analysis:
    """Times, places, amounts, attributions and tolls of the document, beside the ``acts`` that the finder marked."""
    times = read_times(document, layout.dateline, [(s.start, s.end) for s in sentences], sentences)
    places, demonyms = read_places(document, layout.dateline, sentences, gazetteer, entries=layout.entries)
    amounts = read_amounts(document.text, sentences)
    tolls = read_tolls(document.text, sentences, amounts, times)
    return Analysis(
        document=document,
        sentences=sentences,
        times=times,
        places=places,
        demonyms=demonyms,
        amounts=amounts,
        attributions=read_attributions(document, sentences),
        tolls=tolls,
        entries=layout.entries,
        acts=acts,
    )
