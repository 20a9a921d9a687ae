"""Whatever happens on the way, the server ends with the very bytes that the recorder gave.

Real speech goes through Chromium's microphone and recorder. Every piece is noted as it leaves the
recorder, apart from the product's own code, and compared with the file that the server keeps.
"""

import base64
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from assessments.sittings import recordings
from assessments.sittings.models import Event, Recording, RecordingState, Sitting
from database import db
from tests.support.browser.bad_line import ANSWER, REQUEST, BadLine, Cut, bad_line
from tests.support.browser.staged import Staged

pytestmark = pytest.mark.browser

# Gives every piece of every recorder to the test; a base64 string keeps it byte for byte.
TAP = """
const Recorder = window.MediaRecorder;
window.tapped = [];
window.MediaRecorder = class extends Recorder {
  constructor(...given) {
    super(...given);
    this.addEventListener("dataavailable", ({ data }) => {
      const number = window.tapped.push(null) - 1;
      const reader = new FileReader();
      reader.onload = () => {
        window.tapped[number] = reader.result.split(",")[1] ?? "";
        window.noted?.(number, window.tapped[number]);
      };
      reader.readAsDataURL(data);
    });
  }
};
"""
IMPATIENT = """
const timeout = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (milliseconds) => timeout(Math.min(milliseconds, 700));
null; // a script that ends with a function would be called
"""
# The storage is full for pieces of sound after the first, as a quota makes it.
FULL = """
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (value, ...more) {
  const isFull = this.name === "pieces" && value.number > 0;
  if (isFull) throw new DOMException("full", "QuotaExceededError");
  return put.call(this, value, ...more);
};
null;
"""
# Nothing about the buttons of the page: the recorder and the uploads alone.
RECORD = """async ({ seconds, most }) => {
  const { openSitting } = await import("/static/js/sitting.js");
  const { openMicrophone, Recorder } = await import("/kinds/voice/recorder.js");
  const { Uploads } = await import("/kinds/voice/uploads.js");
  const sitting = openSitting();
  const item = sitting.state.item.id;
  await sitting.record("item_opened", { item });
  const uploads = (window.uploads = new Uploads({ sitting }));
  window.statuses = [];
  uploads.addEventListener("progress", ({ detail }) => {
    if (window.statuses.at(-1) !== detail.status) window.statuses.push(detail.status);
  });
  const recorder = new Recorder({ uploads });
  const stream = await openMicrophone();
  const { upload } = await recorder.start({ item, stream, limit: 60 });
  if (most) upload.most = most;
  window.upload = upload;
  setTimeout(() => recorder.stop(), seconds * 1000);
}"""
OVER = "() => window.upload?.isOver"


@pytest.fixture
def line(stage: Staged) -> Iterator[BadLine]:
    with bad_line(stage.address) as between:
        yield between


@pytest.fixture
def profile(profile: BrowserContext) -> BrowserContext:
    profile.add_init_script(TAP)
    return profile


@pytest.fixture
def page(stage: Staged, line: BadLine, profile: BrowserContext) -> Page:
    """The page of a voice test that has just begun, seen through the line."""
    cookies = stage.at_the_test("voice", name="Faults", begin="start")
    profile.add_cookies([{"name": k, "value": v, "url": line.address} for k, v in cookies.items()])
    opened = profile.new_page()
    opened.set_default_timeout(20_000)
    opened.goto(line.address + stage.sitting_path(cookies))
    expect(opened.locator("[data-voice][data-ready]")).to_be_visible()
    return opened


def record(page: Page, seconds: float = 1.6, most: int = 0) -> None:
    """Record and wait until the upload is over, one way or the other."""
    page.evaluate(f"(how) => {{ ({RECORD})(how); }}", {"seconds": seconds, "most": most})
    for _ in range(200):
        if page.evaluate(OVER):
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.evaluate("window.statuses"))


def tapped(page: Page) -> bytes:
    """Return the recorder's pieces, joined in order."""
    page.wait_for_function("() => window.tapped.every((piece) => piece !== null)")
    return b"".join(base64.b64decode(piece) for piece in page.evaluate("window.tapped"))


def kept(stage: Staged, page: Page) -> list[tuple[Recording, bytes]]:
    """The recordings of the page's sitting, and the bytes of each on the server."""
    sitting = page.url.rsplit("/", 1)[1]

    def read() -> list[tuple[Recording, bytes]]:
        of = db.session.query(Recording).join(Sitting).filter(Sitting.public_id == sitting)
        found = of.order_by(Recording.id).all()
        store = recordings.store()
        places = [
            store.path(recording.store_key)
            if recording.store_key
            else store.part(recording.public_id)
            for recording in found
        ]
        db.session.expunge_all()
        return [
            (recording, place.read_bytes() if place.exists() else b"")
            for recording, place in zip(found, places, strict=True)
        ]

    return stage.do(read)


def recorded_events(stage: Staged, page: Page) -> int:
    sitting = page.url.rsplit("/", 1)[1]
    return stage.do(
        lambda: (
            db.session.query(Event)
            .join(Sitting)
            .filter(Sitting.public_id == sitting, Event.kind == "recorded")
            .count()
        )
    )


def is_whole_and_once(stage: Staged, page: Page) -> bytes:
    """Assert that the recording is safe, byte for byte, once; return it."""
    assert page.evaluate("window.upload.status") == "safe"
    ((row, there),) = kept(stage, page)
    assert row.state == RecordingState.RECEIVED
    assert there == tapped(page)
    assert there[:4] == b"\x1a\x45\xdf\xa3"
    assert len(there) == row.bytes > 5_000
    assert recorded_events(stage, page) == 1
    return there


CREATE = r"POST .*/recordings$"
APPEND = r"PATCH /recordings/"
COMPLETE = r"POST /recordings/.*/complete$"
POINTS = {
    "create-request": Cut(request=CREATE, at=REQUEST),
    "create-answer": Cut(request=CREATE, at=ANSWER),
    "first-piece-request": Cut(request=APPEND, at=REQUEST),
    "first-piece-no-byte": Cut(request=APPEND, at=0),
    "first-piece-one-byte": Cut(request=APPEND, at=1),
    "first-piece-in-the-middle": Cut(request=APPEND, at=2_000),
    "first-piece-answer": Cut(request=APPEND, at=ANSWER),
    "second-piece-all-but-a-byte": Cut(request=APPEND, at=3_999, skip=1),
    "complete-request": Cut(request=COMPLETE, at=REQUEST),
    "complete-answer": Cut(request=COMPLETE, at=ANSWER),
}


@pytest.mark.parametrize("point", POINTS)
def test_a_line_that_is_cut_loses_and_doubles_nothing(
    point: str, page: Page, line: BadLine, stage: Staged
) -> None:
    line.cuts.append(POINTS[point])
    record(page, most=4_000)
    assert line.made == 1
    is_whole_and_once(stage, page)
    assert "waiting" in page.evaluate("window.statuses")


def test_a_line_that_is_cut_again_and_again(page: Page, line: BadLine, stage: Staged) -> None:
    line.cuts += [
        Cut(request=CREATE, at=ANSWER),
        Cut(request=APPEND, at=1_000),
        Cut(request=APPEND, at=ANSWER, skip=1),
        Cut(request=COMPLETE, at=ANSWER),
    ]
    record(page, most=4_000)
    assert line.made == 4
    is_whole_and_once(stage, page)


def answering(page: Page, method: str, answer: Callable[[Route, int], None]) -> list[int]:
    """Let a function answer requests about recordings; return the list of their numbers."""
    calls: list[int] = []

    def handle(route: Route) -> None:
        if route.request.method != method:
            return route.fallback()
        calls.append(len(calls))
        return answer(route, calls[-1])

    page.route("**/recordings/**", handle)
    return calls


@pytest.mark.parametrize("status", [500, 429])
def test_a_server_in_trouble_is_asked_again(status: int, page: Page, stage: Staged) -> None:
    def answer(route: Route, number: int) -> None:
        route.fulfill(status=status) if number < 1 else route.fallback()

    patches = answering(page, "PATCH", answer)
    completions = answering(page, "POST", answer)
    record(page)
    assert (len(patches), len(completions)) == (2, 2)
    is_whole_and_once(stage, page)


def test_a_server_that_never_answers_is_given_up_and_asked_with_less(
    page: Page, profile: BrowserContext, stage: Staged
) -> None:
    page.evaluate(IMPATIENT)
    sizes: list[int] = []

    def answer(route: Route, number: int) -> None:
        sizes.append(len(route.request.post_data_buffer or b""))
        if number >= 2:
            route.fallback()  # Before that, the request hangs.

    answering(page, "PATCH", answer)
    record(page, seconds=4.2)
    there = is_whole_and_once(stage, page)
    assert sizes[0] == len(there) > 2 * 16_384 - 8_000
    assert sizes[1] == max(16_384, sizes[0] // 2) < sizes[0]


def test_a_limit_on_bodies_in_front_is_passed_by_smaller_pieces(page: Page, stage: Staged) -> None:
    sizes: list[int] = []

    def answer(route: Route, number: int) -> None:
        size = len(route.request.post_data_buffer or b"")
        sizes.append(size)
        route.fulfill(status=413) if size > 20_000 else route.fallback()

    answering(page, "PATCH", answer)
    record(page, seconds=4.2)
    is_whole_and_once(stage, page)
    assert sizes[0] > 20_000 >= max(sizes[2:])


def test_what_is_too_large_is_refused_and_stays_here(page: Page, stage: Staged) -> None:
    answering(page, "PATCH", lambda route, number: route.fulfill(status=413))
    record(page)
    assert page.evaluate("[window.upload.status, window.upload.code]") == ["refused", 413]
    assert page.evaluate("window.uploads.shelf.pieces(window.upload.clientId).then(l => l.length)")
    page.unroute("**/recordings/**")
    page.reload()
    page.wait_for_function("() => document.querySelector('[data-voice][data-ready]')")
    ((row, there),) = wait_until_received(stage, page)
    assert row.state == RecordingState.RECEIVED
    assert len(there) > 5_000


def wait_until_received(stage: Staged, page: Page) -> list[tuple[Recording, bytes]]:
    for _ in range(60):
        found = kept(stage, page)
        if found and all(row.state == RecordingState.RECEIVED for row, _ in found):
            return found
        page.wait_for_timeout(250)
    raise AssertionError([(row.state, len(there)) for row, there in kept(stage, page)])


def noted(page: Page) -> dict[int, bytes]:
    """Pieces as they come, kept beyond the life of the page."""
    pieces: dict[int, bytes] = {}
    page.expose_function(
        "noted", lambda number, piece: pieces.setdefault(number, base64.b64decode(piece))
    )
    return pieces


def test_a_reload_in_the_middle_keeps_every_piece(page: Page, stage: Staged) -> None:
    pieces = noted(page)
    page.evaluate(RECORD, {"seconds": 30, "most": 0})
    page.wait_for_function("() => window.upload.pieces.length === 3")
    page.wait_for_timeout(100)
    before = dict(pieces)
    page.reload()
    ((_, there),) = wait_until_received(stage, page)
    assert there == b"".join(before[number] for number in sorted(before))
    assert recorded_events(stage, page) == 1


def test_a_tab_that_crashes_is_taken_over_by_another(
    page: Page, profile: BrowserContext, stage: Staged
) -> None:
    """The other tab waits: while the first one records, it sends nothing of its own."""
    pieces = noted(page)
    page.evaluate(RECORD, {"seconds": 30, "most": 0})
    page.wait_for_function("() => window.upload.pieces.length === 2")
    other = profile.new_page()
    asked: list[str] = []
    other.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    other.goto(page.url)
    expect(other.locator("[data-voice][data-ready]")).to_be_visible()
    page.wait_for_function("() => window.upload.pieces.length >= 4")
    assert [request for request in asked if "/recordings" in request] == []
    page.wait_for_timeout(50)
    before = dict(pieces)
    page.close()
    ((_, there),) = wait_until_received(stage, other)
    whole = b"".join(pieces[number] for number in sorted(pieces))
    assert there in {whole, b"".join(before[number] for number in sorted(before))}
    assert recorded_events(stage, other) == 1


def test_a_full_storage_goes_on_in_memory(page: Page, stage: Staged) -> None:
    page.evaluate(FULL)
    sent_early = answering(page, "PATCH", lambda route, number: route.fallback())
    record(page, seconds=3.4)
    is_whole_and_once(stage, page)
    assert page.evaluate("window.upload.kept") is False
    # What is not kept here goes out piece by piece, not in bundles.
    assert len(sent_early) >= 3


def test_after_a_full_storage_and_a_crash_what_the_server_has_is_closed(
    page: Page, stage: Staged
) -> None:
    page.evaluate(FULL)
    page.evaluate(RECORD, {"seconds": 30, "most": 0})
    page.wait_for_function("() => window.upload.pieces.length >= 3 && window.upload.sent > 15000")
    on_the_server = page.evaluate("window.upload.sent")
    page.reload()
    ((row, there),) = wait_until_received(stage, page)
    assert row.bytes == len(there) >= on_the_server


def test_an_undisturbed_upload_sends_little_more_than_the_sound(
    page: Page, line: BadLine, stage: Staged
) -> None:
    record(page, seconds=8)
    there = is_whole_and_once(stage, page)
    assert page.evaluate("window.upload.spent") < 1.02 * len(there)
    # Headers count for more, the shorter the answer is: some 3 KB for any answer of up to 6 s.
    assert line.spent_on_recordings - len(there) < 6_000
