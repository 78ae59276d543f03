"""Which language model, and where: read from the settings, validated once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast, get_args

from pydantic import SecretStr

from hld.app.settings import Settings
from hld.ingest.errors import HldError

Provider = Literal["openai", "ollama"]

URLS: dict[Provider, str] = {"openai": "https://api.openai.com/v1", "ollama": "http://127.0.0.1:11434"}
"""Where a provider answers unless a setting says otherwise."""

NONE = "none"
"""In the place of a model: answer without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A model and how it is reached. `timeout` is in seconds and for a whole answer; `context` and `max_tokens` in tokens."""

    provider: Provider
    model: str
    url: str
    key: SecretStr
    timeout: float
    context: int
    max_tokens: int

    @property
    def name(self) -> str:
        """As a user names it: ``openai:MODEL`` or ``ollama:MODEL``."""
        return f"{self.provider}:{self.model}"


def endpoint(settings: Settings, name: str | None = None) -> Endpoint | None:
    """The endpoint that the settings name, or `name` in its place; None for none.

    ``openai:`` is whatever speaks OpenAI's protocol, ``ollama:`` Ollama's own. A name without a provider is one of the
    provider that the setting names, else of ``openai``. Models of Ollama have colons in their names (``llama3.2:3b``).

    Raises:
        HldError: when no model is named behind the provider, or no room is left for a prompt.
    """
    chosen = (settings.llm if name is None else name).strip()
    if chosen.lower() in ("", NONE):
        return None
    provider, model = _split(chosen, _split(settings.llm.strip(), "openai")[0])
    if not model or not model.isprintable() or any(c.isspace() for c in model):
        raise HldError(f"{chosen!r} names no language model.", "Write openai:MODEL or ollama:MODEL, or none.")
    if settings.llm_max_tokens > settings.llm_context // 2:
        raise HldError(
            f"HLD_LLM_MAX_TOKENS ({settings.llm_max_tokens:,}) is more than half of HLD_LLM_CONTEXT ({settings.llm_context:,}).",
            "Lower the one or raise the other: the prompt needs room.",
        )
    return Endpoint(
        provider=provider,
        model=model,
        url=settings.llm_url or URLS[provider],
        key=settings.llm_key,
        timeout=settings.llm_timeout,
        context=settings.llm_context,
        max_tokens=settings.llm_max_tokens,
    )


def _split(name: str, default: Provider) -> tuple[Provider, str]:
    provider, colon, model = name.partition(":")
    if colon and provider.lower() in get_args(Provider):
        return cast(Provider, provider.lower()), model.strip()
    return default, name
