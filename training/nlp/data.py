"""Training sentences from the licensed sets: CoNLL-U syntax, IOB2 names, and posts with names only."""

import random
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

NER = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]
_WNUT = {"person": "PER", "location": "LOC", "corporation": "ORG", "group": "ORG"}


@dataclass(frozen=True)
class Sentence:
    """``tags`` are ``UPOS|XPOS``; ``heads`` count from 0, the root being -1. Absent layers are ``None``."""

    words: list[str]
    tags: list[str] | None = None
    heads: list[int] | None = None
    rels: list[str] | None = None
    ner: list[str] | None = None
    shouted: bool = False
    lemmas: list[str] | None = None


def read_conllu(path: Path) -> dict[str, Sentence]:
    found: dict[str, Sentence] = {}
    rows: list[list[str]] = []
    name = ""
    for line in [*path.read_text("utf-8").split("\n"), ""]:
        if line.startswith("# sent_id"):
            name = line.split("=", 1)[1].strip()
        elif line.startswith("#"):
            continue
        elif line.strip():
            cells = line.split("\t")
            if cells[0].isdigit():
                rows.append(cells)
        elif rows:
            found[name] = Sentence(
                words=[r[1] for r in rows],
                lemmas=[r[2] for r in rows],
                tags=[f"{r[3]}|{r[4]}" for r in rows],
                heads=[int(r[6]) - 1 for r in rows],
                rels=[r[7] for r in rows],
            )
            rows = []
    return found


def read_iob(path: Path) -> dict[str, tuple[list[str], list[str]]]:
    found: dict[str, tuple[list[str], list[str]]] = {}
    words: list[str] = []
    labels: list[str] = []
    name = ""
    for line in [*path.read_text("utf-8").split("\n"), ""]:
        if line.startswith("# sent_id"):
            name = line.split("=", 1)[1].strip()
        elif line.startswith("# "):
            continue
        elif line.strip():
            cells = line.split("\t")
            words.append(cells[1])
            labels.append(cells[2] if cells[2] in NER else "O")
        elif words:
            found[name] = (words, labels)
            words, labels = [], []
    return found


def read_posts(path: Path) -> list[Sentence]:
    found, words, labels = [], [], []
    for line in [*path.read_text("utf-8").split("\n"), ""]:
        if line.strip():
            word, _, label = line.partition("\t")
            mark, _, kind = label.strip().partition("-")
            words.append(word)
            labels.append(f"{mark}-{_WNUT[kind]}" if kind in _WNUT else "O")
        elif words:
            found.append(Sentence(words=words, ner=labels))
            words, labels = [], []
    return found


def load(root: Path, part: str) -> list[Sentence]:
    """The ``train`` or ``dev`` part: EWT with names, GUM news (syntax only; two reports are dev), WNUT (train only)."""
    trees = read_conllu(root / "ewt" / f"{part}.conllu")
    names = read_iob(root / "uner_ewt" / f"{part}.iob2")
    found = []
    for key, sentence in trees.items():
        words, labels = names.get(key, ([], []))
        found.append(replace(sentence, ner=labels) if words == sentence.words else sentence)
    held_out = {"GUM_news_afghan", "GUM_news_stampede"}
    for path in sorted((root / "gum_news").glob("*.conllu")):
        if (path.stem in held_out) == (part == "dev"):
            found += read_conllu(path).values()
    if part == "train":
        found += read_posts(root / "wnut17" / "train.conll")
    return found


def tag_labels(sentences: list[Sentence], least: int = 3) -> list[str]:
    counts = Counter(t for s in sentences if s.tags for t in s.tags)
    return sorted(t for t, n in counts.items() if n >= least)


def augment(s: Sentence, rng: random.Random) -> Sentence:
    """Shouted and title-cased headlines, dropped final stops, other quotation marks: what newswire looks like."""
    words = s.words
    draw = rng.random()
    if draw < 0.10:
        s = replace(s, words=[w.upper() for w in words], shouted=True)
    elif draw < 0.15:
        s = replace(s, words=[w[:1].upper() + w[1:] if len(w) > 3 else w for w in words])
    if rng.random() < 0.15:
        swap = {'"': rng.choice("“”"), "'": "’", "``": "“", "''": "”", "n't": "n’t", "'s": "’s"}
        s = replace(s, words=[swap.get(w, w) for w in s.words])
    if (
        rng.random() < 0.10
        and len(words) > 3
        and words[-1] == "."
        and (s.heads is None or len(s.words) - 1 not in s.heads)
    ):
        cut = {n: getattr(s, n)[:-1] for n in ("words", "tags", "heads", "rels", "ner") if getattr(s, n) is not None}
        s = replace(s, **cut)
    return s
