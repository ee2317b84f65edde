"""The network: a small BERT encoder with case features and three heads (tags, names, biaffine dependencies).

Dependencies after Dozat and Manning (2017), "Deep Biaffine Attention for Neural Dependency Parsing".
"""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

SHAPES = 9


class Layer(nn.Module):
    def __init__(self, d: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.out = (nn.Linear(d, d) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(d, 1e-12), nn.LayerNorm(d, 1e-12)
        self.up, self.down = nn.Linear(d, inner), nn.Linear(inner, d)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        b, t, d = x.shape
        q, k, v = (
            f(x).view(b, t, self.heads, d // self.heads).transpose(1, 2) for f in (self.query, self.key, self.value)
        )
        weights = (q @ k.transpose(-1, -2) / (d // self.heads) ** 0.5 + bias).softmax(-1)
        mixed = (self.drop(weights) @ v).transpose(1, 2).reshape(b, t, d)
        x = self.norm1(x + self.drop(self.out(mixed)))
        return self.norm2(x + self.drop(self.down(nn.functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    def __init__(self, folder: Path, layers: int) -> None:
        super().__init__()
        config = json.loads((folder / "config.json").read_text())
        d = config["hidden_size"]
        self.words = nn.Embedding(config["vocab_size"], d)
        self.places = nn.Embedding(config["max_position_embeddings"], d)
        self.kinds = nn.Parameter(torch.zeros(d))
        self.norm = nn.LayerNorm(d, 1e-12)
        self.drop = nn.Dropout(0.1)
        self.layers = nn.ModuleList(
            Layer(d, config["num_attention_heads"], config["intermediate_size"]) for _ in range(layers)
        )
        self._load(load_file(folder / "model.safetensors"), layers)

    def _load(self, w: dict[str, Tensor], layers: int) -> None:
        w = {k.removeprefix("bert."): v for k, v in w.items()}
        state = {
            "words.weight": w["embeddings.word_embeddings.weight"],
            "places.weight": w["embeddings.position_embeddings.weight"],
            "kinds": w["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": w["embeddings.LayerNorm.weight"],
            "norm.bias": w["embeddings.LayerNorm.bias"],
        }
        names = {
            "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
            "out": "attention.output.dense", "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm",
        }  # fmt: skip
        for i in range(layers):
            for ours, theirs in names.items():
                for part in ("weight", "bias"):
                    state[f"layers.{i}.{ours}.{part}"] = w[f"encoder.layer.{i}.{theirs}.{part}"]
        self.load_state_dict(state)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        return self.states(ids, mask)[-1]

    def states(self, ids: Tensor, mask: Tensor) -> list[Tensor]:
        """What each layer gives, [B, T, d]."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.drop(self.norm(self.words(ids) + self.places(positions) + self.kinds))
        bias = (1.0 - mask[:, None, None, :]) * -10000.0
        found = []
        for layer in self.layers:
            x = layer(x, bias)
            found.append(x)
        return found


class Net(nn.Module):
    """``ids, mask`` [B, T]; ``first, last`` [B, W] subword indices of each word; ``shape`` [B, W]; ``wmask`` [B, W].

    Gives tags [B, W, tags], names [B, W, ner], arcs [B, W, W+1] (column 0 is the root), heads [B, W] (greedy) and
    rels [B, W, rels] for those heads.
    """

    def __init__(
        self, folder: Path, tags: int, rels: int, ner: int, layers: int = 6, arc: int = 256, rel: int = 96
    ) -> None:
        super().__init__()
        self.encoder = Encoder(folder, layers)
        d = self.encoder.words.embedding_dim + 32
        self.shapes = nn.Embedding(SHAPES, 32)
        self.drop = nn.Dropout(0.2)
        self.tag = nn.Linear(d, tags)
        self.ner = nn.Sequential(nn.Linear(d, 192), nn.GELU(), nn.Dropout(0.2), nn.Linear(192, ner))
        self.root = nn.Parameter(torch.zeros(d))
        self.arc_dep, self.arc_head = (nn.Sequential(nn.Linear(d, arc), nn.GELU(), nn.Dropout(0.2)) for _ in range(2))
        self.rel_dep, self.rel_head = (nn.Sequential(nn.Linear(d, rel), nn.GELU(), nn.Dropout(0.2)) for _ in range(2))
        self.arc_w = nn.Parameter(torch.zeros(arc + 1, arc))
        self.rel_w = nn.Parameter(torch.zeros(rels, rel + 1, rel + 1))
        nn.init.normal_(self.arc_w, std=0.02)
        nn.init.normal_(self.rel_w, std=0.02)

    def words(self, ids: Tensor, mask: Tensor, first: Tensor, last: Tensor, shape: Tensor) -> Tensor:
        x = self.encoder(ids, mask)
        d = x.shape[-1]
        w = x.gather(1, first[..., None].expand(-1, -1, d)) + x.gather(1, last[..., None].expand(-1, -1, d))
        return self.drop(torch.cat([w * 0.5, self.shapes(shape)], -1))

    def arcs(self, w: Tensor, heads_in: Tensor, wmask: Tensor) -> Tensor:
        dep = self.arc_dep(w)
        dep = torch.cat([dep, torch.ones_like(dep[..., :1])], -1)
        scores = dep @ self.arc_w @ self.arc_head(heads_in).transpose(1, 2)
        full = torch.cat([torch.ones_like(wmask[:, :1]), wmask], 1)
        return scores + (1.0 - full[:, None, :]) * -10000.0

    def forward(
        self,
        ids: Tensor,
        mask: Tensor,
        first: Tensor,
        last: Tensor,
        shape: Tensor,
        wmask: Tensor,
        gold: Tensor | None = None,
    ) -> tuple[Tensor, ...]:
        w = self.words(ids, mask, first, last, shape)
        heads_in = torch.cat([self.root.expand(w.shape[0], 1, -1), w], 1)
        arcs = self.arcs(w, heads_in, wmask)
        heads = arcs.argmax(-1) if gold is None else gold
        dep, head = self.rel_dep(w), self.rel_head(heads_in)
        head = head.gather(1, heads[..., None].expand(-1, -1, head.shape[-1]))
        dep, head = (torch.cat([v, torch.ones_like(v[..., :1])], -1) for v in (dep, head))
        rels = torch.einsum("bwi,rij,bwj->bwr", dep, self.rel_w, head)
        return self.tag(w), self.ner(w), arcs, heads, rels
