"""The prompts of the writing task: samples, draws, the bank as a whole, files that are refused."""

from collections import Counter

import pytest
import yaml

from assessments.contract.assessment import ContentError
from assessments.kinds.writing.bank import ITEMS, draw, failures, items, read_prompt
from assessments.kinds.writing.checks import check
from tests.support.banks import shipped

BANK = shipped("writing")
SCORED = sorted(name for name, prompt in BANK.items() if not prompt.practice)


@pytest.mark.parametrize("name", sorted(BANK))
def test_every_sample_comes_to_what_it_says(name):
    assert list(failures(BANK[name])) == []


def test_two_prompts_of_different_types_are_drawn_all_about_as_often():
    drawn = [draw(BANK, seed, False) for seed in range(1000)]
    assert all(BANK[first].type != BANK[second].type for first, second in drawn)
    times = Counter(name for pair in drawn for name in pair)
    assert times.keys() == set(SCORED)
    mean = 2000 / len(SCORED)
    assert all(0.6 * mean < count < 1.6 * mean for count in times.values())
    first = Counter(pair[0] for pair in drawn)
    assert all(0.3 < first[name] / times[name] < 0.7 for name in SCORED)
    assert len(draw(BANK, 3, True)) == 1


def spoiled(**changes):
    content = yaml.safe_load((ITEMS / f"{SCORED[0]}.yaml").read_text("utf-8"))
    return yaml.safe_dump({**content, **changes}, allow_unicode=True)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"type": "poem"}, "type"),
        ({"facts": ["one", "two"]}, "facts"),
        ({"weight": 3}, "weight"),
        ({"samples": []}, "none of the kind good, off-task"),
        ({"situation": "Too little."}, "situation"),
        (
            {
                "samples": [
                    {"kind": "good", "text": "Dear you.", "points": []},
                    {"kind": "off-task", "text": "No.", "points": []},
                ]
            },
            "own words; write at least 80",
        ),
        (
            {
                "samples": [
                    {"kind": "good", "text": "x", "points": ["nothing"]},
                    {"kind": "off-task", "text": "x", "points": []},
                ]
            },
            "there is no point 'nothing'",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_the_place(changes, complaint):
    with pytest.raises(ContentError, match=complaint):
        read_prompt(spoiled(**changes), "writing/items/spoiled.yaml")


def test_the_whole_bank_is_looked_at():
    lines = check(BANK)
    assert f"{2000 // 2 / len(SCORED):.1f} on average" in lines[1]
    assert lines[2].startswith(f"good samples: {len(SCORED)}, score ")


def test_alike_prompts_and_samples_the_wrong_way_round_are_refused():
    prompt, other = (BANK[name] for name in SCORED[:2])
    twin = prompt.model_copy(update={"id": "twin", "type": "handover"})
    with pytest.raises(ContentError, match="are alike"):
        check({prompt.id: prompt, other.id: other, "twin": twin})
    turned = {"good": "plain", "plain": "good", "off-task": "off-task"}
    samples = [sample.model_copy(update={"kind": turned[sample.kind]}) for sample in prompt.samples]
    with pytest.raises(ContentError, match=f"{prompt.id}: the plain sample scores more"):
        check({prompt.id: prompt.model_copy(update={"samples": samples}), other.id: other})


def test_an_operators_bank_is_read_by_its_texts_and_checked_the_same():
    texts = {path.name: path.read_text("utf-8") for path in ITEMS.glob("*.yaml")}
    assert items(texts) == BANK
    practice = {f"{name}.yaml": texts[f"{name}.yaml"] for name in BANK if name not in SCORED}
    scored = {name: text for name, text in texts.items() if name not in practice}
    for change, complaint in (
        (scored, "no practice prompt"),
        ({**texts, "z.yaml": texts["practice-parcel-guard.yaml"]}, "is already used"),
        (practice, "of two types"),
    ):
        with pytest.raises(ContentError, match=complaint):
            items(change)
