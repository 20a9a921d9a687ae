"""The pages of an applicant before and after the tests."""

from tests.support.browser.sights.sight import Sight
from tests.support.browser.sights.steps import (
    both,
    own_voice,
    press,
    submitted,
    unfolded,
    without_microphone,
)
from tests.support.browser.sights.ways import invitation_link, to

APPLICANTS = [
    Sight(name="home", endpoint="applicants.home", way=to("/")),
    Sight(name="welcome", endpoint="applicants.welcome", way=invitation_link("grace")),
    Sight(name="welcome-back", endpoint="applicants.welcome", way=invitation_link("evil")),
    Sight(name="link-unknown", endpoint="", way=to("/i/nonsense"), status=404),
    Sight(name="link-expired", endpoint="", way=invitation_link("nilo"), status=410),
    Sight(name="link-used", endpoint="", way=invitation_link("liza"), status=410),
    Sight(
        name="own-copy",
        endpoint="applicants.results",
        way=lambda stage: (stage.links["ana"] + "/results", {}),
    ),
    Sight(
        name="own-copy-unfolded",
        endpoint="applicants.results",
        way=lambda stage: (stage.links["ana"] + "/results", {}),
        then=unfolded,
    ),
    Sight(
        name="own-copy-writing",
        endpoint="applicants.results",
        way=lambda stage: (stage.links["nora"] + "/results", {}),
        then=unfolded,
    ),
    Sight(name="consent", endpoint="applicants.consent", way=to("/consent", "consent")),
    Sight(
        name="consent-missing",
        endpoint="applicants.consent",
        way=to("/consent", "consent"),
        then=submitted(),
    ),
    Sight(name="device", endpoint="applicants.device_check", way=to("/device-check", "device")),
    Sight(
        name="device-heard",
        endpoint="applicants.device_check",
        way=to("/device-check", "device"),
        then=own_voice,
    ),
    *(
        Sight(
            name=f"device-{fault}",
            endpoint="applicants.device_check",
            way=to("/device-check", "device"),
            then=both(without_microphone(fault), press("Check the microphone")),
        )
        for fault in ("NotAllowedError", "NotReadableError")
    ),
    Sight(
        name="device-without-voice",
        endpoint="applicants.device_check",
        way=lambda stage: ("/device-check", stage.at_the_test("typing")),
    ),
    Sight(name="thank-you", endpoint="applicants.thank_you", way=to("/thank-you", "ana")),
]
