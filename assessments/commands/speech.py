"""flask speech analyse: print every figure about one recording.

For operators and bug reports: the figures have the names that they have in the code.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

import config
from assessments.results.tasks import EngineOnDemand
from scoring.clauses import ends_in_script, ends_in_transcript
from scoring.disfluency import disfluency
from scoring.fluency import Fluency, fluency, pauses_inside_clauses, pauses_of
from scoring.readability import readability
from scoring.speaking import CRITERIA, Score, calibration, measures_of, speaking
from scoring.vocabulary import vocabulary
from scoring.words import Alignment, Outcome, align
from speech.spoken import Spoken
from speech.transcription import transcribe_recording
from speech.voice_activity import VoiceActivityError
from speech.weights import WeightsError

NO_SOUND = {
    "empty": "the file is empty",
    "not_audio": "this is no sound file, or one of a kind that cannot be read",
}
FLUENCY = (
    "total",
    "latency",
    "phonation",
    "syllables",
    "words",
    "speech_rate",
    "articulation_rate",
    "phonation_time_ratio",
    "mean_length_of_run",
    "pauses_per_minute",
    "mean_pause",
    "p90_pause",
    "mid_clause_pauses",
    "mid_clause_per_minute",
    "mid_clause_share",
    "words_per_minute",
    "threshold",
)
DECODING = (
    "mean_log_probability",
    "no_speech_probability",
    "compression_ratio",
    "words_dropped",
)


@click.command("analyse")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--script", default="", help="What was to be said, word for word.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def analyse(file: Path, script: str, *, as_json: bool) -> None:
    """Print the transcript, the measures and the scores of one recording."""
    try:
        spoken = transcribe_recording(
            file,
            engine=EngineOnDemand(),
            longest_seconds=config.current().max_recording_seconds,
            script=script.strip(),
        )
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror or error}") from error
    except (WeightsError, VoiceActivityError) as error:
        raise click.ClickException(str(error)) from error
    if spoken.rejected in NO_SOUND:
        raise click.ClickException(f"{file}: {NO_SOUND[spoken.rejected]} ({spoken.rejected})")
    found = {"file": str(file), **analysis(spoken, script.strip())}
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(as_text(found)))


def analysis(spoken: Spoken, script: str = "") -> dict[str, Any]:
    """Return all figures about one recording as plain JSON-ready values.

    Args:
        spoken: the transcribed recording.
        script: the text to be read aloud; empty for a free answer.
    """
    written = [word.text for word in spoken.words]
    alignment = align(script, written) if script else None
    ends = ends_in_script(script, alignment) if alignment else ends_in_transcript(written)
    pauses = pauses_of(spoken)
    inside = set() if ends is None else set(pauses_inside_clauses(pauses, spoken.words, ends))
    spoke = fluency(spoken, clause_ends=ends)
    readable = readability(written)
    stumbles = disfluency(written, script.split())
    return {
        "recording": {
            "seconds": spoken.seconds,
            "rejected": spoken.rejected,
            "flags": list(spoken.flags),
        },
        "engine": {
            "engine": spoken.engine,
            "model": spoken.model,
            "weights": spoken.weights,
            "settings": dict(spoken.settings),
        },
        "signal": asdict(spoken.signal) if spoken.signal else None,
        "prosody": asdict(spoken.prosody) if spoken.prosody else None,
        "language": {
            "language": spoken.language,
            "probability": spoken.language_probability,
        },
        "decoding": {name: getattr(spoken, name) for name in DECODING},
        "text": spoken.text,
        "words": [asdict(word) for word in spoken.words],
        "speech": [asdict(span) for span in spoken.speech],
        "other_voice": [asdict(span) for span in spoken.other_voice],
        "pauses": [
            {
                "start": pause.start,
                "end": pause.end,
                "seconds": pause.seconds,
                "mid_clause": None if ends is None else pause in inside,
            }
            for pause in pauses
        ],
        "fluency": {name: getattr(spoke, name) for name in FLUENCY},
        "disfluency": {
            **asdict(stumbles),
            "repeated_per_100_words": stumbles.repeated_per_100_words,
            "fillers_per_100_words": stumbles.fillers_per_100_words,
        },
        "vocabulary": asdict(vocabulary(written)),
        "readability": {
            **asdict(readable),
            "reading_ease": readable.reading_ease,
            "grade": readable.grade,
            "reason": readable.reason,
        },
        "alignment": _aligned(script, alignment, spoke) if alignment else None,
        "scores": _scores(spoken, script),
    }


def _aligned(script: str, alignment: Alignment, spoke: Fluency) -> dict[str, Any]:
    return {
        "script": script,
        "script_words": alignment.script_words,
        **{outcome.value: alignment.count(outcome) for outcome in Outcome},
        "read_accuracy": alignment.read_accuracy,
        "completeness": alignment.completeness,
        "words_correct_per_minute": alignment.wcpm(spoke.total),
        "steps": [asdict(step) for step in alignment.steps],
    }


def _scores(spoken: Spoken, script: str) -> dict[str, Any]:
    found = speaking(spoken, script)
    return {
        "not_measured": found.reason,
        "kind": found.kind,
        "needs_a_person": found.needs_a_person,
        "measures": _in_order(found.measures),
        "listener": _in_order(found.listener),
        "values": {} if found.reason else measures_of(spoken, script),
        "validated_for": list(calibration().about["validated_for"]),
    }


def _in_order(scores: Mapping[str, Score]) -> dict[str, Any]:
    return {name: asdict(scores[name]) for name in CRITERIA if name in scores}


def as_text(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a readable page with aligned columns.

    Args:
        found: the result of ``analysis``, and the name of the file as ``file``.
    """
    yield found["file"]
    for name in ("recording", "engine", "signal", "prosody", "language", "decoding"):
        yield from _pairs(name, found[name])
    yield from ("", "text", f"  {found['text'] or '-'}")
    yield from _table("words", found["words"])
    yield from _table("speech", found["speech"])
    yield from _table("other_voice", found["other_voice"])
    yield from _table("pauses", found["pauses"])
    for name in ("fluency", "disfluency", "vocabulary", "readability"):
        yield from _pairs(name, found[name])
    if aligned := found["alignment"]:
        yield from _pairs("alignment", {k: v for k, v in aligned.items() if k != "steps"})
        columns = ("outcome", "expected", "heard")
        yield from _table("steps", [{c: step[c] for c in columns} for step in aligned["steps"]])
    yield from _scores_as_text(found["scores"])


def _scores_as_text(scores: Mapping[str, Any]) -> Iterator[str]:
    plain = ("not_measured", "kind", "needs_a_person", "validated_for")
    yield from _pairs("scores", {name: scores[name] for name in plain})
    rows = [
        {"model": model, "score": name} | {k: score[k] for k in ("value", "low", "high")}
        for model in ("measures", "listener")
        for name, score in scores[model].items()
    ]
    yield from _table("bands", rows)
    if not scores["measures"]:
        return
    parts = {name: scores["measures"][name]["parts"] for name in CRITERIA}
    names = dict.fromkeys(name for contributions in parts.values() for name in contributions)
    yield from _table(
        "parts",
        [
            {"measure": name, "measured": scores["values"].get(name)}
            | {criterion: contributions.get(name) for criterion, contributions in parts.items()}
            for name in names
        ],
    )


def _pairs(title: str, values: Mapping[str, Any] | None) -> Iterator[str]:
    yield from ("", title)
    if values is None:
        yield "  -"
        return
    width = max(map(len, values))
    for name, value in values.items():
        yield f"  {name:{width}}  {_cell(value)}"


def _table(title: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield from ("", title)
    if not rows:
        yield "  -"
        return
    cells = [list(rows[0]), *([_cell(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        padded = (f"{cell:{width}}" for cell, width in zip(line, widths, strict=True))
        yield f"  {'  '.join(padded)}".rstrip()


def _cell(value: Any) -> str:
    """Return a value as text; a missing or empty value as a dash."""
    if value is None or value in ("", [], (), {}):
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list | tuple):
        return ", ".join(_cell(each) for each in value)
    return str(value)
