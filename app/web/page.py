"""The page: the conversation on the left, the source on the right, and what a click or a question does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from typing import Any

import gradio as gr
from gradio import themes
from gradio.themes.utils.fonts import LocalFont

from hld.app.answer import Assistant
from hld.app.question import LONGEST
from hld.app.schema import Answer
from hld.app.visible import shown
from hld.app.web import panel, render
from hld.app.web.render import Turn
from hld.ingest.errors import HldError

TITLE = "hld: ask the High-level Dialogues on International Migration and Development"
KEPT = 50
"""Turns a conversation keeps."""
NEAREST = 3
"""Paragraphs shown when there is no answer."""

Shown = tuple[list[Turn], str, str]
"""What an event sets: the turns, the conversation, the panel."""

HINTS = {
    "usual": "Enter sends the question. Check the official text before you rely on an answer.",
    "empty": "Type a question first.",
    "long": f"At most {LONGEST:,} characters are taken: shorten the question.",
    "waiting": "The answer before is on its way; then this is asked.",
}
"""What stands under the box; the script of the page chooses."""

WITHOUT = "Without a language model"


def asset(name: str) -> str:
    """A file of this package as text."""
    return resources.files("hld.app.web").joinpath(name).read_text("utf-8")


def theme() -> themes.Base:
    """Fonts that ship with Gradio, and nothing from elsewhere. Its semibold files lack most letters, so bold stands in."""
    return themes.Base(
        neutral_hue=themes.colors.slate,
        font=[LocalFont("IBM Plex Sans", weights=(400, 700)), "system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    )


def layout(assistant: Assistant) -> gr.Blocks:
    """The page for one assistant."""
    desk = Desk(assistant)
    script = asset("panel.js")
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        turns = gr.State([], time_to_live=24 * 3600)
        gr.HTML(render.header(assistant.index.documents.values()), apply_default_css=False, elem_id="hld-top")
        with gr.Row(elem_id="hld-main"):
            with gr.Column(elem_id="hld-left", scale=3, min_width=300):
                log = gr.HTML(render.conversation([]), apply_default_css=False, js_on_load=script, elem_id="hld-log")
                with gr.Column(elem_id="hld-form"):
                    with gr.Row(elem_id="hld-bar"):
                        gr.Textbox(
                            label="Your question",
                            show_label=False,
                            container=False,
                            placeholder="Ask a question",
                            lines=1,
                            max_lines=4,
                            autofocus=True,
                            scale=1,
                            elem_id="hld-box",
                        )
                        gr.Button("Ask", variant="primary", scale=0, min_width=72, elem_id="hld-send")
                        clear = gr.Button("Clear", scale=0, min_width=72, elem_id="hld-clear")
                    choice = gr.Radio(
                        desk.choices,
                        value=desk.choices[-1],
                        label="Who writes the answer",
                        show_label=False,
                        container=False,
                        visible=len(desk.choices) > 1,
                        elem_id="hld-choice",
                    )
                    gr.HTML(_hint(), apply_default_css=False, elem_id="hld-hint")
            with gr.Column(elem_id="hld-side", scale=2, min_width=280):
                side = gr.HTML(panel.empty(), apply_default_css=False, js_on_load=script, elem_id="hld-panel")

        shown = [turns, log, side]
        quiet: Any = {"show_progress": "hidden", "api_visibility": "private"}
        # The script of the page sends one question after the other, for a turn that is added while another is answered would be
        # lost. Here it is told that one is answered, or was not taken.
        start = log.submit(desk.start_sent, [turns], shown, api_name="start", **quiet)
        start.failure(None, js="() => window.hldPage.failed()", **quiet)
        finish = start.success(desk.finish, [turns, choice], [turns, log], api_name="finish", **quiet)
        recover = finish.failure(desk.recover, [turns], [turns, log], api_name="recover", **quiet)
        for event in (finish.success, recover.then):
            event(None, js="() => window.hldPage.done()", **quiet)
        # Of clicks that come while one is served, the last counts.
        log.click(desk.open, [turns], [side], api_name="open_from_answer", trigger_mode="always_last", **quiet)
        side.click(desk.open, [turns], [side], api_name="open_from_panel", trigger_mode="always_last", **quiet)
        clear.click(desk.clear, None, shown, api_name="clear", cancels=[start, finish], **quiet)
    return page


def _hint() -> str:
    said = " ".join(f'data-{kind}="{render.escape(text)}"' for kind, text in HINTS.items())
    return f'<p role="status" data-most="{LONGEST}" {said}>{render.escape(HINTS["usual"])}</p>'


class Desk:
    """What the page does, one method an event. The conversation is the session's state; nothing is kept here."""

    def __init__(self, assistant: Assistant) -> None:
        """Serve one assistant."""
        self.assistant = assistant

    def start(self, question: str, turns: list[Turn]) -> Shown:
        """Take the question: it appears at once, before it is answered, and the panel closes."""
        question = question.strip()
        return self._started([*turns, Turn(question=question)] if question else turns)

    def start_sent(self, turns: list[Turn], event: gr.EventData) -> Shown:
        """Take the question that the page sends, what was typed or an example; or, where it was loaded again, those it kept."""
        kept = [Turn(question=question, again=True) for question in _texts(event, "again")]
        return self._started(kept) if kept and not turns else self.start(_text(event, "question"), turns)

    @staticmethod
    def _started(turns: list[Turn]) -> Shown:
        turns = turns[-KEPT:]
        return turns, render.conversation(turns), panel.empty()

    @property
    def choices(self) -> list[str]:
        """Who may write the answer: nobody, and the language model where one is set."""
        writer = self.assistant.writer
        return [WITHOUT] if writer is None else [WITHOUT, f"With {shown(writer.name)}"]

    def finish(self, turns: list[Turn], choice: str = "") -> Iterator[tuple[list[Turn], str]]:
        """Answer the questions that wait; while a language model writes, show what it has written."""
        for place, waiting in enumerate(turns):
            if not waiting.waits:
                continue
            earlier = [turn.question for turn in turns[:place] if turn.answer]
            for turn in self.answered(waiting.question, earlier, write=choice != WITHOUT and not waiting.again):
                turns = [*turns[:place], turn, *turns[place + 1 :]]
                if not waiting.again:
                    yield turns, render.conversation(turns)
        yield turns, render.conversation(turns)

    def answered(self, question: str, earlier: list[str], *, write: bool) -> Iterator[Turn]:
        """The turn of a question as it grows: at last with its answer, or with an error that says what to do."""
        try:
            for piece in self.assistant.stream(question, earlier, write=write):
                if isinstance(piece, Answer):
                    yield self._settled(question, piece)
                elif self.assistant.writer is not None:
                    yield Turn(question=question, model=self.assistant.writer.name, draft=piece)
        except HldError as error:
            yield Turn(question=question[:LONGEST], error=error.message, remedy=error.remedy)

    def _settled(self, question: str, answer: Answer) -> Turn:
        nearest = [found.id for found in answer.retrieved[:NEAREST]] if answer.refused else []
        return Turn(question=question, answer=answer, nearest=tuple(self.assistant.index.entries(nearest).values()))

    def recover(self, turns: list[Turn]) -> tuple[list[Turn], str]:
        """After an unexpected failure, which is in the server's log: say so where the answer would be."""
        message, remedy = "Something went wrong on the server.", "Ask again; its log says what happened."
        turns = [Turn(question=turn.question, error=message, remedy=remedy) if turn.waits else turn for turn in turns]
        return turns, render.conversation(turns)

    def open(self, turns: list[Turn], event: gr.EventData) -> str:
        """Open a paragraph in the panel."""
        identifier, click = _text(event, "id"), _text(event, "click")
        chosen, before, after = (_number(event, name) for name in ("turn", "before", "after"))
        answer: Answer | None = turns[chosen].answer if 0 <= chosen < len(turns) else None
        around = max(before, panel.AROUND), max(after, panel.AROUND)
        source = panel.find(self.assistant.index, identifier, answer, chosen, *around)
        return panel.show(source, click) if source else panel.missing(identifier, click)

    def clear(self) -> Shown:
        """Begin again."""
        return [], render.conversation([]), panel.empty()


def _text(event: gr.EventData, name: str) -> str:
    """A text the browser sent with an event; empty when there is none."""
    value = _sent(event, name)
    return value if isinstance(value, str) else ""


def _number(event: gr.EventData, name: str) -> int:
    """A number the browser sent with an event; -1 when there is none."""
    digits = _text(event, name)
    return int(digits) if re.fullmatch("[0-9]{1,6}", digits) else -1


def _texts(event: gr.EventData, name: str) -> list[str]:
    """Texts the browser sent with an event, those that are none left out."""
    value = _sent(event, name)
    return [each for each in value if isinstance(each, str) and each.strip()] if isinstance(value, list) else []


def _sent(event: gr.EventData, name: str) -> object:
    return event._data.get(name) if isinstance(event._data, dict) else None
