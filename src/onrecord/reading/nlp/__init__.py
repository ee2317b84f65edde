"""Sentences, words, tags, dependencies and names."""

from onrecord.reading.nlp.parser import Parser, parser_hash, unparsed
from onrecord.reading.nlp.pieces import piece_tokenizer
from onrecord.reading.nlp.sentences import split_sentences
from onrecord.reading.nlp.values import Entity, ParsedSentence, Token
from onrecord.reading.nlp.words import tokenize

__all__ = [
    "Entity",
    "ParsedSentence",
    "Parser",
    "Token",
    "parser_hash",
    "piece_tokenizer",
    "split_sentences",
    "tokenize",
    "unparsed",
]
