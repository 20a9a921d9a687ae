"""The pages of recruiters and trainers."""

from tests.support.browser.made_estimates import estimate, tried, watched
from tests.support.browser.sights.sight import Sight
from tests.support.browser.sights.steps import (
    a_field_too_many,
    a_goal_too_many,
    both,
    customers_by_name,
    detail_without_a_label,
    goal_without_weight,
    press,
    refused_sign_in,
    said_something,
    signed_out_meanwhile,
    submitted,
    unfolded,
    unreadable_block,
    wrong_action,
)
from tests.support.browser.sights.ways import draft, to
from tests.support.browser.staged import others
from trainers.scenario_pages import PAGES

STAFF = [
    Sight(name="sign-in", endpoint="accounts.sign_in", way=to("/staff/sign-in")),
    Sight(
        name="sign-in-refused",
        endpoint="accounts.sign_in",
        way=to("/staff/sign-in"),
        then=refused_sign_in,
    ),
    Sight(name="sign-in-too-many", endpoint="", way=to("/made/1429"), status=429),
    Sight(name="password", endpoint="accounts.password", way=to("/staff/password", "recruiter")),
    Sight(
        name="password-wrong",
        endpoint="accounts.password",
        way=to("/staff/password", "recruiter"),
        then=submitted(),
    ),
    Sight(name="vacancies", endpoint="vacancies.overview", way=to("/vacancies", "recruiter")),
    Sight(
        name="vacancy-new",
        endpoint="vacancies.new",
        way=to("/vacancies/new", "recruiter"),
    ),
    Sight(
        name="vacancy-wrong",
        endpoint="vacancies.new",
        way=to("/vacancies/new", "recruiter"),
        then=submitted(),
    ),
    Sight(
        name="vacancy-edit",
        endpoint="vacancies.edit",
        way=to("/vacancies/{main}/edit", "recruiter"),
    ),
    Sight(
        name="vacancy-customers",
        endpoint="vacancies.new",
        way=to("/vacancies/new", "recruiter"),
        then=customers_by_name,
    ),
    Sight(
        name="vacancy-customers-wrong",
        endpoint="vacancies.new",
        way=to("/vacancies/new", "recruiter"),
        then=both(customers_by_name, submitted()),
    ),
    Sight(
        name="shortlist",
        endpoint="shortlist.ranking",
        way=to("/vacancies/{main}", "recruiter"),
    ),
    Sight(
        name="shortlist-nobody-fits",
        endpoint="shortlist.ranking",
        way=to("/vacancies/{main}?q=nobody", "recruiter"),
    ),
    Sight(
        name="shortlist-empty",
        endpoint="shortlist.ranking",
        way=to("/vacancies/{empty}", "recruiter"),
    ),
    Sight(
        name="invite",
        endpoint="invitations.invite",
        way=to("/vacancies/{main}/invite", "recruiter"),
    ),
    Sight(
        name="invite-wrong",
        endpoint="invitations.invite",
        way=to("/vacancies/{empty}/invite", "recruiter"),
        then=submitted(),
    ),
    *(
        Sight(
            name=f"invitation-{key}",
            endpoint="invitations.invitation",
            way=to(f"/applications/{{{key}}}/invitation", "recruiter"),
        )
        for key in ("grace", "nilo", "ana")
    ),
    *(
        Sight(
            name=f"report-{key}",
            endpoint="shortlist.report",
            way=to(f"/applications/{{{key}}}", "recruiter"),
        )
        for key in ("ana", "liza", "jun", "evil", "grace", "nora", "omar")
    ),
    *(
        Sight(
            name=f"report-{slug}",
            endpoint="shortlist.report",
            way=to(f"/applications/{{applicant_{slug}}}", "recruiter"),
        )
        for slug in others()
    ),
    Sight(
        name="report-replay",
        endpoint="shortlist.report",
        way=to("/applications/{ana}", "recruiter"),
        then=press("Next slip"),
    ),
    Sight(
        name="pool-typing",
        endpoint="comparison.pool",
        way=to("/applications/{ana}/typing/pool", "recruiter"),
    ),
    Sight(
        name="evidence",
        endpoint="shortlist.evidence",
        way=to("/applications/{ana}/tests/voice", "recruiter"),
    ),
    Sight(
        name="rating",
        endpoint="review.answer",
        way=to("/applications/{ana}/voice/answers/1/rating?seen=1", "recruiter"),
    ),
    Sight(
        name="evidence-writing",
        endpoint="shortlist.evidence",
        way=to("/applications/{nora}/tests/writing", "recruiter"),
        then=both(unfolded, lambda page: page.locator("a.slip").first.focus()),
    ),
    Sight(
        name="evidence-writing-too-short",
        endpoint="shortlist.evidence",
        way=to("/applications/{omar}/tests/writing", "recruiter"),
    ),
    Sight(
        name="rating-writing",
        endpoint="review.answer",
        way=to("/applications/{nora}/writing/answers/1/rating", "recruiter"),
    ),
    Sight(
        name="rating-missing",
        endpoint="review.answer",
        way=to("/applications/{ana}/voice/answers/1/rating", "recruiter"),
        then=submitted(),
    ),
    *(
        Sight(
            name=f"own-copy-{key}",
            endpoint="release.results_copy",
            way=to(f"/applications/{{{key}}}/own-copy", "recruiter"),
        )
        for key in ("ana", "liza", "grace")
    ),
    Sight(
        name="own-copy-preview",
        endpoint="release.preview",
        way=to("/applications/{liza}/own-copy/preview", "recruiter"),
    ),
    Sight(
        name="pool",
        endpoint="comparison.pool",
        way=to("/applications/{ana}/voice/pool", "recruiter"),
    ),
    Sight(
        name="judgement",
        endpoint="review.point",
        way=to("/applications/{ana}/chat/points/0/judgement", "recruiter"),
    ),
    Sight(
        name="judgement-missing",
        endpoint="review.point",
        way=to("/applications/{ana}/chat/points/0/judgement", "recruiter"),
        then=submitted(),
    ),
    Sight(name="items", endpoint="items.browse", way=to("/items/grammar", "recruiter")),
    Sight(
        name="items-found",
        endpoint="items.browse",
        way=to("/items/grammar?topic=tense&level=B1&state=used&q=call", "trainer"),
    ),
    *(
        Sight(
            name=f"item-{name}",
            endpoint="items.item",
            way=to(f"/items/grammar/{name}", "trainer"),
        )
        for name in ("choose-a-few-seats", "practice-type", "email-refund-status")
    ),
    Sight(
        name="item-no-reason",
        endpoint="items.item",
        way=to("/items/grammar/choose-a-few-seats", "trainer"),
        then=submitted(),
    ),
    Sight(name="item-on-trial", endpoint="items.item", way=tried("/items/grammar/{tried}")),
    Sight(
        name="items-on-trial",
        endpoint="items.browse",
        way=tried("/items/grammar?state=trial"),
    ),
    Sight(
        name="calibration-none",
        endpoint="calibration.overview",
        way=to("/calibration/grammar", "recruiter"),
    ),
    *(
        Sight(
            name=f"calibration-{state}{reason and '-' + reason.split()[0]}",
            endpoint="calibration.overview",
            way=estimate(state, reason, who="trainer" if state == "approved" else "recruiter"),
        )
        for state, reason in (
            ("waiting", ""),
            ("refused", "few_items"),
            ("needs_attention", "worker_died"),
            ("discarded", ""),
            ("approved", ""),
            ("proposed", ""),
        )
    ),
    Sight(
        name="calibration-undecided",
        endpoint="calibration.overview",
        way=estimate("proposed"),
        then=submitted(),
    ),
    *(
        Sight(name=name, endpoint=endpoint, way=watched(path, reason))
        for name, endpoint, path, reason in (
            ("calibration-unwatched", "calibration.overview", "/calibration/grammar", "few_items"),
            ("item-unwatched", "items.item", "/items/grammar/{first}", "few_items"),
            ("calibration-watched", "calibration.overview", "/calibration/grammar", ""),
            ("items-drifted", "items.browse", "/items/grammar?state=drifted", ""),
            ("item-drifted", "items.item", "/items/grammar/{drifted}", ""),
        )
    ),
    Sight(name="agreement", endpoint="review.agreement", way=to("/agreement", "recruiter")),
    Sight(
        name="report-unfolded",
        endpoint="shortlist.report",
        way=to("/applications/{maria}", "recruiter"),
        then=unfolded,
    ),
    Sight(
        name="decision-wrong",
        endpoint="shortlist.decide",
        way=to("/applications/{paolo}", "recruiter"),
        then=submitted(),
    ),
    Sight(
        name="signed-out",
        endpoint="vacancies.new",
        way=to("/vacancies/new", "recruiter"),
        then=signed_out_meanwhile,
    ),
    Sight(name="readiness", endpoint="trainers.readiness", way=to("/trainers", "trainer")),
    Sight(name="scenarios", endpoint="scenarios.list", way=to("/trainers/scenarios", "trainer")),
    Sight(
        name="scenario-shipped",
        endpoint="scenarios.overview",
        way=to("/trainers/scenarios/cracked-rice-cooker", "trainer"),
    ),
    Sight(name="scenario-draft", endpoint="scenarios.overview", way=draft("")),
    *(
        Sight(name=f"scenario-{part}", endpoint="scenarios.edit", way=draft(f"/edit/{part}"))
        for part in PAGES
    ),
    Sight(
        name="scenario-added",
        endpoint="scenarios.edit",
        way=draft("/edit/goals"),
        then=a_goal_too_many,
    ),
    Sight(
        name="scenario-unreadable",
        endpoint="scenarios.edit",
        way=draft("/edit/tests"),
        then=unreadable_block,
    ),
    Sight(
        name="scenario-no-label",
        endpoint="scenarios.edit",
        way=draft("/edit/desk"),
        then=detail_without_a_label,
    ),
    Sight(
        name="scenario-field-added",
        endpoint="scenarios.edit",
        way=draft("/edit/actions"),
        then=a_field_too_many,
    ),
    Sight(
        name="scenario-action-to-mend",
        endpoint="scenarios.edit",
        way=draft("/edit/actions"),
        then=wrong_action,
    ),
    Sight(
        name="scenario-to-mend",
        endpoint="scenarios.edit",
        way=draft("/edit/goals"),
        then=goal_without_weight,
    ),
    Sight(
        name="scenario-play-begun",
        endpoint="scenarios.play",
        way=to("/trainers/scenarios/cracked-rice-cooker/play", "trainer"),
    ),
    Sight(
        name="scenario-play",
        endpoint="scenarios.play",
        way=to("/trainers/scenarios/cracked-rice-cooker/play", "trainer"),
        then=said_something,
    ),
    Sight(name="forbidden", endpoint="", way=to("/vacancies", "trainer"), status=403),
    Sight(name="not-signed-in", endpoint="", way=to("/next"), status=401),
]
