"""Pictures of every page: ``python -m tests.support.browser.screenshots [FOLDER]``.

Made-up people only; a microphone that hears recorded speech. Each page at 390 and 1280 px, and the
main ones in the dark as well.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from config import Settings
from tests.support import sound
from tests.support.browser import chromium
from tests.support.browser.navigators.applicant import ApplicantWalk
from tests.support.browser.sights import SIGHTS, Sight
from tests.support.browser.staged import Staged, staged

SIZES = (chromium.PHONE, chromium.DESKTOP)
IN_THE_DARK = {
    "welcome",
    "sign-in",
    "shortlist",
    "report-ana",
    "readiness",
    "typing-begun",
    "grammar-begun",
    "chat-lines",
    "voice-recording",
}
SPEAKS_FOR = 2.0


def take(page: Page, folder: Path, name: str, schemes: tuple[str, ...] = ("light",)) -> None:
    """Write the whole page at both sizes, in each scheme."""
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for size in SIZES:
            page.set_viewport_size(size)
            page.wait_for_timeout(150)
            dark = "-dark" if scheme == "dark" else ""
            page.screenshot(path=folder / f"{name}-{size['width']}{dark}.png", full_page=True)


def look_at(sight: Sight, stage: Staged, started: Browser, folder: Path) -> None:
    """Open one page in a clean profile and take its pictures."""
    path, cookies = sight.way(stage)
    profile = chromium.context(started)
    profile.add_cookies([{"name": k, "value": v, "url": stage.address} for k, v in cookies.items()])
    page = profile.new_page()
    page.set_default_timeout(15_000)
    page.goto(stage.address + path)
    if sight.then:
        sight.then(page)
    take(page, folder, sight.name, ("light", "dark") if sight.name in IN_THE_DARK else ("light",))
    profile.close()


def walk_along(stage: Staged, started: Browser, folder: Path) -> None:
    """Take pictures while an applicant goes from the link through a spoken test."""
    profile = chromium.context(started)
    page = profile.new_page()
    page.set_default_timeout(30_000)
    number = 0

    def seen(name: str) -> None:
        nonlocal number
        number += 1
        take(page, folder, f"walk-{number:02d}-{name}")

    walk = ApplicantWalk(page, seen)
    walk.opens(stage.newcomer("voice", name="Ana Santos"))
    walk.agrees()
    walk.checks_the_device()
    walk.starts()
    walk.speaks(SPEAKS_FOR)
    page.wait_for_url("**/thank-you")
    seen("thank-you")
    profile.close()


def main(folder: Path) -> None:
    """Write all pictures into a folder; pictures of an earlier time are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as place:
        speech = Path(place) / "speech.wav"
        sound.wav_for_fake_microphone(sound.real_speech()[:2], speech, seconds=30)
        with staged(Path(place)) as stage, chromium.browser(speech) as started:
            for sight in SIGHTS:
                look_at(sight, stage, started, folder)
            walk_along(stage, started, folder)
    sys.stdout.write(f"{len(list(folder.glob('*.png')))} pictures in {folder}\n")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else Settings().instance / "screenshots")
    except chromium.NoBrowserError as missing:
        sys.exit(str(missing))
