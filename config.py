"""Settings from the environment: typed, frozen, checked once at start."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Literal

from flask import current_app
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LEAST_SECRET = 32


class Settings(BaseSettings):
    """Everything an operator can set; names of the variables are the field names in capitals.

    Raises:
        pydantic.ValidationError: a value is out of its range; the message names the variable.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    instance: Path = Field(default=Path("instance"), validation_alias="HANDA_INSTANCE")
    host: str = "127.0.0.1"
    port: int = Field(default=5000, ge=1, le=65535)
    public_url: str = Field(default="", description="Address in e-mails; empty: http://HOST:PORT")
    database_url: str = ""
    redis_url: str = ""
    secret_key: str = ""
    https: bool = Field(default=False, description="Cookies only over HTTPS")
    behind_proxy: bool = Field(default=False, description="Trust one proxy's X-Forwarded headers")

    item_banks: Path | None = Field(
        default=None, description="Folder of one's own items, one folder a kind of test"
    )
    item_banks_key: SecretStr = Field(
        default=SecretStr(""), description="Keys of encrypted banks, with commas, the newest first"
    )

    whisper_model: str = "base"
    weights_mirror: Path | None = Field(default=None, validation_alias="HANDA_WEIGHTS")
    whisper_threads: int = Field(default=1, ge=1, le=16)
    job_lease_seconds: int = Field(
        default=300, ge=1, description="After this long a silent job counts as dead"
    )
    job_attempts: int = Field(default=4, ge=1, le=20)

    smtp_host: str = ""
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    mail_from: str = "handa@localhost"

    invitation_days: int = Field(default=14, ge=1, le=365)
    staff_session_hours: int = Field(default=12, ge=1, le=720)
    max_recording_bytes: int = Field(default=20_000_000, ge=100_000)
    max_recording_seconds: float = Field(default=300, ge=5, le=3600)
    sqlite_synchronous: Literal["NORMAL", "FULL"] = "NORMAL"
    argon2_memory_kib: int = Field(default=65536, ge=8)
    rate_limits: bool = True
    time_zone: str = "Asia/Manila"
    locales: str = "en"
    typing_bands: str = Field(
        default="", description="Own bands of net wpm, e.g. 35=chat desk;55=fast desk; empty: none"
    )

    @field_validator("instance")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return path.expanduser().resolve()

    @field_validator("typing_bands")
    @classmethod
    def _bands(cls, text: str) -> str:
        bands_of(text)
        return text

    @property
    def database(self) -> str:
        """SQLAlchemy URL of the database; SQLite in the instance folder unless set."""
        if not self.database_url:
            return f"sqlite:///{self.instance / 'handa.sqlite'}"
        scheme, _, rest = self.database_url.partition("://")
        if scheme in {"postgres", "postgresql"}:
            return f"postgresql+psycopg://{rest}"
        return self.database_url

    @property
    def queue_url(self) -> str:
        """Redis URL of the queue; the embedded server's socket unless set.

        The launcher writes the socket's place to ``queue-url`` in the instance folder.
        """
        if self.redis_url:
            return self.redis_url
        note = self.instance / "queue-url"
        if note.exists():
            return note.read_text().strip()
        return f"unix://{self.instance / 'queue.sock'}"

    @property
    def address(self) -> str:
        """Where people reach this installation, without a closing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def recordings_folder(self) -> Path:
        """Folder of the local recording store."""
        return self.instance / "recordings"

    @property
    def weights_places(self) -> tuple[Path, ...]:
        """Folders to look into for Whisper's weights before the packages."""
        own_cache = Path.home() / ".cache" / "whisper"
        return (self.weights_mirror, own_cache) if self.weights_mirror else (own_cache,)

    @property
    def weights_folder(self) -> Path:
        """Folder of converted Whisper checkpoints."""
        return self.instance / "weights"


def current() -> Settings:
    """Return the settings of the running app."""
    settings = current_app.extensions["handa-settings"]
    assert isinstance(settings, Settings)
    return settings


def bands_of(text: str) -> tuple[tuple[float, str], ...]:
    """Return bands written as ``35=chat desk;55=fast desk``: least value and name, rising.

    Raises:
        ValueError: one is not written so.
    """
    bands = []
    for band in filter(None, map(str.strip, text.split(";"))):
        least, found, name = band.partition("=")
        if not found or not name.strip():
            raise ValueError(f"{band!r} is no band: write 35=chat desk")
        bands.append((float(least), name.strip()))
    return tuple(sorted(bands))


def secret_key(settings: Settings) -> str:
    """Return the secret that signs cookies; made once and kept in the instance if not set."""
    if settings.secret_key:
        return settings.secret_key
    place = settings.instance / "secret-key"
    settings.instance.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        _make_secret(place)
    found = place.read_text(encoding="ascii").strip()
    if len(found) < LEAST_SECRET:
        raise ValueError(f"{place} is damaged: restore it from a backup or delete it")
    return found


def _make_secret(place: Path) -> None:
    """Put a whole new secret in place; the first of several processes wins."""
    handle, draft = tempfile.mkstemp(dir=place.parent, prefix="secret-key-")
    with os.fdopen(handle, "w", encoding="ascii") as new:
        new.write(secrets.token_hex(32))
    with contextlib.suppress(FileExistsError):
        Path(place).hardlink_to(draft)
    Path(draft).unlink()
