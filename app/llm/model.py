"""Asks a model and streams what it writes, through llama-index's model classes; every failure has a kind and words for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import httpx
import stamina

from hld.app.llm.endpoint import Endpoint
from hld.app.llm.wire import WireError, client_options
from hld.app.schema import Usage
from hld.ingest.errors import HldError

if TYPE_CHECKING:
    from llama_index.core.base.llms.types import ChatResponse
    from llama_index.core.llms import LLM

ATTEMPTS = 3
"""Times a request is made before its first word, when trying again makes sense."""

LONGEST_WAIT = 8.0
"""Seconds to wait before trying again; a server that asks for more is not waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a conversation with a model."""

    role: Literal["system", "user"]
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How an answer ended: `finish` is what the endpoint says ("stop", "length", …; empty when it said nothing)."""

    finish: str
    usage: Usage | None
    tools: bool


class ModelError(HldError):
    """The model gave no usable answer. `kind` names what happened, the message says it without any word of the server's.

    `wait` is how long the server asks to wait, in seconds, where it does.
    """

    def __init__(self, kind: str, message: str, remedy: str = "", *, wait: float | None = None, sent: bool = False) -> None:
        """Keep what happened; `sent` when something of the answer had come already."""
        super().__init__(message, remedy)
        self.kind, self.wait, self.sent = kind, wait, sent


_WORDS = {
    "down": ("cannot be reached", "Check HLD_LLM_URL, and that the server runs."),
    "slow": ("did not finish in time", "Raise HLD_LLM_TIMEOUT, or take a faster model."),
    "cut off": ("broke off before the end of its answer", "Ask again; its own log may say more."),
    "endless": ("would not stop writing", "Ask again, or take another model."),
    "page": ("sent a web page in place of an answer", "Check HLD_LLM_URL."),
    "garbage": ("sent what its protocol does not know", "Check that HLD_LLM_URL speaks the protocol of the provider."),
    "error": ("reported an error in place of an answer", "Its own log says more."),
    "key": ("refused the key", "Check HLD_LLM_KEY."),
    "absent": ("has no such model or no such address", "Check the model's name and HLD_LLM_URL."),
    "refused": ("refused the request", "The prompt may be longer than it takes: lower HLD_LLM_CONTEXT."),
    "moved": ("sends to another address", "Give HLD_LLM_URL the address it sends to."),
    "busy": ("is too busy, or the quota is used up", "Wait, or check the account."),
    "failing": ("failed", "Its own log says more."),
}

_AGAIN = frozenset({"down", "busy", "failing"})
"""What may be gone a moment later."""


class Model:
    """A language model behind an endpoint; made without asking it anything. Safe to use from several threads."""

    def __init__(self, endpoint: Endpoint, *, first_wait: float = 0.5) -> None:
        """`first_wait` is the pause before the second attempt, in seconds."""
        self.endpoint, self._first_wait = endpoint, first_wait
        self._lock = threading.Lock()
        self._made: LLM | None = None
        self._counts = endpoint.provider == "openai"

    @property
    def name(self) -> str:
        """The endpoint's name."""
        return self.endpoint.name

    def stream(self, messages: Sequence[Message]) -> Iterator[str | Ended]:
        """The text as it comes, piece by piece, and at the end how it ended.

        A request that fails before its first piece is made again where that may help.

        Raises:
            ModelError: when there is no answer, or it breaks off.
        """
        until = time.monotonic() + self.endpoint.timeout
        for attempt in stamina.retry_context(
            on=lambda error: self._again(error, until),
            attempts=ATTEMPTS,
            timeout=self.endpoint.timeout,
            wait_initial=self._first_wait,
            wait_max=LONGEST_WAIT,
            wait_jitter=self._first_wait / 2,
        ):
            with attempt:
                yield from self._attempt(messages)

    def close(self) -> None:
        """Close its connections."""
        with self._lock:
            if self._made is not None:
                self._client.close()
                self._made = None

    def _again(self, error: Exception, until: float) -> bool | float:
        if not isinstance(error, ModelError) or error.sent or error.kind not in _AGAIN:
            return False
        wait = error.wait or 0.0
        if wait > LONGEST_WAIT or time.monotonic() + wait >= until:
            return False
        return wait or True

    def _attempt(self, messages: Sequence[Message]) -> Iterator[str | Ended]:
        sent = False
        try:
            for piece in self._pieces(messages):
                sent = True
                yield piece
        except self._failures() as error:
            kind, status, wait = _diagnose(error)
            if kind == "refused" and self._counts and not sent:
                # Some servers refuse what they do not know; the counts of tokens are the only extra that is asked for.
                self._counts = False
                yield from self._attempt(messages)
                return
            if kind == "down" and sent:
                kind = "cut off"
            raise self._error(kind, status=status, wait=wait, sent=sent) from None

    def _failures(self) -> tuple[type[Exception], ...]:
        if self.endpoint.provider == "openai":
            from openai import OpenAIError as Own
        else:
            from ollama import ResponseError as Own
        return (*_FAILURES, Own)

    def _error(self, kind: str, *, status: int = 0, wait: float | None = None, sent: bool = False) -> ModelError:
        what, remedy = _WORDS[kind]
        code = f" ({status})" if status else ""
        return ModelError(kind, f"{self.name} {what}{code}.", remedy, wait=wait, sent=sent)

    def _pieces(self, messages: Sequence[Message]) -> Iterator[str | Ended]:
        from llama_index.core.base.llms.types import ChatMessage

        llm = self._llm()
        chat = [ChatMessage(role=message.role, content=message.content) for message in messages]
        extra: dict[str, Any] = {"stream_options": {"include_usage": True}} if self._counts else {}
        finish, usage, tools, any_ = "", None, False, False
        for response in llm.stream_chat(chat, **extra):
            any_ = True
            finish = _finish(response) or finish
            usage = _usage(response) or usage
            tools = tools or any(block.block_type == "tool_call" for block in response.message.blocks)
            if response.delta:
                yield response.delta
        if not finish:
            raise self._error("cut off" if any_ else "garbage", sent=any_)
        yield Ended(finish=finish, usage=usage, tools=tools)

    def _llm(self) -> LLM:
        with self._lock:
            if self._made is None:
                self._made = self._openai() if self.endpoint.provider == "openai" else self._ollama()
            return self._made

    def _openai(self) -> LLM:
        from llama_index.llms.openai_like import OpenAILike

        at = self.endpoint
        self._client = httpx.Client(**client_options(at.timeout))
        options: dict[str, Any] = {
            "model": at.model,
            "api_base": at.url,
            # An empty key would be looked for in the environment, which is meant for other programs.
            "api_key": at.key.get_secret_value() or "none",
            "is_chat_model": True,
            "is_function_calling_model": False,
            "context_window": at.context,
            "max_tokens": at.max_tokens,
            "temperature": 0.0,
            "max_retries": 0,
            "timeout": at.timeout,
            "http_client": self._client,
        }
        return OpenAILike(**options)

    def _ollama(self) -> LLM:
        import ollama
        from llama_index.llms.ollama import Ollama

        at, key = self.endpoint, self.endpoint.key.get_secret_value()
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        client = ollama.Client(at.url, headers=headers, **client_options(at.timeout))
        self._client = client
        return Ollama(
            model=at.model,
            base_url=at.url,
            temperature=0.0,
            context_window=at.context,
            request_timeout=at.timeout,
            additional_kwargs={"num_predict": at.max_tokens},
            is_function_calling_model=False,
            client=client,
        )


_FAILURES = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
    WireError,
    OSError,
    # What the clients raise on objects of another shape than their protocol's.
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    RecursionError,
)


def _diagnose(error: BaseException) -> tuple[str, int, float | None]:
    """What happened, the status of the answer (0: none), and the seconds that the server asks to wait."""
    chain: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in chain:
        chain.append(at)
        at = at.__cause__ or at.__context__
    for each in chain:
        if isinstance(each, WireError):
            return each.kind, each.status, each.wait
        if isinstance(each, httpx.TimeoutException):
            return ("down" if isinstance(each, (httpx.ConnectTimeout, httpx.PoolTimeout)) else "slow"), 0, None
    for each in chain:
        if isinstance(each, (httpx.RemoteProtocolError, httpx.ReadError)):
            return "cut off", 0, None
        if isinstance(each, httpx.DecodingError):
            return "garbage", 0, None
        if isinstance(each, (httpx.TransportError, httpx.InvalidURL, OSError)):
            return "down", 0, None
    return ("error" if type(error).__module__.split(".")[0] in ("openai", "ollama") else "garbage"), 0, None


def _finish(response: ChatResponse) -> str:
    """What the endpoint says of the end, in the words of OpenAI; empty before the end."""
    raw = response.raw
    if isinstance(raw, dict):
        return str(raw.get("done_reason") or "stop") if raw.get("done") else ""
    choices = getattr(raw, "choices", None) or []
    return str(choices[0].finish_reason or "") if choices else ""


def _usage(response: ChatResponse) -> Usage | None:
    raw = response.raw
    counts = raw.get("usage") if isinstance(raw, dict) else getattr(raw, "usage", None)
    names = ("prompt_tokens", "completion_tokens")
    prompt, completion = (counts.get(n) if isinstance(counts, dict) else getattr(counts, n, None) for n in names)
    if not isinstance(prompt, int) or not isinstance(completion, int) or prompt < 0 or completion < 0:
        return None
    return Usage(prompt=prompt, completion=completion)
