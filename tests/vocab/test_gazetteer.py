"""The gazetteer: the shipped layer, the layout on disk, spelling, and imports of GeoNames dumps."""

import pickle
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Rejection, VocabularyError
from onrecord.vocab.gazetteer import Gazetteer, Imported, fold, import_geonames, open_gazetteer, skeleton
from onrecord.vocab.gazetteer.folding import within_edits
from onrecord.vocab.gazetteer.layout import LayerWriter, Row
from onrecord.vocab.gazetteer.store import Layer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def _line(number: int, name: str, letter: str, code: str, **more: str) -> str:
    given = {"lat": "10.5", "lon": "20.25", "country": "XA", "admin1": "01"} | more
    middle = [given.get(cell, "") for cell in ("alternates", "lat", "lon")]
    units = [given.get(cell, "") for cell in ("country", "cc2", "admin1", "admin2", "admin3", "admin4")]
    rest = [given.get("population", "0"), "", "", "", "2024-01-01"]
    return "\t".join([str(number), name, name, *middle, letter, code, *units, *rest])


DUMP = "\n".join(
    [
        _line(3, "Lower Tarn", "P", "PPL", admin2="77", population="1200", alternates="Tarn-le-Bas,طارن"),
        _line(1, "Tarnland", "A", "ADM1"),
        _line(2, "Tarn District", "A", "ADM2", admin2="77"),
        _line(4, "Tarn Bridge", "S", "BDG", admin2="77"),
        "a broken line",
        _line(5, "Nowhere", "P", "PPL", lat="north"),
    ]
)


class TestShipped:
    def test_knows_towns_units_and_countries(self, gazetteer: Gazetteer) -> None:
        quetta = gazetteer.lookup("Quetta")[0]
        assert (quetta.kind, quetta.country, quetta.admin1, quetta.admin2) == (
            "city",
            "PK",
            "Balochistan",
            "Quetta District",
        )
        assert {e.kind for e in gazetteer.lookup("Pishin")} >= {"city", "admin2"}
        assert gazetteer.lookup("Ivory Coast")[0].kind == "country"
        assert gazetteer.lookup("West Africa")[0].kind == "region"

    @pytest.mark.parametrize(
        ("spelling", "name"),
        [
            ("D.I. Khan", "Dera Ismail Khan"),
            ("Killa Saifullah", "Qila Saifullah"),
            ("Miramshah", "Miranshah"),
            ("Bombay", "Mumbai"),
            ("W.Va.", "West Virginia"),
            ("Baluchistan", "Balochistan"),
        ],
    )
    def test_knows_other_spellings(self, gazetteer: Gazetteer, spelling: str, name: str) -> None:
        assert name in {e.name for e in gazetteer.lookup(spelling)}

    def test_towns_stand_near_the_middle_of_their_units(self, gazetteer: Gazetteer) -> None:
        texas = next(e for e in gazetteer.lookup("Texas") if e.kind == "admin1")
        assert texas.latitude == pytest.approx(31.4, abs=1.0)
        assert texas.longitude == pytest.approx(-99.3, abs=1.0)

    def test_every_country_has_a_point_and_its_units_name_it(self, gazetteer: Gazetteer) -> None:
        for name in ("Pakistan", "Kenya", "Nepal", "Georgia"):
            country = next(e for e in gazetteer.lookup(name) if e.kind == "country")
            assert country.latitude is not None
        assert gazetteer.lookup("Sindh")[0].country == "PK"

    def test_opens_and_looks_up_quickly(self, gazetteer: Gazetteer) -> None:
        path = gazetteer.layers[0].path
        began = time.perf_counter()
        fresh = Layer(path)
        assert time.perf_counter() - began < 0.05
        assert fresh.rows > 250_000
        began = time.perf_counter()
        for _ in range(1000):
            gazetteer.has("qila saifullah")
        assert (time.perf_counter() - began) / 1000 < 0.0002

    def test_spelt_alike(self, gazetteer: Gazetteer) -> None:
        assert gazetteer.similar("Kandahaar")[0][0].name in {"Kandahar", "Kandahār"}
        assert "Peshawar" in {e.name for e, _ in gazetteer.similar("Peshwar")}
        assert gazetteer.similar("Xq") == []

    def test_explains_with_parts_that_sum_to_the_score(self, gazetteer: Gazetteer) -> None:
        found = gazetteer.explain("Paris")
        assert found[0].entry.country == "FR"
        assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
        assert found[0].score == pytest.approx(sum(found[0].parts.values()))
        assert gazetteer.explain("Kandahaar")[0].parts["edits"] < 0
        assert gazetteer.explain("Zzqqxxyy") == []

    def test_pickles_as_the_list_of_its_files(self, gazetteer: Gazetteer) -> None:
        again = pickle.loads(pickle.dumps(gazetteer))
        assert again.lookup("Lahore")[0] == gazetteer.lookup("Lahore")[0]


class TestSpelling:
    @pytest.mark.parametrize(
        ("one", "two"),
        [
            ("Qila Saifullah", "Killa Saifulla"),
            ("Muzaffarabad", "Muzzafarabad"),
            ("Gilgit", "Gilghit"),
            ("Loralai", "Loralay"),
        ],
    )
    def test_transliterations_share_a_skeleton(self, one: str, two: str) -> None:
        assert skeleton(fold(one)) == skeleton(fold(two))

    def test_different_names_do_not(self) -> None:
        assert skeleton(fold("Lahore")) != skeleton(fold("Karachi"))

    @pytest.mark.parametrize(
        ("text", "key"),
        [("São Tomé", "sao tome"), ("D.I. Khan", "di khan"), ("Port-au-Prince", "port au prince"), ("Łódź", "lodz")],
    )
    def test_folding(self, text: str, key: str) -> None:
        assert fold(text) == key

    @given(st.text(max_size=40))
    def test_folding_is_stable(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)

    @given(st.text("abcd", max_size=8), st.text("abcd", max_size=8))
    def test_edits_are_symmetric_and_bounded(self, a: str, b: str) -> None:
        edits = within_edits(a, b, 3)
        assert edits == within_edits(b, a, 3)
        assert edits is None or abs(len(a) - len(b)) <= edits <= 3
        assert (edits == 0) == (a == b)

    def test_swapped_neighbours_are_one_edit(self) -> None:
        assert within_edits("karahci", "karachi", 2) == 1


class TestLayer:
    def test_what_is_written_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "x.gazetteer"
        with LayerWriter(path) as writer:
            unit = writer.add(Row(name="Ostland", kind="admin1", country="XB", lat=1.0, lon=2.0))
            writer.add(
                Row(
                    name="Ost",
                    kind="city",
                    country="XB",
                    lat=-1.5,
                    lon=-179.9,
                    population=7,
                    admin1=unit,
                    alternates=("Ouest",),
                )
            )
            writer.add(Row(name="Pointless", kind="spot"))
        found = Gazetteer([path])
        ost = found.lookup("OST")[0]
        assert (ost.latitude, ost.longitude, ost.population, ost.admin1, ost.alternate) == (
            -1.5,
            -179.9,
            7,
            "Ostland",
            False,
        )
        assert found.lookup("ouest")[0].alternate
        assert found.lookup("Pointless")[0].latitude is None
        assert found.entry(ost.id).name == "Ost"

    def test_nothing_is_left_behind_when_writing_fails(self, tmp_path: Path) -> None:
        path = tmp_path / "x.gazetteer"

        def fail() -> None:
            with LayerWriter(path) as writer:
                writer.add(Row(name="Ost", kind="city"))
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()
        assert not list(tmp_path.iterdir())

    def test_sorting_on_disk_gives_the_same_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        names = [f"{head}{tail}" for head in ("Kot", "Qila", "Deh", "Ulan") for tail in ("abad", "shahr", "pur", "Ötö")]
        for path, size in ((tmp_path / "a", 1000), (tmp_path / "b", 3)):
            monkeypatch.setattr("onrecord.vocab.gazetteer.layout._RUN", size)
            with LayerWriter(path) as writer:
                for name in names:
                    writer.add(Row(name=name, kind="city"))
        assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()

    def test_a_file_that_is_no_layer_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "x.gazetteer"
        path.write_bytes(b"something else entirely, long enough to be mapped")
        with pytest.raises(VocabularyError, match="no gazetteer"):
            Layer(path)
        with pytest.raises(VocabularyError, match="cannot be read"):
            Layer(tmp_path / "absent.gazetteer")

    def test_a_layer_cut_short_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "x.gazetteer"
        with LayerWriter(path) as writer:
            for number in range(100):
                writer.add(Row(name=f"Town {number}", kind="city"))
        path.write_bytes(path.read_bytes()[:700])
        with pytest.raises(VocabularyError, match="damaged"):
            Layer(path)


class TestImport:
    def test_a_dump_becomes_a_layer_on_top(self, tmp_path: Path) -> None:
        source = tmp_path / "XA.zip"
        with zipfile.ZipFile(source, "w") as archive:
            archive.writestr("readme.txt", "about this file")
            archive.writestr("XA.txt", DUMP)
        calls: list[int] = []
        done = import_geonames(source, tmp_path / "layers", calls.append)
        assert isinstance(done, Imported)
        assert (done.places, done.skipped, calls) == (4, 2, [6])
        found = open_gazetteer(tmp_path / "layers")
        town = found.lookup("Tarn le Bas")[0]
        assert (town.name, town.admin1, town.admin2, town.geonames) == ("Lower Tarn", "Tarnland", "Tarn District", 3)
        assert found.lookup("Tarn Bridge")[0].kind == "spot"
        assert found.lookup("Quetta")[0].country == "PK"

    def test_plain_text_is_read_too(self, tmp_path: Path) -> None:
        source = tmp_path / "XA.txt"
        source.write_text(DUMP, "utf-8")
        done = import_geonames(source, tmp_path)
        assert isinstance(done, Imported)
        assert done.path.name == "XA.gazetteer"

    @pytest.mark.parametrize("body", [b"", b"no,dump,at,all\n", b"PK\x03\x04 broken archive"])
    def test_what_is_no_dump_is_rejected_and_leaves_nothing(self, tmp_path: Path, body: bytes) -> None:
        source = tmp_path / "bad.zip"
        source.write_bytes(body)
        refused = import_geonames(source, tmp_path / "layers")
        assert isinstance(refused, Rejection)
        assert refused.subject == str(source)
        assert not list((tmp_path / "layers").glob("*.gazetteer"))

    def test_a_missing_file_is_rejected(self, tmp_path: Path) -> None:
        assert isinstance(import_geonames(tmp_path / "absent.zip", tmp_path), Rejection)

    def test_units_of_two_layers_are_one(self, tmp_path: Path) -> None:
        sindh = open_gazetteer().lookup("Sindh")[0]
        dump = [
            _line(sindh.geonames or 0, "Sindh", "A", "ADM1", country="PK", admin1="05"),
            _line(999_999_999, "Goth Namoona", "P", "PPL", country="PK", admin1="05"),
        ]
        source = tmp_path / "PK.txt"
        source.write_text("\n".join(dump), "utf-8")
        import_geonames(source, tmp_path / "layers")
        found = open_gazetteer(tmp_path / "layers")
        assert found.lookup("Goth Namoona")[0].admin1_id == sindh.id
        assert len([e for e in found.lookup("Sindh") if e.geonames == sindh.geonames]) == 1


def test_a_large_layer_reads_the_same_after_it_gave_back_what_it_mapped(monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.vocab.gazetteer import store

    shipped = open_gazetteer()
    monkeypatch.setattr(store, "_LARGE", 0)
    small = store.Gazetteer(tuple(layer.path for layer in shipped.layers))
    names = ["Springfield", "San Jose", "Lusaka", "Peshawar", "Kano"] * 60
    assert [small.lookup(n) for n in names] == [shipped.lookup(n) for n in names]
    assert small.layers[0]._read > 2 * store._HELD
