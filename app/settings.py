"""Settings, read from the environment (`HLD_…`) at the roof and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from hld.app.schema import CONFIDENCE
from hld.index.encode import DEFAULT_MODEL
from hld.index.store import EXACT_UP_TO
from hld.ingest.catalogue import AKN_URL, UN_URL


def is_on_the_web(address: str) -> bool:
    """Whether this is the address of something on a web server."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", address)


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
    """Rows up to which vectors are searched here and not by Chroma's graph; 0 always asks Chroma."""
    confidence: float = Field(default=CONFIDENCE, ge=0, le=1)
    """Least estimated probability that the evidence answers; below it the assistant abstains."""
    reranker: str = ""
    """A sentence-transformers CrossEncoder that orders the best paragraphs again: a folder, or a name on the hub."""
    llm: str = Field(default="", max_length=300)
    """A language model that writes answers, `openai:MODEL` or `ollama:MODEL`; empty for none."""
    llm_url: str = ""
    """The address of its endpoint; empty for that of the provider."""
    llm_key: SecretStr = SecretStr("")
    """Its key; never printed."""
    llm_timeout: float = Field(default=120.0, gt=0, le=3600)
    """Seconds that one answer of the model may take."""
    llm_context: int = Field(default=8192, ge=1024, le=10_000_000)
    """Tokens that the model takes, prompt and answer together."""
    llm_max_tokens: int = Field(default=800, ge=16, le=100_000)
    """Tokens that the model may answer with."""
    unsupported: Literal["mark", "remove"] = "mark"
    """What becomes of a model's sentence that its sources do not support."""
    un_url: str = UN_URL
    """The symbol service of the United Nations, for `hld fetch`."""
    akn_url: str = AKN_URL
    """The folder of AKN files that `hld fetch` tries first."""
    fetch_pause: float = Field(default=2.0, ge=0, le=3600)
    """Seconds between two requests of `hld fetch`."""
    contact: str = Field(default="", pattern=r"^[\x20-\x7e]*$", max_length=200)
    """Who asks, an address or a page: `hld fetch` tells it to the servers."""
    nli_model: str = ""
    """A cross-encoder for natural language inference, a folder or a name on the hub: a second judge of citations."""
    judge_url: str = ""
    """An endpoint that speaks OpenAI's protocol, as https://host/v1: the judge of `hld eval answers`."""
    judge_model: str = ""
    """The name of the judge's model."""
    judge_key: SecretStr = SecretStr("")
    """The judge's key, where it asks for one."""

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @field_validator("un_url", "akn_url")
    @classmethod
    def _on_the_web(cls, value: str) -> str:
        if not is_on_the_web(value):
            raise ValueError("an address that begins with https:// is expected")
        return value

    @field_validator("llm_url", "judge_url")
    @classmethod
    def _without_a_password(cls, value: str) -> str:
        if value and (not is_on_the_web(value) or urlsplit(value).username is not None):
            raise ValueError("an address that begins with http:// or https:// and holds no user is expected")
        return value.rstrip("/")

    @property
    def documents(self) -> Path:
        """The folder of downloaded documents."""
        return self.home / "documents"

    @property
    def library(self) -> Path:
        """The library file."""
        return self.home / "library.sqlite"

    @property
    def files(self) -> Path:
        """The folder of PDFs kept by their hash, to draw paragraphs on their pages."""
        return self.home / "files"

    @property
    def index(self) -> Path:
        """The folder of index generations."""
        return self.home / "index"

    @property
    def report(self) -> Path:
        """The page of the evaluation, as `hld eval report` last wrote it."""
        return self.home / "report.html"

    @property
    def models(self) -> Path:
        """The folder of exported models."""
        return self.home / "models"
