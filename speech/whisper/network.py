"""The three passes through the network: encoder, greedy decoding, and forced decoding."""

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech.audio import SAMPLE_RATE

LANGUAGE = "en"
TOKENS_PER_SECOND = 50


def tokenizer_of(network: Any) -> Any:
    """Load the tokenizer of a network; whisper keeps it for all later calls."""
    from whisper.tokenizer import get_tokenizer

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # whisper does not close its word list
        return get_tokenizer(
            network.is_multilingual,
            num_languages=network.num_languages,
            language=LANGUAGE,
            task="transcribe",
        )


def encode(network: Any, samples: NDArray[np.float32], context: float) -> Any:
    """Run the encoder over ``context`` seconds instead of always 30."""
    import torch
    import torch.nn.functional as F  # noqa: N812  (its usual name)
    from whisper.audio import log_mel_spectrogram, pad_or_trim

    length = round(context * TOKENS_PER_SECOND) * SAMPLE_RATE // TOKENS_PER_SECOND
    sound = pad_or_trim(torch.from_numpy(np.array(samples, np.float32)), length)
    encoder = network.encoder
    states = F.gelu(encoder.conv1(log_mel_spectrogram(sound, network.dims.n_mels)[None]))
    states = F.gelu(encoder.conv2(states)).permute(0, 2, 1)
    states = states + encoder.positional_embedding[: states.shape[1]]
    for block in encoder.blocks:
        states = block(states)
    return encoder.ln_post(states)


def greedy(network: Any, features: Any) -> Any:
    """Decode at temperature 0 without timestamps, from an encoder output of any length.

    Returns:
        whisper's ``DecodingResult``.
    """
    from whisper.decoding import DecodingOptions, DecodingTask

    class Decoding(DecodingTask):
        """Takes the encoder's output as it is; whisper would take a short one for sound."""

        def _get_audio_features(self, mel: Any) -> Any:
            return mel

    options = DecodingOptions(
        language=LANGUAGE, temperature=0.0, without_timestamps=True, fp16=False
    )
    return Decoding(network, options).run(features)[0]


def forced(
    network: Any, tokenizer: Any, features: Any, text: list[int]
) -> tuple[NDArray[np.float32], slice, NDArray[np.float32]]:
    """Run known tokens through the decoder once.

    Returns:
        The alignment heads' cross-attention (heads × tokens × frames, before the softmax), the
        rows in it that lead to each text token and to the end, and each text token's probability.
    """
    import torch
    from whisper.model import disable_sdpa

    before = [*tokenizer.sot_sequence, tokenizer.no_timestamps]
    tokens = torch.tensor([[*before, *text, tokenizer.eot]])
    seen: dict[int, Any] = {}
    hooks = [
        block.cross_attn.register_forward_hook(
            lambda _module, _inputs, outputs, layer=layer: seen.update({layer: outputs[1][0]})
        )
        for layer, block in enumerate(network.decoder.blocks)
    ]
    try:
        with disable_sdpa():  # the fast attention does not give its weights
            logits = network.decoder(tokens, features)[0]
    finally:
        for hook in hooks:
            hook.remove()
    chances = logits[len(before) - 1 : -2, : tokenizer.eot].softmax(dim=-1)
    sure = chances[torch.arange(len(text)), torch.tensor(text)].numpy()
    heads = network.alignment_heads.indices().T.tolist()
    attention = torch.stack([seen[layer][head] for layer, head in heads]).numpy()
    return attention, slice(len(before) - 1, -1), sure
