"""The voice items: the shipped ones, and what the check refuses."""

import hashlib
import json
import shutil
import time
from pathlib import Path

import pytest

from assessments.contract.assessment import ContentError
from assessments.kinds.voice import key_points
from assessments.kinds.voice.bank import ITEMS, items
from assessments.kinds.voice.checks import check
from assessments.kinds.voice.item import TASKS, Item

SMALL_TALK = (
    "well I am not so sure what the person on the line wants from me but I will try to say "
    "something about it and then we see what they think of it"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "items"
    shutil.copytree(ITEMS, copy)
    return copy


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture(scope="module")
def shipped() -> dict[str, Item]:
    return dict(items())


def test_the_shipped_bank_is_whole(shipped: dict[str, Item]) -> None:
    scored = [item for item in shipped.values() if not item.practice]
    assert {task: sum(item.task == task for item in scored) for task in TASKS} == {
        "read_aloud": 26,
        "repeat": 66,
        "short_answer": 52,
        "sentence_build": 34,
        "retell": 18,
        "open_answer": 26,
    }
    lengths = sorted(item.words for item in scored if item.task == "repeat")
    assert (lengths[0], lengths[-1]) == (4, 18)
    assert len({item.asked for item in shipped.values()}) == len(shipped)
    assert {item.task for item in shipped.values() if item.practice} == set(TASKS)


def test_the_sounds_are_small_and_known(shipped: dict[str, Item]) -> None:
    manifest = json.loads((ITEMS / "audio" / "manifest.json").read_text("utf-8"))["prompts"]
    assert manifest.keys() == {item.id for item in shipped.values() if item.is_heard}
    assert sum(path.stat().st_size for path in (ITEMS / "audio").glob("*.mp3")) < 6_000_000
    for name, entry in manifest.items():
        assert entry["words"] == shipped[name].words
        assert entry["licence"]
        assert shipped[name].sound_seconds == entry["seconds"]
    voices = [entry["voice"] for entry in manifest.values()]
    assert min(voices.count("heart"), voices.count("awb")) > len(voices) / 5
    calls = [entry["voice"] for name, entry in manifest.items() if len(shipped[name].turns) > 1]
    assert all(" and " in voice for voice in calls)


def test_no_pattern_is_found_in_small_talk() -> None:
    # A pattern that any sentence holds would give its point away.
    for item in items().values():
        for point in (*item.key_points, *item.courtesies):
            assert key_points.find(point.any_of, SMALL_TALK.split()) is None, (item.id, point.id)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("repeat.yaml", "Please hold the line.", "Please hold the phone.", "has changed since"),
        ("repeat.yaml", "Please hold the line.", "Please.", "has 1 words; write 4 to 18"),
        ("repeat.yaml", "id: repeat-hold", "id: repeat-new", "'repeat-new' has no sound"),
        ("repeat.yaml", "id: repeat-hold", "id: repeat-screen", "exists twice"),
        ("repeat.yaml", "level: A2", "level: D9", "level"),
        ("repeat.yaml", "level: A2", "levels: A2", "levels"),
        ("open-answer.yaml", "[saturday]", '["* saturday"]', "begin and end with a word"),
        ("open-answer.yaml", "[saturday]", "[by 5]", "write figures as words"),
        ("open-answer.yaml", "id: three-days", "id: free", "open-broken-fan: two points .* same"),
        ("short-answer.yaml", "answers: [thirty]", "answers: [30]", "figures as words"),
        ("short-answer.yaml", "    answers: [thirty]\n", "", "sa-drink-change: add answers"),
        ("repeat.yaml", "    text: Please", "    wrong: [no]\n    text: Please", "remove wrong"),
        ("sentence-build.yaml", "the guard, the rider gave]", "the guard]", "2 phrases"),
        (
            "sentence-build.yaml",
            "[your parcel to, the guard, the rider gave]",
            "[the rider gave, your parcel to, the guard]",
            "jumble them",
        ),
        ("sentence-build.yaml", "- The rider gave your", "- The rider handed your", "is not made"),
        ("retell.yaml", "No, ", "9 ", "figures; write them as words"),
        ("read-aloud.yaml", "practice: true", "practice: false", "write 35 to 60"),
        ("read-aloud.yaml", "items:", "items: [", "read-aloud.yaml"),
    ],
)
def test_a_wrong_item_is_named(folder: Path, file: str, old: str, new: str, says: str) -> None:
    change(folder, file, old, new)
    with pytest.raises(ContentError, match=says):
        items(folder)


def test_a_missing_or_foreign_sound_is_named(folder: Path) -> None:
    sound = folder / "audio" / "repeat-hold.mp3"
    sound.write_bytes(sound.read_bytes()[:-1])
    with pytest.raises(ContentError, match=r"repeat-hold.* is not the one"):
        items(folder)
    other = sound.with_suffix(".m4a")
    other.write_bytes(b"sound")
    with pytest.raises(ContentError, match=r"remove repeat-hold\.m4a"):
        items(folder)
    other.unlink()
    sound.unlink()
    with pytest.raises(ContentError, match=r"repeat-hold.* has no sound"):
        items(folder)


def test_a_broken_manifest_is_named(folder: Path) -> None:
    (folder / "audio" / "manifest.json").write_text("{}", "utf-8")
    with pytest.raises(ContentError, match="cannot be read"):
        items(folder)


def test_a_bank_without_a_task_is_refused(folder: Path) -> None:
    (folder / "read-aloud.yaml").unlink()
    with pytest.raises(ContentError, match="1 scored A2 items for read_aloud needed; add some"):
        items(folder)


def test_the_sounds_are_as_long_as_the_manifest_says() -> None:
    av = pytest.importorskip("av")
    manifest = json.loads((ITEMS / "audio" / "manifest.json").read_text("utf-8"))["prompts"]
    for entry in manifest.values():
        with av.open(str(ITEMS / "audio" / entry["file"])) as container:
            samples = sum(frame.samples for frame in container.decode(audio=0))
            rate = container.streams.audio[0].rate
        assert samples / rate == pytest.approx(entry["seconds"], abs=0.15)


def test_an_open_answer_needs_key_points() -> None:
    with pytest.raises(ValueError, match="add key_points, samples: every open_answer"):
        Item(
            id="open-x",
            task="open_answer",
            level="B1",
            topic="test",
            text="word " * 40,
            speak_seconds=45,
        )


@pytest.mark.parametrize(
    ("pattern", "said", "found"),
    [
        ("pick * up", "he will pick the old one up today", (2, 6)),
        ("pick * up", "pick up", (0, 1)),
        ("pick * up", "pick a b c d up", None),
        ("refund*", "you were refunded.", (2, 2)),
        ("refund*", "prerefund", None),
        ("check*", "I checked it", (1, 1)),
        ("check*", "a cheque came", (1, 1)),
        ("high*", "the highest plan", (1, 1)),
        ("high*", "hiding his horse", None),
        ("due*", "the dues", (1, 1)),
        ("colour*", "in colour", (1, 1)),
        ("do not share", "Please don't share it", (1, 2)),
        ("three days", "in 3 days,", (1, 2)),
        ("twenty pesos", "it is ₱20", (2, 2)),
    ],
)
def test_patterns(pattern: str, said: str, found: tuple[int, int] | None) -> None:
    phrase = key_points.find((pattern,), said.split())
    assert (phrase and (phrase.first, phrase.last)) == found


def test_a_start_does_not_wait_long_for_the_bank() -> None:
    began = time.process_time()
    items()
    assert time.process_time() - began < 0.6  # 0.1 s on a quiet machine


def test_the_whole_bank_stands_its_check(shipped: dict[str, Item]) -> None:
    lines = check(shipped)
    assert lines[0] == "read_aloud: 26 (A2 6, B1 12, B2 8), 2 to practise"


@pytest.mark.parametrize(
    ("item", "change", "says"),
    [
        (
            "repeat-screen",
            {"text": "Right now tell me what you can see on your own screen."},
            "'repeat-other' and 'repeat-screen' are alike",
        ),
        ("sa-drink-change", {"answers": ("seventy",)}, "'seventy pesos' is wrong and found right"),
        ("sa-drink-change", {"text": "Thirty pesos?"}, "saying the question back is right"),
    ],
)
def test_the_check_names_what_is_wrong(
    shipped: dict[str, Item], item: str, change: dict, says: str
) -> None:
    changed = shipped[item].model_copy(update=change)
    bank = {**shipped, item: changed}
    if item.startswith("repeat"):
        bank = {**shipped, "repeat-other": changed.model_copy(update={"id": "repeat-other"})}
    with pytest.raises(ContentError, match=says):
        check(bank)


def test_the_check_tries_the_samples(shipped: dict[str, Item]) -> None:
    item = shipped["rt-clinic-move"]
    assert item.samples
    swapped = item.samples.model_copy(update={"good": item.samples.weak, "weak": item.samples.good})
    with pytest.raises(ContentError) as found:
        check({**shipped, item.id: item.model_copy(update={"samples": swapped})})
    assert "the good sample does not show ['The doctor is ill" in str(found.value)
    assert "the weak sample shows [" in str(found.value)


def test_prompts_are_made_for_what_has_changed_alone(folder: Path) -> None:
    pytest.importorskip("hibari")
    if shutil.which("flite") is None:
        pytest.skip("flite, the second voice, is not installed")
    from assessments.kinds.voice.record_prompts import record_prompts

    audio = folder / "audio"
    before = {path.name: path.read_bytes() for path in audio.glob("*.mp3")}
    assert record_prompts(folder) == []
    change(folder, "repeat.yaml", "Please hold the line.", "Please stay on the line.")
    assert record_prompts(folder) == ["repeat-hold"]
    items(folder)
    after = {path.name: path.read_bytes() for path in audio.glob("*.mp3")}
    assert {name for name in after if after[name] != before[name]} == {"repeat-hold.mp3"}


def test_a_human_recording_stays(folder: Path) -> None:
    pytest.importorskip("hibari")
    from assessments.kinds.voice.record_prompts import record_prompts

    place = folder / "audio" / "manifest.json"
    content = b"a person's voice"
    (folder / "audio" / "repeat-hold.mp3").write_bytes(content)
    manifest = json.loads(place.read_text("utf-8"))
    manifest["prompts"]["repeat-hold"]["sha256"] = hashlib.sha256(content).hexdigest()
    place.write_text(json.dumps(manifest), "utf-8")
    assert record_prompts(folder) == []
    assert (folder / "audio" / "repeat-hold.mp3").read_bytes() == content
    items(folder)
