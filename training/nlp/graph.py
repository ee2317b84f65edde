"""The network as the reader runs it: an ONNX graph over sentences laid end to end, with int8 products.

What is special, beside ``net.py``:

* every activation is quantised with a fixed range found on training sentences, so a row does not depend on what runs beside it;
* softmax is the exponential and a product: each head of the values has one column more, which is 1, and sums the weights in the
  order of the product, so that what is padded adds zeros and changes no bit (the scores of this encoder stay far below 80,
  where the exponential would overflow);
* heads are told apart by row numbers, so no tensor is transposed;
* the scores of relations are a product with ``dep`` (int8) and one with ``head``.

``points`` of a graph built with ``ranges=None`` (floating point) name the tensors whose ranges are wanted.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Floats = npt.NDArray[np.float32]
Weights = Mapping[str, Floats]
Ranges = Mapping[str, tuple[float, float]]
CONTRIB = "com.microsoft"
HEADS = 12
LOW = -10000.0


class Graph:
    """The encoder's part of a graph of ``weights`` (names and shapes of the state that training leaves)."""

    NAME = "encoder"

    def __init__(self, weights: Weights, ranges: Ranges | None = None) -> None:
        self.weights, self.ranges = weights, ranges
        self.points: dict[str, str] = {}
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, npt.NDArray] = {}
        self._width = weights["encoder.kinds"].shape[0]
        self._layers = 1 + max(int(k.split(".")[2]) for k in weights if k.startswith("encoder.layers."))

    def _encode(self) -> str:
        return self._through(self._embedded(), 0, self._layers)

    def _embedded(self) -> str:
        places = self._op("Add", self._rows("encoder.places.weight", "position"), self._held("encoder.kinds"))
        x = self._op("Add", self._rows("encoder.words.weight", "ids"), places)
        return self._norm(x, "encoder.norm")

    def _through(self, x: str, start: int, end: int, out: str = "") -> str:
        """What the layers from ``start`` to before ``end`` make of the vectors of pieces."""
        # row 12 t + h holds head h of piece t
        order = self._constant("heads.row", np.arange(HEADS).reshape(1, HEADS, 1))
        slots = self._op("Unsqueeze", "slots", self._constant("axis1", np.array([1])))
        slots = self._op("Add", self._op("Mul", slots, self._constant("heads.count", np.array(HEADS))), order)
        mask = self._op("Unsqueeze", "mask", self._constant("axes13", np.array([1, 3])))
        # and (12 b + h) L + l what attention gives for place l of sentence b
        along = self._op("Mul", self._constant("heads.line", np.arange(HEADS).reshape(1, HEADS)), self._longest())
        back = self._op("Add", self._op("Unsqueeze", "back", "axis1"), along)
        for i in range(start, end):
            x = self._layer(x, f"encoder.layers.{i}", (slots, mask, back), out if i == end - 1 else "")
        return x

    def _longest(self) -> str:
        return self._op("Shape", "slots", start=1, end=2)

    def _layer(self, x: str, name: str, index: tuple[str, str, str], out: str = "") -> str:
        mixed = self._attention(self._quantise(x, f"{name}.in"), name, index)
        x = self._op("Add", x, self._linear(self._quantise(mixed, f"{name}.mix"), f"{name}.out"))
        x = self._norm(x, f"{name}.norm1")
        inner = self._gelu(self._linear(self._quantise(x, f"{name}.mid"), f"{name}.up"))
        x = self._op("Add", x, self._linear(self._quantise(inner, f"{name}.act"), f"{name}.down"))
        return self._norm(x, f"{name}.norm2", out)

    def _attention(self, x: tuple[str, ...], name: str, index: tuple[str, str, str]) -> str:
        slots, mask, back = index
        w, size = self.weights, self._width // HEADS
        scale = np.float32(size**-0.5)
        query = self._linear(x, f"{name}.query", w[f"{name}.query.weight"] * scale, w[f"{name}.query.bias"] * scale)
        value = w[f"{name}.value.weight"].reshape(HEADS, size, -1)
        value = np.concatenate([value, np.zeros_like(value[:, :1])], axis=1).reshape(HEADS * (size + 1), -1)
        ones = np.ones((HEADS, 1), dtype=np.float32)
        bias = np.concatenate([w[f"{name}.value.bias"].reshape(HEADS, size), ones], axis=1).ravel()
        rows = self._constant("head.size", np.array([-1, size]))
        taller = self._constant("value.size", np.array([-1, size + 1]))
        q, k, v = (
            self._op("Gather", self._op("Reshape", what, shape), slots, axis=0)
            for what, shape in (
                (query, rows),
                (self._linear(x, f"{name}.key"), rows),
                (self._linear(x, f"{name}.value", value, bias), taller),
            )
        )
        weight = self._op("Exp", self._op("MatMul", q, self._op("Transpose", k, perm=[0, 1, 3, 2])))
        summed = self._op("MatMul", weight, self._op("Mul", v, mask))
        self._op(
            "Split", summed, self._constant("split", np.array([size, 1])), out=(f"{name}.sum", f"{name}.weight"), axis=3
        )
        mixed = self._op("Reshape", self._op("Div", f"{name}.sum", f"{name}.weight"), rows)
        mixed = self._op("Gather", mixed, back, axis=0)
        return self._op("Reshape", mixed, self._constant("width", np.array([-1, self._width])))

    def _words(self, pieces: str) -> str:
        """Vectors of words, also an output: the mean of the first and last piece, and the word's shape."""
        return self._op("Concat", self._means(pieces), self._rows("shapes.weight", "shape"), out="vectors", axis=1)

    def _means(self, pieces: str) -> str:
        """For each word the mean of its first and last piece."""
        first, last = (self._op("Gather", pieces, name, axis=0) for name in ("first", "last"))
        return self._op("Mul", self._op("Add", first, last), self._constant("half", np.float32(0.5)))

    def _quantise(self, x: str, point: str) -> tuple[str, ...]:
        """The tensor as bytes with its scale and zero, or as it is in a graph in floating point."""
        self.points[point] = x
        if self.ranges is None:
            return (x,)
        low, high = (f(0.0, v) for f, v in zip((min, max), self.ranges[point], strict=True))
        scale = np.float32((high - low) / 255)
        names = self._constant(f"{point}.scale", scale), self._constant(f"{point}.zero", np.uint8(round(-low / scale)))
        return self._op("QuantizeLinear", x, *names), *names

    def _linear(self, x: tuple[str, ...], name: str, weight: Floats | None = None, bias: Floats | None = None) -> str:
        matrix = (self.weights[f"{name}.weight"] if weight is None else weight).T.astype(np.float32)
        bias = self._constant(f"{name}.b", self.weights[f"{name}.bias"] if bias is None else bias)
        if self.ranges is None:
            return self._op("Add", self._op("MatMul", *x, self._constant(f"{name}.w", matrix)), bias)
        scale = np.abs(matrix).max(axis=0) / np.float32(127)
        scale = np.where(scale == 0, np.float32(1), scale)
        held = self._constant(f"{name}.q", np.clip(np.rint(matrix / scale), -127, 127).astype(np.int8))
        scales = self._constant(f"{name}.s", scale)
        zeros = self._constant(f"{name}.z", np.zeros(len(scale), dtype=np.int8))
        return self._op("MatMulIntegerToFloat", x[0], held, x[1], scales, x[2], zeros, bias, domain=CONTRIB)

    def _rows(self, name: str, index: str) -> str:
        """Rows of an embedding, kept in bytes."""
        table = self.weights[name]
        if self.ranges is None:
            return self._op("Gather", self._held(name), index, axis=0)
        low, high = min(float(table.min()), 0.0), max(float(table.max()), 0.0)
        scale = np.float32((high - low) / 255)
        zero = np.uint8(round(-low / scale))
        table = np.clip(np.rint(table / scale) + zero, 0, 255).astype(np.uint8)
        rows = self._op("Gather", self._constant(f"{name}.q", table), index, axis=0)
        return self._op("DequantizeLinear", rows, self._constant(f"{name}.s", scale), self._constant(f"{name}.z", zero))

    def _norm(self, x: str, name: str, out: str = "") -> str:
        scale, bias = self._held(f"{name}.weight"), self._held(f"{name}.bias")
        return self._op("LayerNormalization", x, scale, bias, out=out, axis=-1, epsilon=1e-12)

    def _gelu(self, x: str) -> str:
        return self._op("Gelu", x, domain=CONTRIB)

    def _held(self, name: str) -> str:
        return self._constant(name, self.weights[name])

    def _constant(self, name: str, value: npt.NDArray | np.generic) -> str:
        self._constants.setdefault(name, np.asarray(value))
        return name

    def _op(self, kind: str, *inputs: str, out: str | tuple[str, ...] = "", domain: str = "", **options: object) -> str:
        outputs = [out] if isinstance(out, str) else list(out)
        outputs = outputs if outputs[0] else [f"{kind}_{len(self._nodes)}"]
        self._nodes.append(helper.make_node(kind, list(inputs), outputs, domain=domain, **options))
        return outputs[0]

    def _inputs(self) -> list[onnx.ValueInfoProto]:
        return [
            whole("ids", "t"), whole("position", "t"), whole("slots", "b", "l"), real("mask", "b", "l"), whole("back", "t"),
            whole("first", "w"), whole("last", "w"), whole("shape", "w"),
        ]  # fmt: skip

    def _model(self, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto]) -> onnx.ModelProto:
        if self.ranges is None:
            known = {o.name for o in outputs}
            inner = [x for x in dict.fromkeys(self.points.values()) if x not in known]
            outputs += [helper.make_tensor_value_info(x, TensorProto.FLOAT, None) for x in inner]
        held = [numpy_helper.from_array(np.ascontiguousarray(v), k) for k, v in self._constants.items()]
        graph = helper.make_graph(self._nodes, self.NAME, inputs, outputs, held)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="onrecord")


def whole(name: str, *shape: str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.INT64, shape)


def real(name: str, *shape: str | int) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


class ParserGraph(Graph):
    """The tagger and parser of ``net.Net``."""

    NAME = "parser"

    def build(self) -> onnx.ModelProto:
        words = self._words(self._encode())
        quantised = self._quantise(words, "words")
        with_root = self._op("Concat", self._constant("root", self.weights["root"].reshape(1, -1)), words, axis=0)
        heads_in = self._quantise(with_root, "words")
        self._op("ArgMax", self._linear(quantised, "tag"), out="tags", axis=1, keepdims=0)
        names = self._gelu(self._linear(quantised, "ner.0"))
        self._op("ArgMax", self._linear(self._quantise(names, "ner.mid"), "ner.3"), out="ner", axis=1, keepdims=0)
        self._relations(quantised, heads_in, self._arcs(quantised, heads_in))
        inputs = [
            *self._inputs(), whole("word_slots", "b", "m"), whole("head_slots", "b", "m1"), real("head_mask", "b", "m1"),
            whole("word_back", "w"),
        ]  # fmt: skip
        outputs = [
            whole("tags", "w"), whole("ner", "w"), real("arcs", "b", "m", "m1"), whole("heads", "b", "m"), whole("rels", "w"),
            real("vectors", "w", self.weights["root"].shape[0]),
        ]  # fmt: skip
        return self._model(inputs, outputs)

    def _arcs(self, words: tuple[str, ...], heads_in: tuple[str, ...]) -> str:
        """Scores of arcs and the greedy heads; gives the row of each word's head."""
        both = self.weights["arc_w"]
        dep = self._quantise(self._gelu(self._linear(words, "arc_dep.0")), "arc.mid")
        dep = self._op("Gather", self._linear(dep, "arc_w", both[:-1].T, both[-1]), "word_slots", axis=0)
        head = self._op("Gather", self._gelu(self._linear(heads_in, "arc_head.0")), "head_slots", axis=0)
        scores = self._op("MatMul", dep, self._op("Transpose", head, perm=[0, 2, 1]))
        closed = self._op("Sub", self._constant("one", np.float32(1)), "head_mask")
        closed = self._op("Unsqueeze", self._op("Mul", closed, self._constant("low", np.float32(LOW))), "axis1")
        scores = self._op("Add", scores, closed, out="arcs")
        heads = self._op("ArgMax", scores, out="heads", axis=2, keepdims=0)
        rows = self._op("GatherElements", "head_slots", heads, axis=1)
        return self._op(
            "Gather", self._op("Reshape", rows, self._constant("line", np.array([-1]))), "word_back", axis=0
        )

    def _relations(self, words: tuple[str, ...], heads_in: tuple[str, ...], rows: str) -> None:
        both = self.weights["rel_w"]
        count, size = both.shape[0], both.shape[1] - 1
        dep = self._quantise(self._gelu(self._linear(words, "rel_dep.0")), "rel.mid")
        head = self._op("Gather", self._gelu(self._linear(heads_in, "rel_head.0")), rows, axis=0)
        with_head = both[:, :, :size].transpose(1, 0, 2).reshape(size + 1, -1)
        alone = both[:, :, size].T
        scores = self._linear(dep, "rel_w", with_head[:-1].T, with_head[-1])
        scores = self._op("Reshape", scores, self._constant("relations", np.array([-1, count, size])))
        column = self._constant("axis2", np.array([2]))
        scores = self._op("Squeeze", self._op("MatMul", scores, self._op("Unsqueeze", head, column)), column)
        scores = self._op("Add", scores, self._linear(dep, "rel_alone", alone[:-1].T, alone[-1]))
        self._op("ArgMax", scores, out="rels", axis=1, keepdims=0)
