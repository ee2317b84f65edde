"""Quantise the exported network to int8 weights, per channel: ``python quantise.py IN.onnx OUT.onnx``."""

import sys
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process


def main(source: Path, target: Path) -> None:
    ready = target.with_suffix(".ready.onnx")
    quant_pre_process(str(source), str(ready), skip_symbolic_shape=True)
    # the biaffine products multiply two activations and decide single arcs: they stay in floating point
    quantize_dynamic(
        str(ready), str(target), per_channel=True, reduce_range=False, weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"], extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip
    ready.unlink()
    onnx.checker.check_model(str(target))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
