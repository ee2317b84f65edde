"""Full text over documents and claims, by the ``seq`` of their rows: FTS5 without content, or ``tsvector`` with a GIN index."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, zip_longest
from sqlite3 import DatabaseError
from typing import Any

from sqlalchemy import Connection, text

from onrecord.ledger.codec import load
from onrecord.ledger.dialect import is_sqlite
from onrecord.ledger.words import beginning_param, clean, fold, phrases_param, split_query, words_of

__all__ = [
    "SEARCHED", "create_search", "differing_texts", "drop_search", "matching_numbers", "put_search", "search_probe",
    "search_sql", "tighten_search",
]  # fmt: skip

SEARCHED = ("documents", "claims")
# PostgreSQL refuses a tsvector of more than a megabyte, and forgets positions after 16,383 words
_TSVECTOR_CHARACTERS = 200_000
_LAST_PLACE, _MOST_PLACES = 16_383, 255
_FTS = "body, content='', detail=none, tokenize='unicode61 remove_diacritics 2'"
_PORTION = 500
# pages that an addition joins of the index's parts: each keeps its own list of words
_JOINED = 64
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
        connection.exec_driver_sql(f"drop table if exists {name}_search")


def put_search(connection: Connection, name: str, rows: Iterable[tuple[int, str]]) -> None:
    """Index texts under the sequence numbers of their rows."""
    if not is_sqlite(connection):
        # the server's own parser takes three times as long, and cuts some words ("3rd") as SQLite does not
        with connection.connection.cursor().copy(f"copy {name}_search (seq, body) from stdin") as copy:
            for seq, body in rows:
                copy.write_row((seq, _tsvector(body)))
        return
    values = [(seq, clean(body)) for seq, body in rows]
    if values:
        cursor = connection.connection.cursor()
        cursor.executemany(f"insert into {name}_search(rowid, body) values (?, ?)", values)  # noqa: S608
        cursor.execute(f"insert into {name}_search({name}_search, rank) values ('merge', {_JOINED})")  # noqa: S608


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
        while portion := [(seq, clean(body)) for seq, body in islice(given, _PORTION)]:
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


def search_sql(connection: Connection, name: str, query: str) -> tuple[str, Mapping[str, str]] | None:
    """``(SELECT of the matching seq, values of its names)``; None for a query without a word.

    All words must occur, those in double quotes next to each other; the last word, if it has three letters or more, may be the
    beginning of one.
    """
    groups, beginning = split_query(query)
    if not groups:
        return None
    if is_sqlite(connection):
        words = [w for g in groups for w in g]
        value = " ".join(f'"{w}"' for w in words) + ("*" if beginning else "")
        statement = f"select rowid as seq from {name}_search where {name}_search match :search"  # noqa: S608
        phrases = phrases_param(groups, beginning)
        if not phrases:
            return statement, {"search": value}
        looked_into = _SQLITE_PHRASES[name].format(key=f"{name}_search.rowid")
        return f"{statement} and exists ({looked_into})", {"search": value, "phrases": phrases}
    groups_sql = [" <-> ".join(f"'{w[:500]}'" for w in g) for g in groups]
    if beginning:
        groups_sql[-1] += ":*"
    value = " & ".join(f"({g})" for g in groups_sql)
    return f"select seq from {name}_search where body @@ cast(:search as tsquery)", {"search": value}  # noqa: S608


def matching_numbers(connection: Connection, name: str, query: str, limit: int | None = None) -> list[int] | None:
    """The numbers of all texts that match, or of as many as the limit, in no order; None for a query without a word.

    They come as one row: between two rows SQLite's driver lets go of the interpreter, and in a busy process waits for it again.
    """
    found = search_sql(connection, name, query)
    if found is None:
        return None
    gathered = "json_group_array(seq)" if is_sqlite(connection) else "json_agg(seq)::text"
    some = found[0] if limit is None else f"{found[0]} limit {limit}"
    told = connection.execute(text(f"select {gathered} from ({some}) as matched").bindparams(**found[1])).scalar()  # noqa: S608
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
    return f"exists ({found[0]} and {row} = {key})", found[1]


def _probe_of_beginning(name: str, groups: list[list[str]], key: str) -> tuple[str, Mapping[str, str]]:
    """FTS5 gathers the rows of every word with a beginning before it looks for one of them, so the text itself is looked into."""
    condition = f"exists ({_SQLITE_PHRASES[name].format(key=key)})"
    whole = [w for g in groups for w in g][:-1]
    if not whole:
        return condition, {"phrases": beginning_param(groups)}
    table = f"{name}_search"
    held = f"exists (select 1 from {table} where {table} match :search and rowid = {key})"  # noqa: S608
    return f"{held} and {condition}", {"search": " ".join(f'"{w}"' for w in whole), "phrases": beginning_param(groups)}
