"""The weights of a shipped network, back as ``net.npz``: ``python training/nlp/unpack.py parser.onnx net.npz``.

What rounding to int8 took is gone, but quantising them again gives the same bytes. To go on training from what is shipped,
or to write its graph anew.
"""

import sys
from pathlib import Path

import numpy as np
import onnx
from graph import HEADS
from onnx import numpy_helper


def unpack(model: onnx.ModelProto) -> dict[str, np.ndarray]:
    held = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    matrices = {
        k.removesuffix(".q"): (v.astype(np.float32) - held[f"{k[:-2]}.z"]) * held[f"{k[:-2]}.s"]
        for k, v in held.items()
        if k.endswith(".q")
    }
    found: dict[str, np.ndarray] = {}
    for name, matrix in matrices.items():
        if name.endswith(".weight"):  # an embedding
            found[name] = matrix
            continue
        bias = held[f"{name}.b"]
        if name.endswith(".query"):
            size = matrix.shape[1] // HEADS
            matrix, bias = matrix * np.float32(size**0.5), bias * np.float32(size**0.5)
        if name.endswith(".value"):
            matrix = matrix.reshape(len(matrix), HEADS, -1)[:, :, :-1].reshape(len(matrix), -1)
            bias = bias.reshape(HEADS, -1)[:, :-1].ravel()
        if name in ("arc_w", "rel_w", "rel_alone"):
            found[name] = np.concatenate([matrix, bias[None]])
        else:
            found[f"{name}.weight"], found[f"{name}.bias"] = matrix.T, bias
    alone = found.pop("rel_alone")
    both = found["rel_w"].reshape(len(alone), alone.shape[1], -1)
    found["rel_w"] = np.concatenate([both, alone[:, :, None]], axis=2).transpose(1, 0, 2)
    kept = {k: v for k, v in held.items() if ".norm" in k or k == "encoder.kinds"}
    return {**found, **kept, "root": held["root"].ravel()}


if __name__ == "__main__":
    np.savez(sys.argv[2], **unpack(onnx.load(Path(sys.argv[1]))))
