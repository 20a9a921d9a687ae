"""Our passes through the network beside openai-whisper's own, with the same weights and sound."""

import random
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from speech.whisper import prepare
from speech.whisper.checkpoint import alignment_heads, load
from speech.whisper.linear import int8_works, linear
from speech.whisper.search import Search, cycle_of, tokenizer_of
from tests.support.sound import real_speech, samples_of
from tests.support.weights import skipping

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.whisper


@pytest.fixture(scope="module", params=["tiny.en", "base"])
def model(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def ours(model: str, weights_folder: Path) -> Any:
    with skipping():
        return load(prepare(model, folder=weights_folder), int8=False)


@pytest.fixture(scope="module")
def theirs(model: str, weights_folder: Path) -> Any:
    import whisper

    with skipping():
        return whisper.load_model(str(prepare(model, folder=weights_folder).path), device="cpu")


@pytest.fixture(autouse=True)
def no_gradients() -> Iterator[None]:
    with torch.inference_mode():
        yield


def speech() -> np.ndarray:
    return samples_of(real_speech()[2].path).astype(np.float32)


def mel() -> Any:
    from whisper.audio import log_mel_spectrogram, pad_or_trim

    return log_mel_spectrogram(pad_or_trim(torch.from_numpy(speech())))


def test_the_encoder_gives_the_same_states(ours: Any, theirs: Any):
    states = ours.encoder(speech(), context=30.0)[-1]
    assert torch.allclose(states, theirs.encoder(mel()[None])[0], atol=2e-3)


def test_the_decoder_gives_the_same_logits_in_one_pass_and_token_by_token(ours: Any, theirs: Any):
    states = theirs.encoder(mel()[None])
    tokens = torch.tensor([[50258, 440, 2068, 7586, 11, 307, 264, 1002]])
    wanted = theirs.decoder(tokens, states)
    memory = ours.decoder.remember([states[0]])
    assert torch.allclose(ours.decoder(tokens, memory), wanted, atol=5e-3)
    memory = ours.decoder.remember([states[0]])
    steps = [ours.decoder(tokens[:, n : n + 1], memory) for n in range(tokens.shape[1])]
    assert torch.allclose(torch.cat(steps, dim=1), wanted, atol=5e-3)


@pytest.mark.parametrize("beams", [1, 5])
def test_the_search_finds_what_whispers_own_finds(ours: Any, theirs: Any, beams: int):
    import whisper

    options = whisper.DecodingOptions(
        language="en",
        without_timestamps=True,
        fp16=False,
        beam_size=None if beams == 1 else beams,
    )
    wanted = whisper.decode(theirs, mel(), options)
    tokenizer = tokenizer_of(theirs.dims.n_vocab)
    states = ours.encoder(speech(), context=30.0)[-1]
    (found,), _ = Search(ours.decoder, tokenizer, beams=beams)([states])
    assert list(found.best.tokens) == wanted.tokens
    assert found.best.mean_log_probability == pytest.approx(wanted.avg_logprob, abs=1e-3)
    assert found.no_speech == pytest.approx(wanted.no_speech_prob, abs=1e-4)


def test_the_languages_are_whispers_own(ours: Any, theirs: Any, model: str):
    tokenizer = tokenizer_of(theirs.dims.n_vocab)
    states = ours.encoder(speech(), context=30.0)[-1]
    (found,), _ = Search(ours.decoder, tokenizer, beams=1)([states])
    if model == "tiny.en":
        assert found.languages == {}
        return
    _, wanted = theirs.detect_language(mel())
    assert max(found.languages, key=lambda code: found.languages[code]) == "en"
    assert found.languages["en"] == pytest.approx(wanted["en"], abs=1e-3)


def test_windows_decoded_together_are_as_alone(ours: Any, theirs: Any):
    """Windows of different lengths beside each other, one padded: no word changes."""
    search = Search(ours.decoder, tokenizer_of(theirs.dims.n_vocab), beams=3)
    clips = [samples_of(real_speech()[n].path).astype(np.float32) for n in (1, 2)]
    states = [ours.encoder(clips[0], context=12.0)[-1], ours.encoder(clips[1], context=20.0)[-1]]
    together, memory = search(states)
    for number, state in enumerate(states):
        (alone,), own = search([state])
        assert together[number].best.tokens == alone.best.tokens
        frames = len(state)
        beside = ours.decoder.attention(
            memory, number, rows=together[number].best.rows, frames=frames
        )
        by_itself = ours.decoder.attention(own, 0, rows=alone.best.rows, frames=frames)
        assert np.allclose(beside, by_itself, atol=1e-2)


def test_the_heads_for_word_times_are_whispers_own(theirs: Any, model: str):
    wanted = [tuple(pair) for pair in theirs.alignment_heads.indices().T.tolist()]
    dims = theirs.dims
    if model == "base":
        import whisper

        theirs.set_alignment_heads(whisper._ALIGNMENT_HEADS["base"])
        wanted = [tuple(pair) for pair in theirs.alignment_heads.indices().T.tolist()]
        assert alignment_heads(model, dims.n_text_layer, dims.n_text_head) == wanted
    own = alignment_heads("a model of one's own", dims.n_text_layer, dims.n_text_head)
    assert all(layer >= dims.n_text_layer // 2 for layer, _ in own)


def test_eight_bits_are_close_and_do_not_look_at_their_neighbours():
    if not int8_works():
        pytest.skip("this machine has no int8 kernel")
    chance = torch.Generator().manual_seed(1)
    weight = torch.randn(96, 64, generator=chance)
    rows = torch.randn(5, 64, generator=chance)
    bias = torch.randn(96, generator=chance)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exact, rounded = (linear(weight, bias, int8=int8) for int8 in (False, True))
    error = (exact(rows) - rounded(rows)).norm() / exact(rows).norm()
    assert error < 0.03
    loud = torch.cat([rows, 1000 * rows[:1]])
    assert torch.equal(rounded(loud)[:5], rounded(rows))


def test_a_circle_is_seen_and_honest_repeats_are_not():
    assert cycle_of([7] * 16) == 1
    assert cycle_of([7] * 15) == 0
    assert cycle_of([1, 2, 3, *[4, 5, 6, 7, 8] * 4]) == 5
    assert cycle_of([4, 5, 6, 7, 8] * 3) == 0
    chance = random.Random(1)
    assert cycle_of([chance.randrange(50) for _ in range(400)]) == 0
