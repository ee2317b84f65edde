"""Train the finder of acts: ``train.py rows.jsonl --base DIR --tokenizer tokenizer.json --out net.npz``.

Needs torch, tokenizers, numpy and safetensors. The encoder of ``training/nlp/net.py``, cut to its first layers, with one softmax
over the types for each word, is trained whole but for its word vectors. Rows with marks are told word by word; of the others it is
only known which types the sentence tells, so that some word has to tell each, and no word another. ``--held LOT …`` keeps lots out
and prints figures on them after each pass.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, softplus

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "training" / "nlp"), str(ROOT / "src" / "onrecord" / "reading" / "nlp")]

from net import SHAPES, Encoder  # noqa: E402
from shapes import SHOUTED  # noqa: E402
from skim import SKIM  # noqa: E402

NONE = "O"
PIECES = 200
BEFORE = 24
"""Pieces of the sentence before that are read behind a sentence."""
_ALONE = 0.25
"""How many sentences that have one before them are read alone."""
Row = dict[str, Any]
_KEPT = 2.0
_MARK = 0.7
_HINTS = (0.05, 0.1, 0.2, 0.3, 0.4)
_SHARES = (0.3, 0.5, 0.7, 0.9)


class Net(nn.Module):
    """``ids, mask`` [B, T]; ``first, last`` [B, W] pieces of each word; ``shape`` [B, W].

    Gives logits [B, W, labels], and [B, W], after the first layers, the logit that a word tells anything.
    """

    def __init__(self, base: Path, labels: int, layers: int) -> None:
        super().__init__()
        self.encoder = Encoder(base, layers)
        self.shapes = nn.Embedding(SHAPES, 32)
        self.drop = nn.Dropout(0.2)
        width = self.encoder.words.embedding_dim
        self.act = nn.Linear(width + 32, labels)
        self.hint = nn.Sequential(nn.Linear(width, 64), nn.GELU(), nn.Linear(64, 1))

    def forward(self, ids: Tensor, mask: Tensor, first: Tensor, last: Tensor, shape: Tensor) -> tuple[Tensor, Tensor]:
        states = self.encoder.states(ids, mask)

        def words(x: Tensor) -> Tensor:
            ends = (x.gather(1, at[..., None].expand(-1, -1, x.shape[-1])) for at in (first, last))
            return sum(ends, torch.zeros(())) * 0.5

        told = self.act(self.drop(torch.cat([words(states[-1]), self.shapes(shape)], -1)))
        return told, self.hint(words(states[SKIM - 1]))[..., 0]


class Coder:
    """Rows as numbers."""

    def __init__(self, tokenizer: Tokenizer, labels: list[str]) -> None:
        self.tokenizer, self.labels = tokenizer, {label: i for i, label in enumerate(labels)}

    def encode(self, row: Row, *, shouted: bool = False, alone: bool = False) -> Row | None:
        words = row["words"]
        code = self.tokenizer.encode(words, is_pretokenized=True)
        before = (
            [] if alone or not row.get("before") else self.tokenizer.encode(row["before"], is_pretokenized=True).ids
        )
        if not words or len(code.ids) > PIECES:
            return None
        first, last = [0] * len(words), [0] * len(words)
        for position, word in enumerate(code.word_ids):
            if word is not None:
                first[word] = first[word] or position
                last[word] = position
        coded = {
            "ids": [*code.ids, *before[1 : BEFORE + 1]],
            "first": first,
            "last": last,
            "shape": [SHOUTED] * len(words) if shouted else row["shape"],
            "row": row,
        }
        if "labels" in row:
            coded["gold"] = [self.labels[t] for t in row["labels"]]
        return coded

    def collate(self, rows: list[Row]) -> dict[str, Tensor]:
        def pad(name: str, fill: int) -> Tensor:
            width = max(len(r[name]) for r in rows)
            return torch.tensor([r[name] + [fill] * (width - len(r[name])) for r in rows])

        batch = {n: pad(n, 0) for n in ("ids", "first", "last", "shape")}
        width = batch["ids"].shape[1]
        batch["mask"] = torch.tensor([[1.0] * len(r["ids"]) + [0.0] * (width - len(r["ids"])) for r in rows])
        return batch

    def loss(self, logits: Tensor, hints: Tensor, rows: list[Row]) -> Tensor:
        total = torch.zeros(())
        count = 0
        log = logits.log_softmax(-1)
        for out, scores, hint, row in zip(log, logits, hints, rows, strict=True):
            n = len(row["first"])
            count += 1
            if "gold" in row:
                gold = torch.tensor(row["gold"])
                # most words tell nothing: those that tell weigh in full, the others by the sentence
                told = (gold > 0).float()
                each = cross_entropy(scores[:n], gold, reduction="none", label_smoothing=0.02)
                total = total + (each * (told + 0.25 * (1 - told))).sum() / max(
                    1.0, float(told.sum() + 0.25 * n) ** 0.5
                )
                # a sentence is as promising as its best word; one that is dropped is lost, one that is kept costs time
                most = hint[:n][told > 0].max() if told.any() else hint[:n].max()
                total = total + (softplus(-most) * _KEPT if told.any() else softplus(most))
            else:
                total = total + self._bag(out[:n], row["row"])
        return total / count

    def _bag(self, log: Tensor, row: Row) -> Tensor:
        p = log.exp()
        total = torch.zeros(())
        for wanted in row["types"]:
            columns = [self.labels[t] for t in wanted if t in self.labels]
            if columns:
                total = total - p[:, columns].sum(-1).max().clamp(1e-4, 1).log()
        told = {t for ts in row["types"] for t in ts}
        beside = tuple(t.removesuffix("*") for t in row["beside"])
        other = [i for t, i in self.labels.items() if i and t not in told and not t.startswith(beside)]
        if other:
            total = total - (1 - p[:, other].sum(-1)).clamp(1e-4, 1).log().mean() * 3
        return total


def batches(rows: list[Row], rng: random.Random, size: int) -> list[list[Row]]:
    rows = sorted(rows, key=lambda r: len(r["ids"]) + rng.random() * 6)
    found = [rows[i : i + size] for i in range(0, len(rows), size)]
    rng.shuffle(found)
    return found


def figures(net: Net, coder: Coder, rows: list[Row], labels: list[str]) -> list[str]:
    """Of types by sentence: precision, recall; hits on sentences of nothing; sentences of acts that are marked at all."""
    net.eval()
    told, hinted = [], []
    with torch.no_grad():
        for i in range(0, len(rows), 32):
            b = rows[i : i + 32]
            logits, hints = net(**coder.collate(b))
            p = logits.softmax(-1)
            told += [(r["row"], p[k, : len(r["first"])].numpy()) for k, r in enumerate(b)]
            hinted += [float(h[: len(r["first"])].max().sigmoid()) for r, h in zip(b, hints, strict=True)]
    lines = []
    marks = np.array([float(1 - p[:, 0].min()) for _, p in told])
    for least in _HINTS:
        kept, clear = np.array(hinted) >= least, marks > _MARK
        lines.append(
            f"hint {least}: {kept[clear].mean():.4f} of {clear.sum()} marked go on, {kept[~clear].mean():.3f} of others"
        )
    for share in _SHARES:
        tp = fp = fn = nothing = false = acts = marked = 0
        for row, p in told:
            gold = set(row.get("labels", ())) - {NONE} or {t for ts in row.get("types", ()) for t in ts}
            got = {labels[w[1:].argmax() + 1] for w in p if 1 - w[0] > share and w[1:].max() > share / 2}
            if gold:
                acts, marked = acts + 1, marked + bool(got)
            else:
                nothing, false = nothing + 1, false + bool(got)
            tp, fp, fn = tp + len(gold & got), fp + len(got - gold), fn + len(gold - got)
        lines.append(
            f"{share}: P {tp / max(1, tp + fp):.3f} R {tp / max(1, tp + fn):.3f} F {2 * tp / max(1, 2 * tp + fp + fn):.3f}"
            f" marked {marked / max(1, acts):.3f} of {acts}, false {false} of {nothing}"
        )
    return lines


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("rows", type=Path)
    p.add_argument("--base", type=Path, required=True)
    p.add_argument("--tokenizer", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--layers", type=int, default=6)
    p.add_argument("--epochs", type=int, default=4)
    p.add_argument("--seed", type=int, default=7)
    p.add_argument("--rate", type=float, default=2e-4)
    p.add_argument("--start", type=Path, help="weights of an earlier training to go on from")
    p.add_argument("--held", nargs="*", default=["wordings"])
    args = p.parse_args()
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    raw = [json.loads(line) for line in args.rows.read_text("utf-8").splitlines()]
    named = {t for r in raw for t in r.get("labels", ())} | {t for r in raw for ts in r.get("types", ()) for t in ts}
    labels = [NONE, *sorted(named - {NONE})]
    coder = Coder(Tokenizer.from_file(str(args.tokenizer)), labels)
    coder.tokenizer.no_padding()
    coder.tokenizer.no_truncation()
    train = [r for r in raw if r["lot"] not in args.held]
    held = [c for r in raw if r["lot"] in args.held and (c := coder.encode(r))]
    net = Net(args.base, len(labels), args.layers)
    if args.start:
        net.load_state_dict({k: torch.from_numpy(v) for k, v in np.load(args.start).items()})
    net.encoder.words.weight.requires_grad_(False)
    body = [p for p in net.encoder.parameters() if p.requires_grad]
    head = [*net.act.parameters(), *net.shapes.parameters(), *net.hint.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": args.rate}, {"params": head, "lr": 10 * args.rate}], weight_decay=0.01
    )
    steps = args.epochs * (len(train) // 24 + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1.0, (s + 1) / (0.1 * steps)) * max(0.02, 1 - s / steps)
    )
    print(len(train), "rows,", len(held), "held,", len(labels), "labels", flush=True)
    for epoch in range(args.epochs):
        net.train()
        start, total, count = time.process_time(), 0.0, 0
        # a tenth in capitals throughout, as cables have them: case then tells nothing
        coded = [c for r in train if (c := coder.encode(r, shouted=rng.random() < 0.1, alone=rng.random() < _ALONE))]
        for rows in batches(coded, rng, 24):
            loss = coder.loss(*net(**coder.collate(rows)), rows)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total, count = total + float(loss), count + 1
        print(
            f"pass {epoch + 1}: loss {total / count:.3f}, {time.process_time() - start:.0f} s of processor", flush=True
        )
        for line in figures(net, coder, held, labels) if held else ():
            print("  ", line, flush=True)
    state = {k: v.numpy() for k, v in net.state_dict().items()}
    np.savez(args.out, **state)
    args.out.with_name("acts.json").write_text(json.dumps(labels))


if __name__ == "__main__":
    main()
