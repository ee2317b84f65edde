"""Train the tagger, parser and name finder: ``python train.py --data DIR --base DIR --out DIR``.

Needs torch (CPU is enough), tokenizers, numpy and safetensors; see MODEL_CARD.md for the data's licences.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from data import NER, Sentence, augment, load, tag_labels
from net import Net
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import cross_entropy

sys.path.append(str(Path(__file__).parents[2] / "src" / "onrecord" / "reading" / "nlp"))

from shapes import shape_of

Batch = dict[str, Tensor]


class Coder:
    def __init__(self, tokenizer: Tokenizer, tags: list[str], rels: list[str]) -> None:
        self.tokenizer = tokenizer
        self.tags, self.rels, self.ner = ({v: i for i, v in enumerate(x)} for x in (tags, rels, NER))

    def encode(self, s: Sentence) -> dict[str, list[int]] | None:
        code = self.tokenizer.encode(s.words, is_pretokenized=True)
        if len(code.ids) > 200 or not s.words:
            return None
        first, last = [0] * len(s.words), [0] * len(s.words)
        for position, word in enumerate(code.word_ids):
            if word is not None:
                first[word] = first[word] or position
                last[word] = position
        n = len(s.words)
        return {
            "ids": code.ids,
            "first": first,
            "last": last,
            "shape": [shape_of(w, i, s.shouted) for i, w in enumerate(s.words)],
            "tags": [self.tags.get(t, -100) for t in s.tags] if s.tags else [-100] * n,
            "ner": [self.ner[t] for t in s.ner] if s.ner else [-100] * n,
            "heads": [h + 1 for h in s.heads] if s.heads else [-100] * n,
            "rels": [self.rels.get(r, -100) for r in s.rels] if s.rels else [-100] * n,
        }

    def batches(self, sentences: list[Sentence], size: int, rng: random.Random | None) -> list[Batch]:
        rows = [r for s in sentences if (r := self.encode(s)) is not None]
        if rng:
            rng.shuffle(rows)
        rows.sort(key=lambda r: len(r["ids"]) + (rng.random() * 4 if rng else 0))
        groups, group = [], []
        for row in rows:
            if group and (len(group) + 1) * len(row["ids"]) > size:
                groups.append(group)
                group = []
            group.append(row)
        groups.append(group)
        if rng:
            rng.shuffle(groups)
        return [collate(g) for g in groups]


def collate(rows: list[dict[str, list[int]]]) -> Batch:
    def pad(name: str, fill: int) -> Tensor:
        width = max(len(r[name]) for r in rows)
        return torch.tensor([r[name] + [fill] * (width - len(r[name])) for r in rows])

    batch = {n: pad(n, 0) for n in ("ids", "first", "last", "shape")}
    batch.update({n: pad(n, -100) for n in ("tags", "ner", "heads", "rels")})
    batch["mask"] = torch.tensor(
        [[1.0] * len(r["ids"]) + [0.0] * (batch["ids"].shape[1] - len(r["ids"])) for r in rows]
    )
    batch["wmask"] = torch.tensor(
        [[1.0] * len(r["first"]) + [0.0] * (batch["first"].shape[1] - len(r["first"])) for r in rows]
    )
    return batch


def forward(net: Net, b: Batch, gold: bool) -> tuple[Tensor, ...]:
    heads = b["heads"].clamp(min=0) if gold else None
    return net(b["ids"], b["mask"], b["first"], b["last"], b["shape"], b["wmask"], heads)


def loss_of(net: Net, b: Batch) -> Tensor:
    tags, ner, arcs, _, rels = forward(net, b, gold=True)
    total = torch.zeros(())
    for scores, gold, weight in (
        (tags, b["tags"], 0.5),
        (ner, b["ner"], 1.0),
        (arcs, b["heads"], 1.0),
        (rels, b["rels"], 0.7),
    ):
        if (gold >= 0).any():
            total = total + weight * cross_entropy(scores.float().flatten(0, 1), gold.flatten(), ignore_index=-100)
    return total


def entities(labels: list[str]) -> set[tuple[int, int, str]]:
    found, start = set(), None
    for i, label in enumerate([*labels, "O"]):
        if start is not None and (label[:2] != "I-" or label[2:] != labels[start][2:]):
            found.add((start, i, labels[start][2:]))
            start = None
        if label[:2] == "B-" or (label[:2] == "I-" and start is None):
            start = i
    return found


@torch.no_grad()
def evaluate(net: Net, batches: list[Batch], tags: list[str]) -> dict[str, float]:
    net.eval()
    n = upos = xpos = uas = las = hit = guess = true = 0
    for b in batches:
        t, e, _, heads, rels = forward(net, b, gold=False)
        t, e, rels = t.argmax(-1), e.argmax(-1), rels.argmax(-1)
        known = b["heads"] >= 0
        n += int(known.sum())
        right = (heads == b["heads"]) & known
        uas += int(right.sum())
        las += int((right & (rels == b["rels"])).sum())
        xpos += int(((t == b["tags"]) & known).sum())
        for i, j in zip(*torch.where(known & (b["tags"] >= 0)), strict=True):
            upos += tags[int(t[i, j])].split("|")[0] == tags[int(b["tags"][i, j])].split("|")[0]
        for i in range(len(e)):
            if (b["ner"][i] >= 0).any():
                width = int(b["wmask"][i].sum())
                g = entities([NER[k] for k in b["ner"][i][:width].tolist()])
                p = entities([NER[k] for k in e[i][:width].tolist()])
                hit, guess, true = hit + len(g & p), guess + len(p), true + len(g)
    net.train()
    return {
        "upos": upos / n,
        "xpos": xpos / n,
        "uas": uas / n,
        "las": las / n,
        "ner_f1": 2 * hit / max(1, guess + true),
    }


def save(net: Net, out: Path, labels: dict[str, list[str]]) -> None:
    """The weights as arrays under their names, which ``quantise.py`` reads, and the labels."""
    np.savez(out / "net.npz", **{k: v.numpy() for k, v in net.state_dict().items()})
    (out / "labels.json").write_text(json.dumps(labels))


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--base", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--epochs", type=int, default=6)
    p.add_argument("--layers", type=int, default=6)
    p.add_argument("--tokens", type=int, default=1500, help="subwords a batch")
    p.add_argument("--seed", type=int, default=1)
    args = p.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    train, dev = load(args.data, "train"), load(args.data, "dev")
    tags = tag_labels(train)
    rels = sorted({r for s in train if s.rels for r in s.rels})
    coder = Coder(Tokenizer.from_file(str(args.base / "tokenizer.json")), tags, rels)
    coder.tokenizer.no_padding()
    coder.tokenizer.no_truncation()
    net = Net(args.base, len(tags), len(rels), len(NER), args.layers)
    fast = list(net.encoder.parameters())
    slow = [q for n, q in net.named_parameters() if not n.startswith("encoder.")]
    steps = args.epochs * len(coder.batches(train, args.tokens, rng))
    tuner = torch.optim.AdamW([{"params": fast, "lr": 3e-4}, {"params": slow, "lr": 2e-3}], weight_decay=0.01)
    plan = torch.optim.lr_scheduler.LambdaLR(
        tuner, lambda s: min(1.0, (s + 1) / (0.06 * steps)) * max(0.02, 1 - s / steps)
    )
    held = coder.batches(dev, 3000, None)
    print(f"{len(train)} sentences, {len(tags)} tags, {len(rels)} relations, {steps} steps", flush=True)
    for epoch in range(args.epochs):
        began, total = time.time(), 0.0
        for i, b in enumerate(coder.batches([augment(s, rng) for s in train], args.tokens, rng)):
            loss = loss_of(net, b)
            tuner.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            tuner.step()
            plan.step()
            total += float(loss)
            if i % 50 == 49:
                print(f"  {i + 1} loss {total / (i + 1):.3f} {time.time() - began:.0f} s", flush=True)
        figures = evaluate(net, held, tags)
        print(
            f"epoch {epoch + 1} {time.time() - began:.0f} s", {k: round(v, 4) for k, v in figures.items()}, flush=True
        )
        save(net, args.out, {"tags": tags, "rels": rels, "ner": NER})
    (args.out / "figures.json").write_text(json.dumps(figures))


if __name__ == "__main__":
    main()
