"""Turn the figures that quality.py wrote into docs/quality.md: ``python benchmarks/quality_page.py build/quality docs/quality.md``."""

import json
import sys
from pathlib import Path
from typing import Any

# task, what it measures, rows: (section part, metric, goal)
ROWS: list[tuple[str, str, list[tuple[str, str, str]]]] = [
    ("ledger", "The whole ledger: 48 composed reports on Pakistan, early 2024 (written for this project; tuned on)", [
        ("claims", "claim F1", ""), ("claims", "right-type F1", ".78"), ("claims", "incident F1", ".85"), ("claims", "demand F1", ".80"),
        ("claims", "response F1", ".75"), ("claims", "type accuracy on matched", ".90"), ("claims", "when.start accuracy", ".90"),
        ("claims", "where.name accuracy", ".90"), ("claims", "tolls accuracy", ".90"), ("claims", "said_by accuracy", ".85"),
        ("claims", "actors (role and head) F1", ""), ("incidents", "linking B-cubed F1", ".90"), ("incidents", "incident tolls, best exact", ".90"),
        ("demands", "demand to response links F1", ".75"), ("demands", "about links F1", "")]),
    ("tolls", "Tolls: reports on gun violence in the United States against a register (3,821 in all)", []),
    ("conflict_tolls", "Tolls of terrorism: 4,000 short descriptions, 1968 to 2009", []),
    ("muc", "Latin America, 1989 to 1990: 1,500 reports of MUC-3 and MUC-4, all in capitals", []),
    ("typing", "Types: CASE 2021, IndiaPoliceEvents, HRDsAttack", [
        ("CASE", "weighted F1, covered labels", ".80"), ("CASE", "accuracy on labels the vocabulary covers", ""),
        ("India", "document KILL F1", ".85"), ("India", "document ARREST F1", ".88"), ("India", "document FORCE F1", ".88"), ("India", "document ANY_ACTION F1", ".88"),
        ("HRDs", "violations, all claims, micro F1", ".75"), ("HRDs", "violations, main incident, micro F1", "")]),
    ("linking", "Linking: 1,501 reports of 915 incidents, whole pool", []),
    ("aggregation", "Linking of structured rows: 2,017 MAVERICK reports", []),
    ("times", "Times: TimeBank, AQUAINT, WikiWars", []),
    ("places", "Places: LGL and GeoVirus", []),
    ("attribution", "Speakers: 400 articles of PolNeAR", []),
]  # fmt: skip


def number(value: Any) -> str:
    return "–" if value is None else f"{value:.3f}"


def table(section: dict[str, Any], wanted: list[tuple[str, str, str]]) -> list[str]:
    lines = ["| measure | value | 95 % interval | goal | n |", "| --- | --- | --- | --- | --- |"]
    chosen = [(m, g) for part, m, g in wanted if part in section["title"]] or [(m, "") for m in section["metrics"]]
    for name, goal in chosen:
        m = section["metrics"].get(name)
        if m is None or not m["n"]:
            continue
        interval = f"{number(m.get('low'))} to {number(m.get('high'))}" if m.get("low") is not None else ""
        lines.append(f"| {name} | {number(m['value'])} | {interval} | {goal} | {m['n']:g} |")
    return lines


def main(folder: Path, page: Path) -> None:
    head = page.read_text("utf-8").split("<!-- figures -->")[0] if page.exists() else "# Quality\n\n"
    tail = page.read_text("utf-8").split("<!-- end of figures -->")[-1] if page.exists() else "\n"
    lines = ["<!-- figures -->"]
    for task, about, wanted in ROWS:
        file = folder / f"{task}.json"
        if not file.exists():
            lines += ["", f"## {about}", "", "Not measured in this run."]
            continue
        data = json.loads(file.read_text("utf-8"))
        lines += [
            "",
            f"## {about}",
            "",
            f"`python benchmarks/quality.py --data ../shared/data --scorer ../shared/eval/score.py --tasks {task}`",
        ]
        for section in data["sections"]:
            if wanted and not any(part in section["title"] for part, _, _ in wanted):
                continue
            lines += ["", f"**{section['title']}** ({section['documents']} documents)", "", *table(section, wanted)]
    page.write_text(head + "\n".join(lines) + "\n\n<!-- end of figures -->" + tail, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
