"""Turn trained weights into the file that Handa runs: pruned pieces, ONNX, int8.

``python -m training.writing.export --weights FILE --out FOLDER`` writes ``tagger.onnx`` and
``tagger-pieces.txt``. Word pieces that English text never needs (other scripts, unused places)
are left out; what is left has the same numbers in, so nothing is trained anew.
"""

import argparse
import json
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn

from training.writing.model import ENCODER, Tagger


class Exported(nn.Module):
    """The tagger with probabilities for logits."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return the probability that a piece's word is wrong, levels and rates by row."""
        logits, level, rate = self.tagger(ids, mask)
        return logits.softmax(-1)[..., 1], level, rate


def prune(tagger: Tagger, pieces: dict[str, int]) -> list[str]:
    """Keep the pieces of plain text only; returns them in their new, which is the old, order."""
    plain = {
        piece
        for piece in pieces
        if piece in "₱’–“”‘…£€" or (piece.isascii() and not piece.startswith("[unused"))
    }
    kept = sorted((number, piece) for piece, number in pieces.items() if piece in plain)
    old = torch.tensor([number for number, _ in kept])
    embeddings = tagger.encoder.embeddings.word_embeddings
    kept_rows = nn.Embedding(len(kept), embeddings.embedding_dim)
    kept_rows.weight = nn.Parameter(embeddings.weight[old])
    tagger.encoder.embeddings.word_embeddings = kept_rows
    return [piece for _, piece in kept]


def export(weights: Path, out: Path) -> None:
    """Write both files."""
    tagger = Tagger()
    tagger.load_state_dict(torch.load(weights, weights_only=True))
    vocabulary = json.loads((ENCODER / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    kept = prune(tagger, vocabulary)
    (out / "tagger-pieces.txt").write_text("".join(f"{piece}\n" for piece in kept), "utf-8")
    ids = torch.ones((2, 12), dtype=torch.int64)
    rows, length = torch.export.Dim("rows"), torch.export.Dim("length")
    with tempfile.TemporaryDirectory() as folder:
        plain, ready = Path(folder) / "plain.onnx", Path(folder) / "ready.onnx"
        torch.onnx.export(
            Exported(tagger).eval(),
            (ids, torch.ones_like(ids)),
            plain,
            dynamo=True,
            opset_version=18,
            external_data=False,
            input_names=["ids", "mask"],
            output_names=["wrong", "level", "rate"],
            dynamic_shapes=({0: rows, 1: length}, {0: rows, 1: length}),
        )
        quant_pre_process(plain, ready, skip_symbolic_shape=True)
        graph = onnx.load(ready)
        graph.graph.ClearField(
            "value_info"
        )  # stale shapes of transposed weights stop the next step
        quantize_dynamic(
            graph,
            out / "tagger.onnx",
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
        )


def main() -> None:
    """Export."""
    given = argparse.ArgumentParser(prog="python -m training.writing.export")
    given.add_argument("--weights", type=Path, required=True)
    given.add_argument("--out", type=Path, required=True)
    asked = given.parse_args()
    export(asked.weights, asked.out)


if __name__ == "__main__":
    main()
