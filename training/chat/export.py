"""Convert trained weights into the model file that Handa runs: pruned pieces, ONNX, int8.

``python -m training.chat.export --weights FILE --out FILE``. The word pieces are those of the
tagger, so that one list serves both encoders.
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

from scoring import encoder
from training.chat.model import ENCODER, ActReader


class Exported(nn.Module):
    """The act reader for one message, with probabilities in place of logits."""

    def __init__(self, reader: ActReader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: torch.Tensor, kinds: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the probability of each act, 1 × acts, and attention, 1 × pieces × acts."""
        logits, attention = self.reader(ids, kinds, torch.ones_like(ids))
        return logits.sigmoid(), attention


def export(weights: Path, out: Path) -> None:
    """Write the model."""
    reader = ActReader()
    reader.load_state_dict(torch.load(weights, weights_only=True))
    vocabulary = json.loads((ENCODER / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    rows = [vocabulary[piece] for piece in encoder.PIECES.read_text("utf-8").splitlines()]
    embeddings = reader.encoder.embeddings.word_embeddings
    pruned = nn.Embedding(len(rows), embeddings.embedding_dim)
    pruned.weight = nn.Parameter(embeddings.weight[torch.tensor(rows)])
    reader.encoder.embeddings.word_embeddings = pruned
    ids = torch.ones((1, 12), dtype=torch.int64)
    length = torch.export.Dim("length")
    with tempfile.TemporaryDirectory() as folder:
        plain, ready = Path(folder) / "plain.onnx", Path(folder) / "ready.onnx"
        torch.onnx.export(
            Exported(reader).eval(),
            (ids, torch.zeros_like(ids)),
            plain,
            dynamo=True,
            opset_version=18,
            external_data=False,
            input_names=["ids", "kinds"],
            output_names=["chances", "attention"],
            dynamic_shapes=({1: length}, {1: length}),
        )
        quant_pre_process(plain, ready, skip_symbolic_shape=True)
        graph = onnx.load(ready)
        # Stale shapes of transposed weights stop the next step.
        graph.graph.ClearField("value_info")
        quantize_dynamic(
            graph,
            out,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
        )


def main() -> None:
    """Export the model named on the command line."""
    given = argparse.ArgumentParser(prog="python -m training.chat.export")
    given.add_argument("--weights", type=Path, required=True)
    given.add_argument("--out", type=Path, required=True)
    asked = given.parse_args()
    export(asked.weights, asked.out)


if __name__ == "__main__":
    main()
