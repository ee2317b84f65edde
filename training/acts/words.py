"""Train the model that tells by its words alone whether a sentence may tell of an act (``onrecord.reading.acts.words``).

    python training/acts/words.py rows.jsonl --out src/onrecord/reading/acts/data/words.bin

in the project's environment, with ``rows.jsonl`` as ``data.py`` writes it. Fits a logistic model by AdaGrad to the features that
stand twice or more. Same rows, same file, in half a minute. ``--held LOT …`` keeps lots out and prints how many of their
sentences fall below which promise.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "nlp"))

from verbs import fit, numbered, written

from onrecord.reading.acts.words import features, promise_by
from onrecord.reading.nlp.linear import weights_in

OFTEN = 2
"""Times that a feature has to stand in the rows to be kept."""


def told(row: dict[str, Any]) -> bool | None:
    """Whether the sentence of a row tells of an act, an answer or a demand; ``None`` where that is not known."""
    if "labels" in row:
        return any(label != "O" for label in row["labels"])
    return True if row["types"] else None


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("rows", type=Path)
    p.add_argument("--held", nargs="*", default=["wordings"])
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--passes", type=int, default=3)
    args = p.parse_args()
    rows = [row for row in map(json.loads, args.rows.read_text("utf-8").splitlines()) if told(row) is not None]
    kept = [row for row in rows if row["lot"] not in args.held]
    coded = [features(" ".join(row["words"])) for row in kept]
    wide = max(map(len, coded))
    # what fills a row up stands in all but the longest, and is left out below
    filled = np.array([row + [-1] * (wide - len(row)) for row in coded])
    names, numbers = numbered(filled, OFTEN)
    numbers = np.where(filled < 0, 0, numbers)
    weights = fit(numbers, np.array([told(row) for row in kept], dtype=np.float32), args.passes, 7, mean=True)
    args.out.write_bytes(written(names, weights))
    held = weights_in(args.out.read_bytes())
    print(f"{len(held)} features of {len(kept)} sentences")
    for wanted in (True, False):
        away = [row for row in rows if row["lot"] in args.held and told(row) is wanted]
        found = np.array([promise_by(held, " ".join(row["words"])) for row in away])
        shares = "  ".join(f"<{least}: {np.mean(found < least):.3f}" for least in range(-5, 2))
        print(f"{len(found)} held out that tell of {'something' if wanted else 'nothing'}: {shares}")


if __name__ == "__main__":
    main()
