"""Full text over documents and claims, by the ``seq`` of their rows: FTS5 without content, or ``tsvector`` with a GIN index.

Both index the words of the folded text (``words.fold``), so both find the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, zip_longest
from sqlite3 import DatabaseError
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, text

from onrecord.ledger.codec import load
from onrecord.ledger.dialect import is_sqlite
from onrecord.ledger.words import beginning_param, clean, fold, phrases_param, split_query, words_of

__all__ = [
    "SEARCHED", "Searched", "create_search", "differing_texts", "drop_search", "join_search", "matching_numbers", "put_search",
    "search_probe", "search_sql", "tighten_search",
]  # fmt: skip

Searched = Literal["documents", "claims"]
SEARCHED: tuple[Searched, ...] = ("documents", "claims")
# PostgreSQL refuses a tsvector of more than a megabyte, and forgets positions after 16,383 words
_TSVECTOR_CHARACTERS = 200_000
_LAST_PLACE, _MOST_PLACES = 16_383, 255
_FTS = "body, content='', detail=none, tokenize='unicode61 remove_diacritics 2'"
_PORTION = 500
# pages that an addition joins of the index's parts: each keeps its own list of words
_JOINED = 64
# FTS5 gathers all rows of all words with a beginning before it gives the first. Of so many words each is asked for by itself: their
# rows come one after the other, and the first at once
_SPELT_OUT = 64
# so many rows are looked into sooner than the rows of more words with a beginning are gathered
_LOOKED_INTO = 1_000
# the words from :first up to :last, each found from the one before
_WORDS = """
    with recursive found(word) as (
        select * from (select term from {name}_words where term >= :first limit 1)
        union all
        select (select term from {name}_words where term >= found.word || char(1) limit 1) from found where found.word < :last
        limit :most
    ) select json_group_array(word) from found where word < :last"""
_LAST = "\U0010ffff"
# the row itself, where words must stand next to each other
_SQLITE_PHRASES = {
    "documents": "select 1 from documents w where w.seq = {key} and holds_phrases(w.title, w.text, :phrases)",
    "claims": "select 1 from claims w join documents d on d.seq = w.document "
    "where w.seq = {key} and tells_phrases(w.body, d.text, :phrases)",
}


def create_search(connection: Connection) -> None:
    for name in SEARCHED:
        if is_sqlite(connection):
            connection.exec_driver_sql(f"create virtual table {name}_search using fts5({_FTS})")
            # two parts of one size are joined already
            connection.exec_driver_sql(f"insert into {name}_search({name}_search, rank) values ('usermerge', 2)")  # noqa: S608
            # no table of its own: the index once more, as pairs of a word and a row
            connection.exec_driver_sql(f"create virtual table {name}_words using fts5vocab({name}_search, instance)")
        else:
            connection.exec_driver_sql(f"create table {name}_search (seq bigint primary key, body tsvector not null)")
            # a list of what is still to be sorted in takes three times the room, and every search looks through it
            connection.exec_driver_sql(
                f"create index {name}_search_body on {name}_search using gin (body) with (fastupdate = off)"
            )


def tighten_search(connection: Connection) -> None:
    """Bring the index of an older ledger to the shape in which ``create_search`` makes it: of PostgreSQL alone."""
    if not is_sqlite(connection):
        for name in SEARCHED:
            connection.exec_driver_sql(f"alter index {name}_search_body set (fastupdate = off)")
            connection.exec_driver_sql(f"reindex index {name}_search_body")


def drop_search(connection: Connection) -> None:
    for name in SEARCHED:
        for table in (f"{name}_words", f"{name}_search"):
            connection.exec_driver_sql(f"drop table if exists {table}")


def put_search(connection: Connection, name: str, rows: Iterable[tuple[int, str]]) -> None:
    """Index texts under the sequence numbers of their rows."""
    if not is_sqlite(connection):
        # the server's own parser takes three times as long, and cuts some words ("3rd") as SQLite does not
        with connection.connection.cursor().copy(f"copy {name}_search (seq, body) from stdin") as copy:
            for seq, body in rows:
                copy.write_row((seq, _tsvector(body)))
        return
    values = [(seq, fold(clean(body))) for seq, body in rows]
    if values:
        cursor = connection.connection.cursor()
        cursor.executemany(f"insert into {name}_search(rowid, body) values (?, ?)", values)  # noqa: S608
        cursor.execute(f"insert into {name}_search({name}_search, rank) values ('merge', {_JOINED})")  # noqa: S608


def join_search(connection: Connection) -> None:
    """Make one part of all parts of SQLite's index, after very many texts were put at once.

    What they left to be joined is otherwise done by the next hundreds of additions, for which the most frequent words are
    one piece of work each: with a million reports an addition of 18 ms then took 170.
    """
    if is_sqlite(connection):
        for name in SEARCHED:
            connection.exec_driver_sql(f"insert into {name}_search({name}_search) values ('optimize')")  # noqa: S608


def differing_texts(connection: Connection, name: str, rows: Iterable[tuple[int, str]]) -> Iterator[int]:
    """The numbers of texts whose indexed words are not those of ``rows``, which are all of them; the index is made once more."""
    if is_sqlite(connection):
        yield from _differing_sqlite(connection, name, rows)
        return
    statement = (
        f"select m.seq from unnest(cast(%(seqs)s as bigint[]), cast(%(words)s as text[])) as m(seq, words) "  # noqa: S608
        f"left join {name}_search s on s.seq = m.seq where s.body is distinct from cast(m.words as tsvector) order by 1"
    )
    given = iter(rows)
    while portion := list(islice(given, _PORTION)):
        values = {"seqs": [seq for seq, _ in portion], "words": [_tsvector(body) for _, body in portion]}
        yield from connection.exec_driver_sql(statement, values).scalars()


def _differing_sqlite(connection: Connection, name: str, rows: Iterable[tuple[int, str]]) -> Iterator[int]:
    """Every pair of a word and a text, of the index and of one made anew beside the ledger, in the order of words."""
    cursor = connection.connection.cursor()
    made = f"temp.{name}_again"
    words: list[Any] = []
    cursor.execute(f"create virtual table {made} using fts5({_FTS})")
    try:
        given = iter(rows)
        while portion := [(seq, fold(clean(body))) for seq, body in islice(given, _PORTION)]:
            cursor.executemany(f"insert into {made}(rowid, body) values (?, ?)", portion)  # noqa: S608
        for of, schema, table in (("held", "main", f"{name}_search"), ("made", "temp", f"{name}_again")):
            cursor.execute(f"create virtual table temp.{name}_{of} using fts5vocab('{schema}', '{table}', 'instance')")
            words.append(
                connection.connection.cursor().execute(f"select term, doc from temp.{name}_{of} order by term, doc")  # noqa: S608
            )
        found = next(((a, b) for a, b in zip_longest(*words) if a != b), None)
        if found is not None:
            yield min(pair[1] for pair in found if pair is not None)
    except (DatabaseError, UnicodeDecodeError):
        # the index itself cannot be read
        yield 0
    finally:
        for cursor_ in words:
            cursor_.close()
        for table in (f"{name}_held", f"{name}_made", f"{name}_again"):
            cursor.execute(f"drop table if exists temp.{table}")


def _tsvector(body: str) -> str:
    """A text as PostgreSQL spells a ``tsvector``: each word with its places."""
    words = [w[:500] for w in words_of(fold(clean(body)))]
    if sum(map(len, words)) > _TSVECTOR_CHARACTERS:
        words = list(dict.fromkeys(words))
        while sum(map(len, words)) > 2 * _TSVECTOR_CHARACTERS:
            del words[len(words) // 2 :]
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words, 1):
        places.setdefault(word, []).append(min(place, _LAST_PLACE))
    return " ".join([f"{word}:{','.join(map(str, found[:_MOST_PLACES]))}" for word, found in places.items()])


class Search(NamedTuple):
    """A SELECT of the ``seq`` of texts, with the values of its names. ``gathers``: it finds all of them before it gives the first,
    and takes as long as there are many."""

    sql: str
    values: Mapping[str, str]
    gathers: bool = False


def search_sql(connection: Connection, name: str, query: str, some: bool = False) -> Search | None:
    """The texts that match; None for a query without a word. With ``some`` it gathers less, and gives them in no order, for who
    stops after so many.

    All words must occur, those in double quotes next to each other; the last word, if it has three letters or more, may be the
    beginning of one.
    """
    groups, beginning = split_query(query)
    if not groups:
        return None
    if is_sqlite(connection):
        return _search_sqlite(connection, name, groups, beginning, some)
    groups_sql = [" <-> ".join(f"'{w[:500]}'" for w in g) for g in groups]
    if beginning:
        groups_sql[-1] += ":*"
    value = " & ".join(f"({g})" for g in groups_sql)
    return Search(f"select seq from {name}_search where body @@ cast(:search as tsquery)", {"search": value})  # noqa: S608


def _search_sqlite(connection: Connection, name: str, groups: list[list[str]], beginning: bool, some: bool) -> Search:
    statement = f"select rowid as seq from {name}_search where {name}_search match :search"  # noqa: S608
    phrases, gathers = phrases_param(groups, beginning), False
    wanted = [f'"{w}"' for g in groups for w in g]
    if beginning:
        whole, last = wanted[:-1], groups[-1][-1]
        spelt = words_beginning(connection, name, last, _SPELT_OUT + 1) or [last]
        if len(spelt) <= _SPELT_OUT:
            wanted[-1] = "(" + " OR ".join([f'"{w}"' for w in spelt]) + ")"
        elif some and not whole:
            pairs = f"select distinct doc as seq from {name}_words where term >= :first and term < :last"  # noqa: S608
            return Search(pairs, {"first": last, "last": last + _LAST})
        elif whole and _are_few(connection, statement, " ".join(whole)):
            wanted, phrases = whole, beginning_param(groups)
        else:
            wanted[-1] += "*"
            gathers = True
    values = {"search": " AND ".join(wanted)}
    if not phrases:
        return Search(statement, values, gathers)
    looked_into = _SQLITE_PHRASES[name].format(key=f"{name}_search.rowid")
    return Search(f"{statement} and exists ({looked_into})", {**values, "phrases": phrases}, gathers)


def words_beginning(connection: Connection, name: str, beginning: str, most: int) -> list[str]:
    """Words of SQLite's index that begin so, in their order."""
    values = {"first": beginning, "last": beginning + _LAST, "most": most}
    told = connection.execute(text(_WORDS.format(name=name)), values).scalar_one()
    found: list[str] = load(told)
    return found


def _are_few(connection: Connection, statement: str, words: str) -> bool:
    some = text(f"select count(*) from ({statement} limit {_LOOKED_INTO + 1})")  # noqa: S608
    return int(connection.execute(some, {"search": words}).scalar_one()) <= _LOOKED_INTO


def matching_numbers(connection: Connection, name: str, query: str, limit: int | None = None) -> list[int] | None:
    """The numbers of all texts that match, or of as many as the limit, in no order; None for a query without a word.

    They come as one row: between two rows SQLite's driver lets go of the interpreter, and in a busy process waits for it again.
    """
    found = search_sql(connection, name, query, limit is not None)
    if found is None:
        return None
    gathered = "json_group_array(seq)" if is_sqlite(connection) else "json_agg(seq)::text"
    some = found.sql if limit is None else f"{found.sql} limit {limit}"
    told = connection.execute(text(f"select {gathered} from ({some}) as matched").bindparams(**found.values)).scalar()  # noqa: S608
    return load(told) if told else []


def search_probe(connection: Connection, name: str, query: str, key: str) -> tuple[str, Mapping[str, str]] | None:
    """A condition on one row, ``(SQL, values of its names)``: whether the text under the number ``key`` matches."""
    groups, beginning = split_query(query)
    if is_sqlite(connection) and beginning:
        return _probe_of_beginning(name, groups, key)
    found = search_sql(connection, name, query)
    if found is None:
        return None
    row = "rowid" if is_sqlite(connection) else f"{name}_search.seq"
    return f"exists ({found.sql} and {row} = {key})", found.values


def _probe_of_beginning(name: str, groups: list[list[str]], key: str) -> tuple[str, Mapping[str, str]]:
    """FTS5 gathers the rows of every word with a beginning before it looks for one of them, so the text itself is looked into."""
    condition = f"exists ({_SQLITE_PHRASES[name].format(key=key)})"
    whole = [w for g in groups for w in g][:-1]
    if not whole:
        return condition, {"phrases": beginning_param(groups)}
    table = f"{name}_search"
    held = f"exists (select 1 from {table} where {table} match :search and rowid = {key})"  # noqa: S608
    return f"{held} and {condition}", {"search": " ".join(f'"{w}"' for w in whole), "phrases": beginning_param(groups)}
