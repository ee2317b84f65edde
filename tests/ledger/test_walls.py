"""Walls and hidden words on both databases."""

from collections.abc import Iterator

import pytest
from tests.ledger.makers import claims_of, incident_of, judgement, report

from onrecord.ledger import Batch, Filter, Ledger, Viewer, open_ledger
from onrecord.model import NotFound

NAMES = ("kakarzai", "Sarwar", '"Sarwar Kakarzai"', "Kakar", "bomb sarwar")


def _fill(ledger: Ledger) -> None:
    """Two reports in the open, one behind a wall, each with an incident of its own."""
    from dataclasses import replace

    documents = [report(0), report(1), replace(report(2), meta={"collection": "sealed"})]
    told = [claims_of(d) for d in documents]
    with ledger.writing():
        ledger.append(Batch(documents=tuple(documents), claims=tuple(c for cs in told for c in cs)))
        ledger.links().replace([], [(incident_of(*cs[:1]), ()) for cs in told], [])


@pytest.fixture
def filled(where: str) -> Iterator[Ledger]:
    with open_ledger(where, create=True) as ledger:
        _fill(ledger)
        yield ledger


def test_each_sees_their_collections(filled: Ledger) -> None:
    def seen(*names: str) -> dict[str, int]:
        reader = filled.seen_by(Viewer(may_see_names=True, collections=names))
        counts = reader.counts()
        assert reader.count("claims") == counts["claims"]
        assert len(reader.claims().items) == counts["claims"]
        assert reader.incidents().total == counts["incidents"]
        assert reader.search("bomb").total == counts["documents"]
        return {k: counts[k] for k in ("documents", "claims", "incidents")}

    assert seen("general") == {"documents": 2, "claims": 6, "incidents": 2}
    assert seen("sealed") == {"documents": 1, "claims": 3, "incidents": 1}
    assert seen("general", "sealed") == {"documents": 3, "claims": 9, "incidents": 3}
    assert seen() == seen("none such", "' or 1=1 --") == {"documents": 0, "claims": 0, "incidents": 0}


def test_an_incident_is_seen_by_who_may_see_all_of_it(filled: Ledger) -> None:
    with filled.writing():
        old = [i.id for i in filled.incidents().items]
        told = [
            c for d in ("doc-000000", "doc-000002") for c in filled.claims_of_documents([d])[d] if c.kind == "incident"
        ]
        filled.links().replace(old, [(incident_of(*told), ())], [])
    assert filled.seen_by(Viewer(collections=("general",))).incidents().total == 0
    assert filled.seen_by(Viewer(collections=("sealed",))).incidents().total == 0
    assert filled.seen_by(Viewer(collections=("general", "sealed"))).incidents().total == 1


def test_judgements_are_seen_with_their_subjects(filled: Ledger) -> None:
    made = (
        judgement(1, "confirm", "doc-000000"), judgement(2, "note", "doc-000002"), judgement(3, "undo", "j-0002"),
        judgement(4, "undo", "j-0003"), judgement(5, "undo", "j-0001"), judgement(6, "rate", "Daily Post", reliability="B"),
        judgement(7, "merge", "doc-000000", "doc-000002"),
    )  # fmt: skip
    assert not filled.append(Batch(judgements=made)).rejections
    seen = filled.seen_by(Viewer(may_see_names=True, collections=("general",)))
    assert [j.id for j in seen.judgements()] == ["j-0001", "j-0005", "j-0006"]
    assert seen.counts()["judgements"] == 3
    assert len(seen.batches()) == 2


def test_what_is_written_behind_a_wall_is_hidden_at_once(filled: Ledger) -> None:
    from dataclasses import replace

    seen = filled.seen_by(Viewer(may_see_names=True, collections=("general",)))
    assert seen.count("documents") == 2
    filled.append(Batch(documents=(replace(report(5), meta={"collection": "sealed"}), report(6))))
    assert seen.count("documents") == 3
    with pytest.raises(NotFound):
        seen.document("doc-000005")


@pytest.mark.parametrize("words", NAMES)
def test_no_search_finds_a_hidden_name(filled: Ledger, words: str) -> None:
    masked, whole = filled.seen_by(Viewer()), filled
    f = Filter(text=words)
    assert whole.claims(f).total == whole.count("claims", f) == 3
    assert masked.claims(f).total == masked.count("claims", f) == masked.incidents(f).total == 0
    assert masked.facets(f)["type"] == []
    assert whole.search(words).total == 3
    assert masked.search(words).total == 0
    assert masked.documents(Filter(text=words)).total == 0
    assert masked.search("teacher").total == 3


def test_a_name_that_is_shown_by_judgement_is_found(filled: Ledger) -> None:
    masked = filled.seen_by(Viewer())
    show = judgement(1, "redact", "doc-000000", show=["Sarwar Kakarzai"])
    filled.append(Batch(judgements=(show,)))
    assert [d.document for d in masked.search("Kakarzai").items] == ["doc-000000"]
    filled.append(Batch(judgements=(judgement(2, "undo", "j-0001"),)))
    assert masked.search("Kakarzai").total == 0
    filled.append(Batch(judgements=(judgement(3, "redact", "doc-000001", names=["council"]),)))
    filled.clear_derived()
    assert masked.search("Kakarzai").total == 0


def test_every_table_has_its_wall() -> None:
    """Whoever adds a table says here what somebody may see of it who may not see everything."""
    from onrecord.ledger.schema import metadata
    from onrecord.ledger.walls import wall_statements

    walled = {s.split()[3] for s in wall_statements("main", True)}
    # versions of readers name no document
    assert set(metadata.tables) - walled == {"readers"}


def test_the_revisions_are_those_of_their_files() -> None:
    from pathlib import Path

    from alembic.config import Config
    from alembic.script import ScriptDirectory

    import onrecord.ledger.migrate as migrate

    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_current_head() == migrate.head()
    assert {s.revision for s in scripts.walk_revisions()} == set(migrate._revisions())
