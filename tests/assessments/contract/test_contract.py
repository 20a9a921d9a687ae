"""The contract that every kind of test in the registry fulfils."""

import json
from dataclasses import replace

import pytest
from flask import Flask, render_template
from pydantic import ValidationError

from assessments.banks import registry
from assessments.contract.assessment import Assessment, Begun
from scoring.provisional import MEASURED, PROVISIONAL
from scoring.report import Report
from tests.support.logs import Sat, Step, logged, logs_of

EARNED_BY_ABSENCE = {"policy.nothing_forbidden", "policy.escalation"}
"""Points for what did not happen have no place in the log to show."""

KINDS = [pytest.param(kind, id=kind.slug) for kind in registry.kinds()]


def steps_of(kind: Assessment) -> list[Step]:
    return logs_of(kind.slug).full()[0]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_logs_to_be_tested_with(kind: Assessment) -> None:
    assert steps_of(kind)
    assert logs_of(kind.slug).pairs()


def test_a_kind_without_logs_is_told_where_they_belong() -> None:
    with pytest.raises(AssertionError, match=r"tests/assessments/kinds/no_such_kind/logs\.py"):
        logs_of("no_such_kind")


def scored(kind: Assessment, sat: Sat) -> float | None:
    steps, heard = sat
    return kind.score(registry.bank(kind.slug), logged(kind.slug, steps), heard).score


@pytest.mark.parametrize("kind", KINDS)
def test_a_worse_answer_never_scores_higher(kind: Assessment) -> None:
    for name, (better, worse) in logs_of(kind.slug).pairs().items():
        right, wrong = scored(kind, better), scored(kind, worse)
        assert right is not None, name
        assert wrong is None or wrong <= right + 1e-9, name


@pytest.mark.parametrize("kind", KINDS)
def test_some_of_what_is_worse_scores_less(kind: Assessment) -> None:
    pairs = [
        (scored(kind, better), scored(kind, worse))
        for better, worse in logs_of(kind.slug).pairs().values()
    ]
    assert any(right is not None and wrong is not None and wrong < right for right, wrong in pairs)


@pytest.mark.parametrize("kind", KINDS)
def test_leaving_out_what_was_done_never_gives_more(kind: Assessment) -> None:
    steps, spoken = logs_of(kind.slug).full()
    whole = scored(kind, (steps, spoken))
    assert whole is not None
    for place, step in enumerate(steps):
        less = scored(kind, ([*steps[:place], *steps[place + 1 :]], spoken))
        assert less is None or less <= whole + 1e-9, step


@pytest.mark.parametrize("kind", KINDS)
def test_the_usual_time_is_no_shorter_than_the_least(kind: Assessment) -> None:
    assert 1 <= kind.least_minutes <= kind.minutes


def full(kind: Assessment) -> Report:
    steps, spoken = logs_of(kind.slug).full()
    return kind.score(registry.bank(kind.slug), logged(kind.slug, steps), spoken)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("practice", [True, False])
def test_a_seed_draws_the_same_form(kind: Assessment, practice: bool) -> None:
    bank = registry.bank(kind.slug)
    first = kind.draw(bank, 42, practice)
    assert first == kind.draw(bank, 42, practice)
    assert first
    assert set(first) <= bank.keys()
    assert len(set(first)) == len(first)


@pytest.mark.parametrize("kind", [kind for kind in registry.kinds() if kind.choices])
def test_a_vacancy_can_choose_every_set_and_item_that_is_offered(kind: Assessment) -> None:
    assert kind.choices is not None
    bank = registry.bank(kind.slug)
    sets = [known.name for known in kind.choices.sets(bank)]
    items = [item.name for item in kind.choices.items(bank)]
    assert len({*sets, *items, ""}) == len(sets) + len(items) + 1
    shortest = kind.lengths[-1].name if kind.lengths else ""
    for chosen in [*sets, *items]:
        drawn = kind.choices.draw(bank, 7, shortest, [chosen])
        assert drawn
        assert drawn == kind.choices.draw(bank, 7, shortest, [chosen])
        assert set(drawn) <= (bank.keys() if chosen in sets else {chosen})
    assert kind.choices.draw(bank, 7, shortest, ["no such item"]) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_log_has_a_score_and_the_same_every_time(kind: Assessment) -> None:
    first, second = full(kind), full(kind)
    assert first.score is not None
    assert first == second


def test_old_logs_name_their_items_and_length_otherwise() -> None:
    old = {"seed": 7, "form": ["a", "b"], "form_name": "full", "extra_time": 1.5, "policy": "us"}
    new = Begun(seed=7, items=("a", "b"), length="full", extra_time=1.5, policy="us")
    assert Begun.model_validate(old) == new
    stored = new.model_dump(mode="json")
    assert stored.keys() == {"seed", "items", "length", "extra_time", "policy", "seconds"}
    assert Begun.model_validate(stored) == new
    with pytest.raises(ValidationError):
        Begun.model_validate({**stored, "form": ["a"]})


@pytest.mark.parametrize("kind", KINDS)
def test_an_old_log_gives_the_same_report(kind: Assessment) -> None:
    steps, spoken = logs_of(kind.slug).full()
    bank, events = registry.bank(kind.slug), logged(kind.slug, steps)
    stored = events[0].data.model_dump(mode="json")
    stored["form"], stored["form_name"] = stored.pop("items"), stored.pop("length")
    old = [replace(events[0], data=Begun.model_validate(stored)), *events[1:]]
    assert kind.score(bank, old, spoken) == kind.score(bank, events, spoken)


@pytest.mark.parametrize("kind", KINDS)
def test_declared_capabilities_are_whole(kind: Assessment, app: Flask) -> None:
    names = [length.name for length in kind.lengths]
    assert len(set(names)) == len(names)
    assert len({option.name for option in kind.options}) == len(kind.options)
    if kind.comparison:
        page = app.jinja_env.get_template(kind.comparison.labels)
        with app.test_request_context():
            assert callable(page.make_module().measure_title)
    if kind.authoring.preview:
        assert app.jinja_env.get_template(f"{kind.slug}/item.html")
    if kind.likeness:
        items = registry.bank(kind.slug).values()
        assert any(kind.likeness.shared_text(item) is not None for item in items)
    if kind.results_copy:
        assert app.jinja_env.get_template(kind.results_copy.template)


@pytest.mark.parametrize("kind", KINDS)
def test_every_score_has_a_standard_error_with_its_source(kind: Assessment) -> None:
    sittings = [logs_of(kind.slug).full()]
    for better, worse in logs_of(kind.slug).pairs().values():
        sittings += [better, worse]
    reports = [
        kind.score(registry.bank(kind.slug), logged(kind.slug, steps), heard)
        for steps, heard in sittings
    ]
    assert any(report.score is not None for report in reports)
    for report in reports:
        if report.score is None:
            assert (report.sem, report.sem_source, report.sem_basis) == (None, "", "")
        else:
            assert report.sem is not None
            assert 0 < report.sem <= 50
            assert report.sem_source in {MEASURED, PROVISIONAL}
            assert bool(report.sem_basis) == (report.sem_source == PROVISIONAL)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_declares_whether_its_errors_are_provisional(kind: Assessment) -> None:
    assert (full(kind).sem_source == PROVISIONAL) == kind.provisional_error


@pytest.mark.parametrize("kind", KINDS)
def test_the_basis_of_a_provisional_error_has_its_sentence(kind: Assessment, app: Flask) -> None:
    macro = app.jinja_env.get_template("components/score.html")
    with app.test_request_context():
        words = macro.make_module().provisional_words
        unknown = words("no such basis")
        for report in (full(kind), kind.score(registry.bank(kind.slug), logged(kind.slug, []), {})):
            assert not report.sem_basis or words(report.sem_basis) != unknown


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("end", [[], [(9.0, "submitted", {})], [(999.0, "expired", {})]])
def test_an_empty_log_is_not_measured_never_zero(kind: Assessment, end: list) -> None:
    report = kind.score(registry.bank(kind.slug), logged(kind.slug, end), {})
    assert report.score is None
    assert report.not_measured
    assert all(
        measure.value is None or measure.value != 0 or measure.unit == "count"
        for measure in report.measures
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_beginning_of_a_log_scores_without_raising(kind: Assessment) -> None:
    log = logged(kind.slug, steps_of(kind))
    bank = registry.bank(kind.slug)
    for length in range(1, len(log) + 1):
        kind.score(bank, log[:length], {})
        kind.state(bank, log[:length], log[length - 1].at + 0.5)


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_survives_the_database(kind: Assessment) -> None:
    report = full(kind)
    stored = json.loads(json.dumps(report.to_dict()))
    assert json.loads(json.dumps(Report.from_dict(stored).to_dict())) == stored


@pytest.mark.parametrize("kind", KINDS)
def test_state_is_plain_pure_and_says_whether_it_is_finished(kind: Assessment) -> None:
    bank, log = registry.bank(kind.slug), logged(kind.slug, steps_of(kind))
    for length in range(1, len(log) + 1):
        now = log[length - 1].at + 1
        first = kind.state(bank, log[:length], now)
        assert isinstance(first["finished"], bool)
        assert json.dumps(first) == json.dumps(kind.state(bank, log[:length], now))


@pytest.mark.parametrize("kind", KINDS)
def test_every_point_is_within_its_bounds_and_names_its_event(kind: Assessment) -> None:
    log = logged(kind.slug, steps_of(kind))
    report = full(kind)
    for point in report.points:
        assert 0 <= point.earned <= point.possible
        for evidence in point.evidence:
            assert 0 <= evidence.event < len(log)
        if point.earned and point.criterion not in EARNED_BY_ABSENCE:
            assert point.evidence, point.criterion


@pytest.mark.parametrize("kind", KINDS)
def test_the_report_page_renders(kind: Assessment, app: Flask) -> None:
    with app.test_request_context():
        for report in (full(kind), kind.score(registry.bank(kind.slug), logged(kind.slug, []), {})):
            page = render_template(
                f"{kind.slug}/report.html",
                report=report,
                result=None,
                sitting=None,
                recordings={},
            )
            assert len(page.strip()) > 40


@pytest.mark.parametrize("kind", KINDS)
def test_instructions_and_take_pages_exist(kind: Assessment, app: Flask) -> None:
    for name in ("take.html", "report.html", "instructions.html"):
        assert app.jinja_env.get_template(f"{kind.slug}/{name}")
    assert (registry.static_folder(kind.slug) / f"{kind.slug}.js").is_file()
