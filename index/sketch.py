"""A sketch of many unit vectors: their first principal components in whole numbers, searched by onnxruntime.

Whole numbers of eight bits are read in a quarter of the time that single precision takes, and multiplied as the cores of neural
networks are. A sketch says which rows are near, not how near they are to the last digit.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from hld.index.runtime import session

STEPS = 64
"""Largest number of a row. A query has one byte: on processors that add products of bytes in pairs, in sixteen bits
(`vpmaddubsw` of AVX2), 2 x 255 x 64 is the most that fits."""

_OPSET, _IR = 17, 9


def write(vectors: np.ndarray, number: int, path: Path) -> None:
    """Write the first `number` principal components of vectors (about the origin, so that products stay cosines).

    The components are turned at random, always in the same way: a product with whole numbers is the nearer the more alike in size
    the components are, and the first ones are far larger than the others. 23,809 vectors by 256 components: standard deviation of
    the cosines from those of the components themselves .0013, of these from the whole cosines .0022.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    _, directions = np.linalg.eigh(vectors.T @ vectors)  # ascending
    turn, _ = np.linalg.qr(np.random.default_rng(0).standard_normal((number, number)))
    axes = (directions[:, -number:] @ turn).astype(np.float32)
    rows = vectors @ axes
    step = np.float32(max(np.abs(rows).max(initial=0), np.finfo(np.float32).tiny) / STEPS)
    whole = np.ascontiguousarray(np.round(rows / step).T.astype(np.int8))
    nodes = [
        helper.make_node("MatMul", ["query", "axes"], ["components"]),
        helper.make_node("DynamicQuantizeLinear", ["components"], ["bytes", "unit", "zero"]),
        helper.make_node("MatMulInteger", ["bytes", "rows", "zero"], ["sums"]),
        helper.make_node("Cast", ["sums"], ["products"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["products", "unit"], ["cosines"]),
    ]
    given = helper.make_tensor_value_info("query", TensorProto.FLOAT, [1, vectors.shape[1]])
    told = helper.make_tensor_value_info("cosines", TensorProto.FLOAT, [1, len(vectors)])
    # What a row's numbers are multiples of stands in the axes, which saves a product.
    held = [numpy_helper.from_array(axes * step, "axes"), numpy_helper.from_array(whole, "rows")]
    graph = helper.make_graph(nodes, "sketch", [given], [told], held)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR), path)


class Sketch:
    """A sketch that `write` made, open for reading."""

    def __init__(self, path: Path) -> None:
        """Open a file.

        Raises:
            ValueError: when it is damaged.
        """
        try:
            self._session = session(path, 1)  # waking another thread takes as long as the product
        except Exception as error:  # onnxruntime raises exceptions of its own, which are bare
            raise ValueError(f"{path.name} is no sketch") from error
        self._rows = int(self._session.get_outputs()[0].shape[1])

    def __len__(self) -> int:
        """How many rows there are."""
        return self._rows

    def cosines(self, query: np.ndarray) -> np.ndarray:
        """The cosine of a unit vector, float32, to each row, about."""
        return np.asarray(self._session.run(None, {"query": query[None]})[0])[0]
