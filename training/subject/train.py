"""Train the small model that tells whether a sentence is of the ledger's subject.

``train.py rows.jsonl --parser parser.onnx --tokenizer tokenizer.json --out subject.npz``; needs torch, onnx and tokenizers. The
parser's vectors of word pieces, projected to a few dimensions, go through weighted means and a convolution into one logit; what is
shipped is the projected table in int8 and some small matrices, and numpy runs it. ``--held LOT …`` keeps lots out and prints
figures on them; ``--folds N`` prints figures of rows that the model had not seen, and writes nothing.
"""

import argparse
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer
from torch import Tensor, nn

PIECES, OWN = 160, 96
WIDTH, HEADS, INNER = 96, 4, 96
SEED, EPOCHS, BATCH, RATE, DECAY = 0, 9, 32, 1.5e-3, 0.05
ALONE = 0.4
"""Share of the rows that an epoch shows without their surroundings, so that having some is no sign."""
_SHARES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5)
Row = dict[str, Any]
Coded = tuple[list[int], int]


def table(parser: Path) -> Tensor:
    name = "encoder.words.weight"
    held = {
        i.name: numpy_helper.to_array(i) for i in onnx.load(parser).graph.initializer if i.name.startswith(f"{name}.")
    }
    return torch.tensor((held[f"{name}.q"].astype(np.float32) - held[f"{name}.z"]) * held[f"{name}.s"])


def coded(tokenizer: Tokenizer, row: Row) -> Coded:
    """Ids of the pieces of the sentence and of what stands around it, and how many are the sentence's."""
    own = tokenizer.encode(row["text"], add_special_tokens=False).ids[:OWN]
    rest = tokenizer.encode(row["around"], add_special_tokens=False).ids if row["around"] else []
    return (own + rest)[:PIECES], len(own)


class Net(nn.Module):
    """``x`` [B, T, D] vectors of pieces, ``mask`` and ``own`` [B, T]; gives a logit each."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.project = nn.Linear(width, WIDTH, bias=False)
        self.weigh = nn.Linear(WIDTH, HEADS)
        self.near = nn.Conv1d(WIDTH, INNER, 3, padding=1)
        self.inner = nn.Linear(HEADS * WIDTH + INNER + WIDTH, INNER)
        self.out = nn.Linear(INNER, 1)
        self.drop, self.drop_words = nn.Dropout(0.4), nn.Dropout(0.2)

    def forward(self, x: Tensor, mask: Tensor, own: Tensor) -> Tensor:
        x = self.project(self.drop_words(x))
        away = (1 - own)[..., None] * -1e4
        weights = (self.weigh(x) + away).softmax(1)
        means = torch.einsum("btk,btd->bkd", weights, x).flatten(1)
        # the convolution sees the sentence alone
        alone = (x * own[..., None]).transpose(1, 2)
        peaks = (self.near(alone).relu() + away.transpose(1, 2)).amax(2)
        rest = mask - own
        beside = (x * rest[..., None]).sum(1) / rest.sum(1, keepdim=True).clamp(min=1)
        inner = self.inner(self.drop(torch.cat([means, peaks, beside], -1))).relu()
        return self.out(self.drop(inner)).squeeze(-1)


def batch(items: list[Coded], words: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    wide = max(3, *(len(ids) for ids, _ in items))
    ids = torch.tensor([i + [0] * (wide - len(i)) for i, _ in items])
    mask = torch.tensor([[1.0] * len(i) + [0.0] * (wide - len(i)) for i, _ in items])
    own = torch.tensor([[1.0] * n + [0.0] * (wide - n) for _, n in items])
    return words[ids], mask, own


def fit(rows: list[tuple[Coded, int]], words: Tensor, seed: int) -> Net:
    torch.manual_seed(seed)
    draw = random.Random(seed)
    net = Net(words.shape[1])
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    for _ in range(EPOCHS):
        net.train()
        items = [((ids[:n] if draw.random() < ALONE else ids, n), label) for (ids, n), label in rows]
        items.sort(key=lambda item: len(item[0][0]) + 8 * draw.random())
        batches = [items[i : i + BATCH] for i in range(0, len(items), BATCH)]
        draw.shuffle(batches)
        for b in batches:
            logits = net(*batch([c for c, _ in b], words))
            loss = nn.functional.binary_cross_entropy_with_logits(logits, torch.tensor([float(y) for _, y in b]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


def told(net: Net, rows: list[Coded], words: Tensor) -> list[float]:
    found: list[float] = []
    with torch.no_grad():
        for i in range(0, len(rows), BATCH):
            found += net(*batch(rows[i : i + BATCH], words)).sigmoid().tolist()
    return found


def show(rows: list[Row], values: list[float]) -> None:
    by: dict[tuple[str, int], list[float]] = {}
    for row, value in zip(rows, values, strict=True):
        by.setdefault((row["lot"], row["label"]), []).append(value)
    for (lot, label), told_ in sorted(by.items()):
        shares = "  ".join(f"<{t}: {sum(v < t for v in told_) / len(told_):.3f}" for t in _SHARES)
        print(f"{lot} {label} n={len(told_)}  {shares}", flush=True)


def written(net: Net, words: Tensor) -> dict[str, np.ndarray]:
    """The arrays that are shipped: ``table`` int8 with ``scale``, the rest float32."""
    projected = (words @ net.project.weight.T).detach().numpy()
    scale = np.float32(np.abs(projected).max() / 127)
    held = {k: v.numpy().astype(np.float32) for k, v in net.state_dict().items() if not k.startswith("project")}
    return {"table": np.round(projected / scale).astype(np.int8), "scale": scale, **held}


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("rows", type=Path)
    p.add_argument("--parser", type=Path, required=True)
    p.add_argument("--tokenizer", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--held", nargs="*", default=["ordinary_second"])
    p.add_argument("--folds", type=int, default=0)
    a = p.parse_args()
    tokenizer, words = Tokenizer.from_file(str(a.tokenizer)), table(a.parser)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    rows = [json.loads(line) for line in a.rows.read_text("utf-8").splitlines()]
    code = [coded(tokenizer, r) for r in rows]
    kept = [i for i, r in enumerate(rows) if r["lot"] not in a.held and r["group"].split(":")[0] not in a.held]
    if a.folds:
        groups = sorted({rows[i]["group"] for i in kept})
        random.Random(3).shuffle(groups)
        fold = {g: n % a.folds for n, g in enumerate(groups)}
        seen, values = [], []
        for n in range(a.folds):
            part = [i for i in kept if fold[rows[i]["group"]] == n]
            rest = [(code[i], rows[i]["label"]) for i in kept if fold[rows[i]["group"]] != n]
            values += told(fit(rest, words, SEED), [code[i] for i in part], words)
            seen += [rows[i] for i in part]
        show(seen, values)
        return
    net = fit([(code[i], rows[i]["label"]) for i in kept], words, SEED)
    away = sorted(set(range(len(rows))) - set(kept))
    show([rows[i] for i in away], told(net, [code[i] for i in away], words))
    np.savez_compressed(a.out, **written(net, words))


if __name__ == "__main__":
    main()
