"""The map: the 180th meridian, honest areas, the points of a filter, and what it does without npm's packages."""

from itertools import pairwise
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import BOMB

from onrecord.web import basemap
from onrecord.web.basemap import base_map, cut_line, cut_ring

needs_npm = pytest.mark.skipif(
    not basemap.has_vendor(), reason="npm's packages were not fetched at set-up (make setup)"
)


def test_an_outline_over_the_180th_meridian_is_cut_there() -> None:
    island = ((179.0, -17.0), (-179.0, -17.0), (-179.0, -16.0), (179.0, -16.0), (179.0, -17.0))
    parts = list(cut_ring(island))
    assert len(parts) == 2
    assert all(-180 <= x <= 180 for part in parts for x, _ in part)
    assert all(max(x for x, _ in part) - min(x for x, _ in part) == 1 for part in parts)
    assert list(cut_line(island)) == [((-179.0, -17.0), (-179.0, -16.0)), ((179.0, -16.0), (179.0, -17.0))]


def test_an_outline_round_the_pole_is_closed_over_it() -> None:
    coast = tuple((float(x), -70.0) for x in range(-180, 181, 30))
    (ring,) = cut_ring(coast)
    assert min(y for _, y in ring) == -90


@needs_npm
def test_no_line_of_the_base_map_runs_across_it() -> None:
    found = base_map()
    assert found is not None
    assert len(found.lines) > 1_000
    widest = max(abs(a[0] - b[0]) for line in (*found.lines, *found.units) for a, b in pairwise(line))
    assert widest < 20
    assert all(-180 <= x <= 180 for ring in found.land for x, _ in ring)


def test_the_points_are_those_of_the_filter(client: TestClient) -> None:
    everything = client.get("/map/points.json").json()
    assert len(everything["rows"]) == 13
    only = client.get("/map/points.json?type=attack").json()
    assert [r[4] for r in only["rows"]] == [BOMB]
    assert only["places"] == [[34.34, 62.2, 0, "Herat"]]
    assert only["rows"][0][:4] == [0, 0, 6, 20149]


def test_a_province_is_an_area_and_never_a_point(client: TestClient) -> None:
    page = client.get("/map?type=protest").text
    assert 'class="area g-protest"' in page
    assert 'class="spot g-protest"' not in page.split("</ul>", 1)[1]
    assert "somewhere in this area" in page
    assert all(p[2] == 1 for p in client.get("/map/points.json?type=protest").json()["places"])


def test_without_the_packages_of_npm_the_map_is_drawn_and_nothing_is_missing(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(basemap, "VENDOR", tmp_path)
    base_map.cache_clear()
    from onrecord.web.atlas import _ground

    _ground.cache_clear()
    try:
        page = client.get("/map").text
    finally:
        base_map.cache_clear()
        _ground.cache_clear()
    assert "vendor" not in page
    assert 'class="spot g-violence"' in page
    assert 'class="land"' not in page
