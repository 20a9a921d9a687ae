"""The voice items: the shipped ones, and what the check refuses."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from assessments.base import ContentError
from assessments.voice import key_points
from assessments.voice.bank import ITEMS, PLAN, Item, draw, items

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


def test_the_shipped_bank_is_whole() -> None:
    bank = items()
    scored = [item for item in bank.values() if not item.practice]
    assert {task: sum(item.task == task for item in scored) for task in PLAN} == {
        "read_aloud": 6,
        "repeat": 8,
        "open_answer": 6,
    }
    lengths = sorted(len(item.text.split()) for item in scored if item.is_heard)
    assert lengths[0] == 4
    assert lengths[-1] >= 15
    assert len({item.text for item in bank.values()}) == len(bank)


def test_no_pattern_is_found_in_small_talk() -> None:
    # A pattern that any sentence holds would give its point away.
    for item in items().values():
        for point in (*item.key_points, *item.courtesies):
            assert key_points.find(point.any_of, SMALL_TALK.split()) is None, (item.id, point.id)


def test_a_form_has_one_of_each_task_and_depends_on_the_seed_alone() -> None:
    bank = items()
    forms = {seed: draw(bank, seed, False) for seed in range(60)}
    assert all([bank[name].task for name in form] == list(PLAN) for form in forms.values())
    assert all(draw(bank, seed, False) == form for seed, form in forms.items())
    assert not any(bank[name].practice for form in forms.values() for name in form)
    # Every item comes up: nothing in the bank is dead.
    drawn = {name for form in forms.values() for name in form}
    assert drawn == {item.id for item in bank.values() if not item.practice}
    assert [bank[name].task for name in draw(bank, 1, True)] == ["read_aloud", "repeat"]
    assert all(bank[name].practice for name in draw(bank, 1, True))


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("repeat.yaml", "Please hold the line.", "Please hold the phone.", "has changed since"),
        ("repeat.yaml", "Please hold the line.", "Please.", "has 1 words; write 4 to 16"),
        ("repeat.yaml", "id: repeat-hold", "id: repeat-new", "'repeat-new' has no sound"),
        ("repeat.yaml", "id: repeat-hold", "id: repeat-screen", "exists twice"),
        ("repeat.yaml", "level: A2", "level: D9", "level"),
        ("repeat.yaml", "level: A2", "levels: A2", "levels"),
        ("open-answer.yaml", "[saturday]", '["* saturday"]', "begin and end with a word"),
        ("open-answer.yaml", "[saturday]", "[by 5]", "write figures as words"),
        ("open-answer.yaml", "id: three-days", "id: free", "same id"),
        ("read-aloud.yaml", "practice: true", "practice: false", "write 35 to 60"),
        ("read-aloud.yaml", "items:", "items: [", "read-aloud.yaml"),
    ],
)
def test_a_wrong_item_is_named(folder: Path, file: str, old: str, new: str, says: str) -> None:
    change(folder, file, old, new)
    with pytest.raises(ContentError, match=says.replace("*", r"\*")):
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
    with pytest.raises(ContentError, match="no scored item for read_aloud"):
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
    with pytest.raises(ValueError, match="key points"):
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
        ("do not share", "Please don't share it", (1, 2)),
        ("three days", "in 3 days,", (1, 2)),
        ("twenty pesos", "it is ₱20", (2, 2)),
    ],
)
def test_patterns(pattern: str, said: str, found: tuple[int, int] | None) -> None:
    phrase = key_points.find((pattern,), said.split())
    assert (phrase and (phrase.first, phrase.last)) == found


def test_prompts_are_made_for_what_has_changed_alone(folder: Path) -> None:
    pytest.importorskip("hibari")
    from assessments.voice.record_prompts import record_prompts

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
    from assessments.voice.record_prompts import record_prompts

    place = folder / "audio" / "manifest.json"
    content = b"a person's voice"
    (folder / "audio" / "repeat-hold.mp3").write_bytes(content)
    manifest = json.loads(place.read_text("utf-8"))
    manifest["prompts"]["repeat-hold"]["sha256"] = hashlib.sha256(content).hexdigest()
    place.write_text(json.dumps(manifest), "utf-8")
    assert record_prompts(folder) == []
    assert (folder / "audio" / "repeat-hold.mp3").read_bytes() == content
    items(folder)
