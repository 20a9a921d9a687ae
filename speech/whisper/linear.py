"""A linear layer as a function: in float32, or with int8 weights for a third of the time."""

import warnings
from collections.abc import Callable
from typing import Any

Linear = Callable[[Any], Any]

# FBGEMM's kernel for AVX2 adds two 8-bit products in 16 bits. With 7-bit weights that sum does not
# saturate: the error on the encoder's states is 8 % instead of 11 %.
LARGEST_WEIGHT = 63


def int8_works() -> bool:
    """Return whether this machine has the kernel: x86 does, ARM does not."""
    import torch

    return "fbgemm" in torch.backends.quantized.supported_engines


def linear(weight: Any, bias: Any | None, *, int8: bool) -> Linear:
    """Return the layer ``x @ weight.T + bias``.

    With ``int8``, the weights of each output channel are rounded once, on a scale of their own. The
    activations are rounded at every call, each row on its own scale: otherwise one loud frame
    would leave no bits for the others, and the other windows of a batch would change the words of
    a window. FBGEMM's kernel has only one scale, so every row is scaled to it.

    Args:
        weight: outputs × inputs, any float type.
        bias: one per output, or None.
        int8: whether to round.
    """
    import torch

    weight = weight.float()
    bias = None if bias is None else bias.float()
    if not int8:
        return lambda x: torch.nn.functional.linear(x, weight, bias)
    least, most = torch.aminmax(weight, dim=1)  # abs() would copy 26 million values
    scales = torch.maximum(-least, most).clamp(min=1e-8).double() / LARGEST_WEIGHT
    zeros = torch.zeros(len(weight), dtype=torch.long)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # deprecated in torch, which is pinned
        rounded = torch.quantize_per_channel(weight, scales, zeros, 0, torch.qint8)
    packed = torch.ops.quantized.linear_prepack(rounded, None)
    multiply = torch.ops.quantized.linear_dynamic

    def run(x: Any) -> Any:
        largest = x.abs().amax(dim=-1, keepdim=True).clamp_(min=1e-8)
        y = multiply(x / largest, packed, False).mul_(largest)
        return y if bias is None else y.add_(bias)

    return run
