"""Words of a sentence with their classes: each set of classes is one letter, so that a grammar over classes is a
pattern over a short string.
"""

import re
from functools import cache

import msgspec

from onrecord.model import VocabularyError
from onrecord.reading.times.lexicon import calendar, holidays, words

__all__ = ["Alphabet", "Tokens", "Value", "all_holidays", "alphabet", "tokenise"]

Value = str | int | float
_Classes = dict[str, Value]

_TOKEN = re.compile(
    r"(?P<word>(?![aApP]\.[mM]\b|[bB]\.[cC]\b|[aA]\.[dD]\.|[qQ][1-4]\b)[^\W\d_]+(?:['’](?!(?:s|S|ll|LL)\b)[^\W\d_]+)*)"
    r"|(?P<iso>\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d))"
    r"|(?P<slash>\d{1,4}(?P<mark>[/.])\d{1,2}(?P=mark)\d{2,4}(?![\d/]))"
    r"|(?P<clock>(?<![\d.])\d{1,2}(?::[0-5]\d(?::[0-5]\d)?|\.[0-5]\d(?=\s?[aApP]\.?[mM]\b))(?![\d:]))"
    r"|(?P<fraction>1/2|1/4|3/4|[½¼¾])"
    r"|(?P<decade>(?:1\d|20)\d0(?:['’]?s)\b|['’‘`]?[1-9]0s\b|[1-9]\d0s(?=\s[bBaA]\.?[cCdD]))"
    r"|(?P<shortyear>['’‘`]\d\d\b(?!['’]?s))"
    r"|(?P<ordday>\d{1,3}(?:st|nd|rd|th|ST|ND|RD|TH)\b)"
    r"|(?P<number>\d{1,3}(?:,\d{3})+(?!\d)|\d+\.\d+|\d+)"
    r"|(?P<code>[qQ][1-4]\b)"
    r"|(?P<ampm>[aApP]\.[mM]\b\.?)"
    r"|(?P<dotted>[bB]\.[cC]\b(?:\.(?:[eE]\.)?)?|[aA]\.[dD]\.)"
    r"|(?P<poss>['’](?:s|S|ll|LL)\b)"
    r"|(?P<punct>--+|[^\w\s])"
)
_PUNCTUATION = {
    ",": "comma", ".": "dot", "-": "dash", "–": "dash", "—": "dash", "--": "dash", "(": "open", "[": "open",
    ")": "shut", "]": "shut", ";": "stop", ":": "stop", "!": "stop", "?": "stop", "'": "quote", '"': "quote",
    "`": "quote", "/": "stroke",
}  # fmt: skip
_UNIT_WORDS = {
    "D": "dayword", "W": "weekword", "M": "monthword", "Y": "yearword", "Q": "quarterword", "CE": "centuryword",
    "DE": "decadeword", "TH": "hourword",
}  # fmt: skip
_LOWER_IS_NO_NAME = frozenset({"may", "march", "mar", "sat", "sun", "mon", "wed", "august", "jan", "fri", "dec"})
_NAMES = frozenset({"month", "weekday", "monthabbr", "dayabbr"})


class Tokens(msgspec.Struct):
    """The tokens of one stretch of text: ``letters[i]`` stands for the classes of token ``i``."""

    letters: str
    starts: list[int]
    ends: list[int]
    lows: list[str]
    values: list[_Classes]


class Alphabet:
    """Letters for sets of classes, given out as they are met; patterns ask which letters have a class.

    All letters are given out when the object is made, so that compiled patterns stay true.
    """

    def __init__(self) -> None:
        self._letters: dict[frozenset[str], str] = {}
        self.of_word: dict[str, tuple[str, _Classes]] = {}
        self.of_lower: dict[str, tuple[str, _Classes]] = {}
        self._fill()

    def letter(self, classes: frozenset[str]) -> str:
        if classes not in self._letters:
            self._letters[classes] = chr(0x4E00 + len(self._letters))
        return self._letters[classes]

    def having(self, name: str) -> str:
        """The letters whose sets hold the class.

        Raises:
            VocabularyError: when no word has it.
        """
        found = "".join(letter for classes, letter in self._letters.items() if name in classes)
        if not found:
            raise VocabularyError(f"times_rules.toml: no word has the class {name!r}")
        return found

    def _fill(self) -> None:
        table = _word_classes()
        names = {
            form for group in (calendar().months, calendar().weekdays) for forms in group.values() for form in forms
        }
        for form, classes in table.items():
            self.of_word[form] = (self.letter(frozenset(classes)), classes)
            if form in names and form in _LOWER_IS_NO_NAME:
                less: _Classes = {name: value for name, value in classes.items() if name not in _NAMES}
                self.of_lower[form] = (self.letter(frozenset(less) or frozenset({"word"})), less or {"word": form})
            else:
                self.of_lower[form] = self.of_word[form]
        for shape in _shapes():
            self.letter(shape)

    def word(self, text: str) -> tuple[str, _Classes]:
        low = text.lower()
        known = (self.of_lower if text[0].islower() else self.of_word).get(low)
        if known is not None:
            return known
        if text[0].isupper():
            return self._letters[_CAP], _IS_CAP
        return self._letters[_WORD], _IS_WORD

    def known(self, classes: _Classes) -> tuple[str, _Classes]:
        return self.letter(frozenset(classes)), classes


_CAP, _WORD, _OTHER = frozenset({"cap"}), frozenset({"word"}), frozenset({"other"})
_IS_CAP: _Classes = {"cap": "cap"}
_IS_WORD: _Classes = {"word": "word"}


def _word_classes() -> dict[str, _Classes]:
    table: dict[str, _Classes] = {}
    for name, values in words().classes.items():
        for value, forms in values.items():
            for form in forms:
                table.setdefault(form, {})[name] = int(value) if value.lstrip("-").isdigit() else value
    for number, forms in calendar().months.items():
        for form in forms:
            table.setdefault(form, {})["month"] = number
            if form != forms[0]:
                table[form]["monthabbr"] = number
    for number, forms in calendar().weekdays.items():
        for form in forms:
            table.setdefault(form, {})["weekday"] = number
            if form != forms[0]:
                table[form]["dayabbr"] = number
            if len(form) > 5:
                table.setdefault(form + "s", {})["weekdays"] = number
    for kind, forms in words().event.items():
        for form in forms:
            table.setdefault(form, {})["event"] = kind
    for classes in table.values():
        _derive(classes)
    return table


def _derive(classes: _Classes) -> None:
    unit = classes.get("unit")
    if isinstance(unit, str) and unit in _UNIT_WORDS:
        classes[_UNIT_WORDS[unit]] = unit
    if classes.get("units") == "Q":
        classes["quarterswords"] = "Q"
    if classes.get("units") == "TH":
        classes["hoursword"] = "TH"
    number = classes.get("number")
    if isinstance(number, int):
        if 0 < number < 10:
            classes["digit"] = number
        if 0 < number < 13:
            classes["hour"] = number
        if 10 <= number < 20:
            classes["teen"] = number
        if 20 <= number < 100:
            classes["tens"] = number
        if number in (100, 1000):
            classes["hundred"] = number


def _number(digits: str) -> _Classes:
    plain = digits.replace(",", "")
    if "." in plain:
        return {"number": float(plain)}
    value = int(plain[:12])
    classes: _Classes = {"number": value}
    if len(digits) <= 2:
        if 1 <= value <= 31:
            classes["dayno"] = value
        if 1 <= value <= 12:
            classes["hour"] = value
        elif value <= 24:
            classes["hour24"] = value
    elif len(digits) == 4 and digits == plain:
        if 1000 <= value <= 2199:
            classes["year"] = value
        if 1900 <= value <= 2039:
            classes["ouryear"] = value
        if value % 100 < 60 and value < 2400:
            classes["mil"] = digits
    return classes


def _shapes() -> list[frozenset[str]]:
    """Every set of classes that a token of digits, punctuation or a plain word can have."""
    shapes = [
        frozenset({name}) for name in ("iso", "slash", "clock", "fraction", "decade", "shortyear", "holiday", "poss")
    ]
    shapes += [
        frozenset({"ordday"}),
        frozenset({"ampm"}),
        frozenset({"era"}),
        _CAP,
        _WORD,
        _OTHER,
        frozenset({"unitlike"}),
    ]
    shapes += [frozenset({name}) for name in _PUNCTUATION.values()] + [frozenset({"money"})]
    digits = (
        "0",
        "1",
        "13",
        "25",
        "31",
        "99",
        "100",
        "1000",
        "1430",
        "1999",
        "2230",
        "2359",
        "2400",
        "9999",
        "1,460",
        "1.5",
        "0830",
        "1975",
        "2012",
        "2170",
    )
    return [*shapes, *(frozenset(_number(text)) for text in digits)]


@cache
def alphabet() -> Alphabet:
    return Alphabet()


@cache
def all_holidays() -> tuple[str, ...]:
    """Every name of a holiday in lower case."""
    listed = holidays()
    groups = (listed.fixed, listed.easter, listed.nth, listed.hijri)
    return tuple(name for group in groups for entry in group for name in entry.names)


@cache
def holiday_names() -> re.Pattern[str]:
    names = sorted(all_holidays(), key=len, reverse=True)
    body = "|".join(re.escape(name).replace("'", "['’]").replace(r"\ ", r"\s") for name in names)
    return re.compile(rf"\b(?:{body})\b", re.IGNORECASE)


def tokenise(text: str, start: int, end: int, holidays_too: bool = False) -> Tokens:
    """The tokens of ``text[start:end]``; with ``holidays_too`` the name of a holiday is one token."""
    names = alphabet()
    letters: list[str] = []
    tokens = Tokens(letters="", starts=[], ends=[], lows=[], values=[])
    named = {m.start(): m for m in holiday_names().finditer(text, start, end)} if holidays_too else {}
    skip = start
    for found in _TOKEN.finditer(text, start, end):
        at = found.start()
        if at < skip:
            continue
        if at in named and text[at].isupper():
            found = named[at]
            skip = found.end()
            letter, values = names.known({"holiday": re.sub(r"\s+", " ", found.group().lower().replace("’", "'"))})
        else:
            letter, values = _classify(names, found)
        letters.append(letter)
        tokens.starts.append(at)
        tokens.ends.append(found.end())
        tokens.lows.append(found.group().lower())
        tokens.values.append(values)
    tokens.letters = "".join(letters)
    return tokens


def _classify(names: Alphabet, found: re.Match[str]) -> tuple[str, _Classes]:
    kind, text = found.lastgroup or "", found.group()
    if kind in ("word", "code"):
        return names.word(text)
    if kind == "number":
        return names.known(_number(text))
    if kind == "punct":
        if text[0] in "$£€#":
            return names.known({"money": text})
        if text == "%":
            return names.known({"unitlike": text})
        name = _PUNCTUATION.get(text, "dash" if text[0] == "-" else "other")
        return names.known({name: text})
    if kind == "dotted":
        return names.known({"era": "BC" if text[0] in "bB" else "AD"})
    if kind == "ampm":
        return names.known({"ampm": "am" if text[0] in "aA" else "pm"})
    if kind == "ordday":
        return names.known({"ordday": int(text[:-2])})
    return names.known({kind: text})
