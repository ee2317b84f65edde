"""Reading an archive on the cluster: one path a row, Parquet out, the records of the local way."""

import json
import shutil
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.pipeline.archive import rows_of_paths

PROSE = "KABRA, Sudan, March 4, 2024 - A bomb killed five people in Kabra market on Monday, police said."


def archive(folder: Path) -> Path:
    folder.mkdir()
    lines = [{"id": f"d{i}", "text": PROSE, "published": "2024-03-04", "publisher": "Plain News"} for i in range(3)]
    (folder / "part-0.jsonl").write_text("".join(json.dumps(x) + "\n" for x in lines) + "{broken\n", "utf-8")
    (folder / "part-1.jsonl").write_text(json.dumps(lines[0] | {"id": "e0"}) + "\n", "utf-8")
    return folder


def test_rows_hold_what_local_reading_writes_and_every_refusal(tmp_path: Path) -> None:
    folder = archive(tmp_path / "in")
    paths = [str(folder / "part-0.jsonl"), str(folder / "part-1.jsonl")]
    rows = [r for portion in rows_of_paths(paths, "documents") for r in portion]
    assert [r.document for r in rows if r.record] == ["d0", "d1", "d2", "e0"]
    assert [r.path for r in rows if r.rejected] == [paths[0]]


def call(*args: object) -> int:
    with pytest.raises(SystemExit) as stop:
        main([str(a) for a in args])
    return int(stop.value.code or 0)


def test_cluster_and_out_go_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("read", tmp_path, "--cluster", "local[1]") == 2
    assert "--out" in capsys.readouterr().err


@pytest.mark.spark
@pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed: the cluster is not tested")
def test_the_command_line_reads_an_archive_into_parquet(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    pytest.importorskip("pyspark", reason="the cluster extra is not installed")
    import pyarrow.parquet as pq

    folder, out = archive(tmp_path / "in"), tmp_path / "claims"
    assert call("read", folder, "--cluster", "local[2]", "--out", out) == 0
    table = pq.read_table(out).to_pylist()
    capfdbinary.readouterr()
    assert call("read", folder) == 0
    local = capfdbinary.readouterr().out.decode().splitlines()
    assert local
    assert sorted(r["record"] for r in table if r["record"]) == sorted(local)
    assert sum(r["rejected"] is not None for r in table) == 1
    assert call("read", folder, "--cluster", "local[2]", "--out", out) != 0
