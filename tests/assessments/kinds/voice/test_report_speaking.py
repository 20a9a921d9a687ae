"""How an answer was spoken, as staff see it, and the weight of the page of a whole form."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser

from flask import Flask, render_template, render_template_string

from assessments.contract.assessment import Begun, LoggedEvent, Recorded
from assessments.kinds.voice import ASSESSMENT
from assessments.kinds.voice.draw import FULL
from scoring.report import Report
from scoring.speaking import CRITERIA, FILE
from speech.spoken import Span, Spoken, Word
from speech.waveform import COLUMNS
from tests.support.banks import shipped
from tests.support.logs import form_of
from tests.support.voice_report import page, recording

BANK = shipped("voice")
FORM = form_of("voice", form=FULL)
# A page of all tests of an applicant stays below 100,000; this is the largest part of it.
MOST_BYTES = 75_000
WORDS_OF_A_LONG_ANSWER = 150


def said(text: str, **other: object) -> Spoken:
    """A word each 0.4 s, a rest after every eighth, every fifth word unsure."""
    words, spans = [], []
    at = begin = 0.4
    for number, word in enumerate(text.split(), 1):
        sure = 0.4 if number % 5 == 0 else 0.9
        words.append(Word(text=f" {word}", start=at, end=at + 0.35, probability=sure))
        at += 0.4
        if number % 8 == 0 or number == len(text.split()):
            spans.append(Span(start=begin, end=at - 0.05))
            at += 0.6
            begin = at
    spoken = Spoken(
        seconds=at + 0.4,
        words=tuple(words),
        text=text,
        speech=tuple(spans),
        waveform="a" * COLUMNS,
    )
    return replace(spoken, **other)


def long_answer(item: str) -> str:
    answer = BANK[item].model_answer
    if BANK[item].task not in {"retell", "open_answer"}:
        return answer
    return " ".join((answer.split() * 9)[:WORDS_OF_A_LONG_ANSWER])


def sat(heard: Mapping[str, Spoken]) -> tuple[Report, dict[str, object]]:
    """Score a form of these items, in order."""
    events = [LoggedEvent(number=0, type="begun", at=0, data=Begun(seed=1, items=tuple(heard)))]
    spoken = {}
    for number, (item, transcribed) in enumerate(heard.items(), 1):
        spoken[f"r{number}"] = transcribed
        data = Recorded(item=item, recording=f"r{number}", seconds=transcribed.seconds)
        events.append(LoggedEvent(number=number, type="recorded", at=9 * number, data=data))
    report = ASSESSMENT.score(BANK, events, spoken)
    return report, {name: recording(name, transcribed) for name, transcribed in spoken.items()}


def listener(value: float) -> dict[str, float]:
    """Of 10, as the raters marked."""
    return dict.fromkeys(CRITERIA, value)


READ, OPEN = (
    next(item for item in FORM if BANK[item].task == task) for task in ("read_aloud", "open_answer")
)


def test_a_whole_form_of_long_answers_is_a_small_page(app: Flask, record_property) -> None:
    heard = {
        item: said(
            long_answer(item), rater_scores=listener(5), flags=("noisy", "dropouts", "whispered")
        )
        for item in FORM
    }
    assert len(heard) == 23
    report, recordings = sat(heard)
    html = page(app, report, recordings)
    record_property("bytes", len(html.encode()))
    assert html.count('class="table speaking"') == 5
    assert len(html.encode()) < MOST_BYTES


class Words(HTMLParser):
    """Reads a transcript as report.js does: the words of text and of <u>, not of other tags."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[list[str]] = []
        self.words: list[list[str]] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "data-transcript" in given:
            self.times.append(str(given["data-times"]).split(" "))
            self.words.append([])
            self.inside = ["div"]
        elif self.inside:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.inside:
            assert self.inside.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.inside == ["div"]:
            self.words[-1] += [word for word in re.split(r"[ \n]+", data) if word]
        elif self.inside == ["div", "u"]:
            self.words[-1].append(data)


def test_each_word_of_a_transcript_has_its_times(app: Flask) -> None:
    words = [" Hello", "  ", " a\u00a0b c", "<i>&amp;", " twenty-one."]
    spoken = Spoken(
        seconds=5,
        speech=(Span(start=0, end=4.5),),
        words=tuple(
            Word(text=word, start=float(n), end=n + 0.456, probability=0.2 if n == 3 else 0.9)
            for n, word in enumerate(words)
        ),
    )
    found = Words()
    found.feed(page(app, *sat({OPEN: spoken})))
    assert found.words == [["Hello", "a\u00a0b\u00a0c", "<i>&amp;", "twenty-one."]]
    assert found.times == [["0", "46", "154", "46", "54", "46", "54", "46"]]


def test_both_models_stand_beside_each_other(app: Flask) -> None:
    spoken = said(BANK[READ].text)
    near, _ = sat({READ: spoken})
    by_measures = near.answers[0]["speaking"]["measures"]
    likely = {name: score["value"] / 10 for name, score in by_measures.items()}
    report, recordings = sat({READ: replace(spoken, rater_scores=likely)})
    html = page(app, report, recordings)
    total = by_measures["total"]
    shown = f"<b>{total['value']:.0f}</b> ({total['low']:.0f}–"
    assert shown in html
    beside = report.answers[0]["speaking"]["listener"]["total"]
    assert f"({beside['low']:.0f}–{beside['high']:.0f})" in html[html.index(shown) :]
    assert html.index("By measures") < html.index("By listening")
    assert "differ: listen" not in html
    assert "checked on short sentences read aloud by speakers of Mandarin only" in html
    best = max(total["parts"].values())
    if best >= 0.05:
        assert f"<b>+{best:.1f}</b>" in html


def test_models_that_differ_ask_for_a_person(app: Flask) -> None:
    report, recordings = sat({OPEN: said(long_answer(OPEN), rater_scores=listener(0))})
    assert report.answers[0]["speaking"]["needs_a_person"]
    html = page(app, report, recordings)
    assert "The two models differ: listen and decide yourself." in html
    assert "Estimated; not checked for this kind of answer or speaker.</caption>" in html
    assert "sentences of 1 to 20 seconds, read aloud" in html
    assert "Not checked for: free answers, Filipino speakers, telephone lines." in html


def test_without_the_listener_its_column_says_so(app: Flask) -> None:
    html = page(app, *sat({OPEN: said(long_answer(OPEN))}))
    table = html[html.index('class="table speaking"') : html.index('class="pulled"')]
    assert table.count("not measured") == len(CRITERIA)


def test_too_little_speech_is_not_measured(app: Flask) -> None:
    html = page(app, *sat({OPEN: said("Hello")}))
    assert "How it was spoken" in html
    assert "the answer is too short" in html
    assert 'class="table speaking"' not in html


def test_at_most_four_parts_each_way_are_told(app: Flask) -> None:
    parts = {f"part_{n}": float(n) for n in range(-6, 7)} | {"tiny": 0.04}
    score = {"value": 50.0, "low": 40.0, "high": 60.0, "parts": parts}
    found = {
        "not_measured": "",
        "kind": "free",
        "needs_a_person": False,
        "measures": {"total": score},
        "listener": {},
    }
    with app.test_request_context():
        html = render_template_string(
            '{% from "voice/speaking.html" import how_it_sounds %}{{ how_it_sounds(found, 1) }}',
            found=found,
        )
    order = re.findall(r"part (-?\d) <b>([+−])(\d\.\d)</b>", html)
    assert [part for part, _, _ in order] == ["6", "5", "4", "3", "-6", "-5", "-4", "-3"]
    assert [sign for _, sign, _ in order] == ["+"] * 4 + ["−"] * 4
    assert "tiny" not in html


def test_every_part_and_criterion_has_its_words(app: Flask) -> None:
    models = json.loads(FILE.read_text("utf-8"))["measures"]
    criteria = [model for kind in models.values() for model in kind.values()]
    names = {name for model in criteria for name in model["curves"]}
    assert names
    assert {name for kind in models.values() for name in kind} == set(CRITERIA)
    source = '{% from "voice/speaking.html" import part_words %}{{ part_words(name) }}'
    with app.test_request_context():
        said_as = {
            name: render_template_string(source, name=name).strip().lower() for name in names
        }
    assert not [name for name, words in said_as.items() if words == name.replace("_", " ")]
    assert len(set(said_as.values())) == len(names)


def test_a_second_voice_can_be_played(app: Flask) -> None:
    spoken = said(
        long_answer(OPEN), flags=("other_voice",), other_voice=(Span(start=3.2, end=4.0),)
    )
    html = page(app, *sat({OPEN: spoken}))
    assert "Flags for review: a second voice seems to speak." in html
    assert '<button type="button" data-start="3.20" data-end="4.00">other voice at 3.2' in html


def test_skills_stand_in_a_table_with_their_standard_error(app: Flask) -> None:
    report, recordings = sat({item: said(long_answer(item)) for item in FORM})
    html = page(app, report, recordings)
    table = html[html.index('class="table skills"') : html.index("SEM of fluency")]
    for skill in report.subscores:
        assert skill["score"] is not None
        assert f"<b>{skill['score']:.0f}</b>" in table
        sem = "not known" if skill["sem"] is None else f"± {skill['sem']:.1f}"
        assert sem in table


def test_a_report_of_an_earlier_version_is_still_shown(app: Flask) -> None:
    report, recordings = sat({OPEN: said(long_answer(OPEN))})
    stored = json.loads(json.dumps(report.to_dict()))
    for answer in stored["detail"]["answers"]:
        del answer["speaking"]
    for key in report.to_dict()["detail"].keys() - {"answers"}:
        del stored["detail"][key]
    html = page(app, Report.from_dict(stored), recordings)
    assert "How it was spoken" not in html
    assert "How this was scored" not in html
    with app.test_request_context():
        assert render_template(
            "voice/report.html",
            report=replace(report, answers=(), subscores=()),
            result=None,
            sitting=None,
            recordings={},
        )
