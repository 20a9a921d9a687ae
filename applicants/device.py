"""The remote-readiness record: results of the device check, for people to read, never scored."""

from dataclasses import asdict
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from applicants.sound_check import Understanding

MOST_LINE_BYTES = 600_000
"""Most bytes that the browser may send to time its line."""

MICROPHONE = "^(working|silent|denied|none|busy|unsupported|not_needed)$"

Decibels = Annotated[float, Field(ge=-120, le=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class DeviceRecord(BaseModel):
    """The measurements of the applicant's browser; None where not measured.

    Attributes:
        browser, screen, touch_only: as reported by the browser.
        microphone: state of the microphone.
        peak_level: highest amplitude of the sentence, 0 to 1.
        speech_dbfs: level of its loud parts (90th percentile of windows of 85 ms), in dB relative
            to full scale.
        noise_dbfs: level of its quiet parts (10th percentile), in the same unit.
        clipped_share: share of those windows that reached full scale, 0 to 1.
        heard_playback: whether the applicant heard their own voice when it was played back.
        round_trip_ms: median of five small requests, in milliseconds.
        upload_kbps: rate of a small upload, in kilobits per second.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    browser: str = Field(max_length=400)
    screen: str = Field(max_length=40)
    microphone: str = Field(pattern=MICROPHONE)
    peak_level: Share | None = None
    speech_dbfs: Decibels | None = None
    noise_dbfs: Decibels | None = None
    clipped_share: Share | None = None
    heard_playback: bool | None = None
    touch_only: bool = False
    round_trip_ms: float | None = Field(default=None, ge=0, le=120_000, allow_inf_nan=False)
    upload_kbps: float | None = Field(default=None, ge=0, le=100_000_000, allow_inf_nan=False)


def record_of(measured: DeviceRecord, understanding: Understanding) -> dict[str, Any]:
    """Return the record to store: the browser's measurements and the result of the sound check.

    Its ``understanding`` is None where no microphone was needed or none worked.
    """
    spoke = measured.microphone == "working"
    return {
        **measured.model_dump(mode="json"),
        "understanding": asdict(understanding) if spoke else None,
    }
