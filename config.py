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
    """All settings of an operator; the environment variables are the field names in capitals.

    Raises:
        pydantic.ValidationError: a value is out of range; the message names the variable.
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
        default=None, description="Folder of your own items, with one folder per kind of test"
    )
    item_banks_key: SecretStr = Field(
        default=SecretStr(""),
        description="Keys of encrypted banks, separated by commas, newest first",
    )

    whisper_model: str = "base"
    weights_mirror: Path | None = Field(default=None, validation_alias="HANDA_WEIGHTS")
    whisper_threads: int = Field(default=1, ge=1, le=16)
    job_lease_seconds: int = Field(
        default=300, ge=1, description="After this time a silent job counts as dead"
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
        default="",
        description="Your own bands of net wpm, e.g. 35=chat desk;55=fast desk; empty: none",
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
        """SQLAlchemy URL of the database; by default SQLite in the instance folder."""
        if not self.database_url:
            return f"sqlite:///{self.instance / 'handa.sqlite'}"
        scheme, _, rest = self.database_url.partition("://")
        if scheme in {"postgres", "postgresql"}:
            return f"postgresql+psycopg://{rest}"
        return self.database_url

    @property
    def queue_url(self) -> str:
        """Redis URL of the queue; by default the socket of the launcher's own server.

        The launcher writes that URL to ``queue-url`` in the instance folder.
        """
        if self.redis_url:
            return self.redis_url
        note = self.instance / "queue-url"
        if note.exists():
            return note.read_text().strip()
        return f"unix://{self.instance / 'queue.sock'}"

    @property
    def address(self) -> str:
        """URL at which people reach this installation, without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def recordings_folder(self) -> Path:
        """Folder of the stored recordings."""
        return self.instance / "recordings"

    @property
    def weights_places(self) -> tuple[Path, ...]:
        """Folders to search for Whisper's weights before the installed packages."""
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
    """Parse bands such as ``35=chat desk;55=fast desk`` into (lowest value, name), ascending.

    Raises:
        ValueError: a band has another format.
    """
    bands = []
    for band in filter(None, map(str.strip, text.split(";"))):
        lowest, separator, name = band.partition("=")
        if not separator or not name.strip():
            raise ValueError(f"{band!r} is no band: write 35=chat desk")
        bands.append((float(lowest), name.strip()))
    return tuple(sorted(bands))


def secret_key(settings: Settings) -> str:
    """Return the secret that signs cookies; generated once in the instance folder if not set.

    Raises:
        ValueError: the stored secret is too short.
    """
    if settings.secret_key:
        return settings.secret_key
    path = settings.instance / "secret-key"
    settings.instance.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _make_secret(path)
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < LEAST_SECRET:
        raise ValueError(f"{path} is damaged: restore it from a backup or delete it")
    return secret


def _make_secret(path: Path) -> None:
    """Write a new secret atomically; if several processes do so, the first one wins."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix="secret-key-")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(draft)
    Path(draft).unlink()
