"""Convert trained weights into the model file that Handa runs: pruned pieces, ONNX, int8.

``python -m training.writing.export --weights FILE --out FOLDER`` writes ``tagger.onnx`` and
``tagger-pieces.txt``. Word pieces that English text never needs (other scripts, unused slots) are
left out; the remaining pieces keep their embeddings, so no retraining is needed.
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
    """The tagger with probabilities in place of logits."""

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
    """Reduce the tagger to the pieces of plain text, and return these in their original order."""
    plain = {
        piece
        for piece in pieces
        if piece in "₱’–“”‘…£€" or (piece.isascii() and not piece.startswith("[unused"))
    }
    remaining = sorted((number, piece) for piece, number in pieces.items() if piece in plain)
    rows = torch.tensor([number for number, _ in remaining])
    embeddings = tagger.encoder.embeddings.word_embeddings
    pruned = nn.Embedding(len(remaining), embeddings.embedding_dim)
    pruned.weight = nn.Parameter(embeddings.weight[rows])
    tagger.encoder.embeddings.word_embeddings = pruned
    return [piece for _, piece in remaining]


def export(weights: Path, out: Path) -> None:
    """Write the model and the list of its pieces."""
    tagger = Tagger()
    tagger.load_state_dict(torch.load(weights, weights_only=True))
    vocabulary = json.loads((ENCODER / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    pieces = prune(tagger, vocabulary)
    (out / "tagger-pieces.txt").write_text("".join(f"{piece}\n" for piece in pieces), "utf-8")
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
    """Export the model named on the command line."""
    given = argparse.ArgumentParser(prog="python -m training.writing.export")
    given.add_argument("--weights", type=Path, required=True)
    given.add_argument("--out", type=Path, required=True)
    asked = given.parse_args()
    export(asked.weights, asked.out)


if __name__ == "__main__":
    main()
