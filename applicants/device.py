"""The remote-readiness record: what the device check found. Facts for people, never scored."""

from dataclasses import asdict
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from applicants.sound_check import Understanding

MOST_LINE_BYTES = 600_000
"""What the browser may send to time its line."""

MICROPHONE = "^(working|silent|denied|none|busy|unsupported|not_needed)$"

Decibels = Annotated[float, Field(ge=-120, le=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class DeviceRecord(BaseModel):
    """What the applicant's browser found; None where it was not measured.

    Attributes:
        browser, screen, touch_only: as the browser names itself.
        microphone: whether there was one, or why not.
        peak_level: highest amplitude of the sentence, 0 to 1.
        speech_dbfs: loudness of its loud parts (90th percentile of windows of 85 ms), dB re full
            scale; noise_dbfs: of its quiet parts (10th percentile).
        clipped_share: share of those windows that reached full scale.
        heard_playback: whether the applicant heard the own voice.
        round_trip_ms: median of five small answers, in milliseconds.
        upload_kbps: rate of one small upload, in kilobits a second.
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


def record_of(found: DeviceRecord, understanding: Understanding) -> dict[str, Any]:
    """Return what is kept: the browser's findings and what our own program understood.

    ``understanding`` is None where no microphone was needed or none worked.
    """
    spoke = found.microphone == "working"
    return {
        **found.model_dump(mode="json"),
        "understanding": asdict(understanding) if spoke else None,
    }
