"""Settings, read from the environment (`HLD_…`) at the roof and nowhere else."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from hld.index.encode import DEFAULT_MODEL
from hld.index.store import EXACT_UP_TO


class Settings(BaseSettings):
    """What a user can set. Every field is `HLD_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="HLD_", frozen=True, extra="ignore")

    home: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("hld")))
    """Where the library, the index and the exported models live."""
    model: str = DEFAULT_MODEL
    """A sentence-transformers model: a folder, or a name on the hub."""
    languages: tuple[str, ...] = ("en",)
    """Languages that are searched; the library keeps them all."""
    chroma_url: str = ""
    """A Chroma server; empty for the embedded one."""
    chroma_headers: dict[str, str] = {}
    """Headers for the Chroma server, as JSON; for a proxy that asks for a token."""
    exact_up_to: int = EXACT_UP_TO
    """Rows up to which vectors are searched exactly; 0 always asks Chroma."""
    confidence: float = Field(default=0.6, ge=0, le=1)
    """Least estimated probability that the evidence answers; below it the assistant abstains."""

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @property
    def library(self) -> Path:
        """The library file."""
        return self.home / "library.sqlite"

    @property
    def index(self) -> Path:
        """The folder of index generations."""
        return self.home / "index"

    @property
    def models(self) -> Path:
        """The folder of exported models."""
        return self.home / "models"
