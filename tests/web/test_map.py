"""The map: the 180th meridian, honest areas, the points of a filter, and what it does without npm's packages."""

import re
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
    assert len(found.rough) > 5_000
    every = (*found.lines, *found.units, *found.rough)
    widest = max(abs(a[0] - b[0]) for line in every for a, b in pairwise(line))
    assert widest < 20
    assert all(-180 <= x <= 180 for ring in found.land for x, _ in ring)


@needs_npm
def test_borders_of_provinces_are_drawn_dashed_and_said_to_be_approximate(client: TestClient) -> None:
    page = client.get("/map").text
    assert "Dashed borders of provinces are approximate" in page
    near = re.search(r'<path d="([^"]*)" class="rough"', client.get("/map?country=AF").text)
    assert near is not None
    assert near[1].count("M") > 30
    # Natural Earth's own lines are never dashed, nor those of the US
    style = (basemap.VENDOR.parent / "desk.css").read_text("utf-8")
    assert re.findall(r"(\S+) \{ stroke-dasharray: 2 3; \}", style) == [".rough"]


@needs_npm
def test_a_border_runs_between_the_provinces_it_divides() -> None:
    """Between Quetta in Balochistan and Dera Ghazi Khan in Punjab stands one, between two towns of Punjab none."""
    found = base_map()
    assert found is not None

    def crossed(a: tuple[float, float], b: tuple[float, float]) -> int:
        def side(p: tuple[float, float], q: tuple[float, float], r: tuple[float, float]) -> bool:
            return (q[0] - p[0]) * (r[1] - p[1]) > (q[1] - p[1]) * (r[0] - p[0])

        steps = (s for line in found.rough for s in pairwise(line))
        return sum(side(a, b, p) != side(a, b, q) and side(p, q, a) != side(p, q, b) for p, q in steps)

    assert crossed((67.0, 30.2), (70.63, 30.05)) % 2 == 1
    assert crossed((73.08, 31.42), (74.35, 31.55)) == 0


def test_what_is_in_view_are_those_of_the_filter(client: TestClient) -> None:
    everything = client.get("/map/view.json").json()
    assert everything["incidents"] == 13
    assert sum(c[2] for c in everything["cells"]) == 13
    assert sorted(p[0][0] for p in everything["first"]) == ["Faryab", "Herat"]
    assert {p[4] for p in everything["first"]} == {"Afghanistan"}
    only = client.get("/map/view.json?type=attack").json()
    assert only["cells"] == [[34.34, 62.2, 1, 6, [1, 0, 0, 0], 0, ["Herat", "AF", "city", 34.34, 62.2], BOMB]]
    assert client.get("/map/view.json?type=attack&frame=0,0,10,10").json()["incidents"] == 0
    about = client.get("/map/about.json").json()
    assert about["bounds"] == [34.34, 62.2, 36.0, 64.9]
    assert sum(about["counts"]) == 13
    # the brush: days count from 1970, and 2025-03-02 is the 20149th
    assert client.get("/map/view.json?days=20149,20149").json()["incidents"] == 1
    assert client.get("/map/view.json?days=20000,20100").json()["incidents"] == 12


def test_a_place_tells_its_incidents(client: TestClient) -> None:
    herat = "/map/at.json?name=Herat&of=AF&precision=city&lat=34.34&lon=62.2"
    assert [(r["id"], r["killed"], r["day"]) for r in client.get(herat).json()] == [(BOMB, 6, "2 Mar 2025")]
    assert client.get(herat + "&type=protest").json() == []
    assert client.get(herat.replace("AF", "IR")).json() == []


@pytest.mark.parametrize(
    "words", ["frame=1,2,3", "frame=10,0,0,10", "frame=a,b,c,d", "zoom=99", "days=1", "days=1,99999999999"]
)
def test_a_frame_that_cannot_be_is_refused(client: TestClient, words: str) -> None:
    assert client.get(f"/map/view.json?{words}").status_code == 400


def test_close_ones_stand_together_until_one_looks_closer(client: TestClient) -> None:
    far = client.get("/map/view.json?zoom=0&type=attack&type=protest").json()["cells"]
    # never a place and an area in one: the middle of a province is no place
    assert sorted((c[2], c[5]) for c in far) == [(1, 0), (12, 1)]


def test_a_province_is_an_area_and_never_a_point(client: TestClient) -> None:
    page = client.get("/map?type=protest").text
    assert 'class="area g-protest"' in page
    assert 'class="spot g-protest"' not in page.split("</ul>", 1)[1]
    assert "somewhere in this area" in page
    assert all(c[5] == 1 for c in client.get("/map/view.json?type=protest").json()["cells"])


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
