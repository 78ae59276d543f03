// Runs once for the conversation and once for the source panel (Gradio passes element, trigger and watch).
// Python writes the HTML; this only sends questions, reports clicks, copies citations, moves focus and opens the sheet of a narrow
// window.
const root = document.documentElement;
const KEPT = 60_000; // characters of questions that are kept
const isPanel = Boolean(element.querySelector(".hld-panel"));
const shared = (window.hldPage ??= {
  opener: null, // the button that opened the source
  clicks: 0,
  more: null,
  leaving: false, // on the way back from the sheet
  status: null,
  state: "",
  busy: false, // a question is being answered
  next: null, // what is done then
  questions: [],
});

const say = (text) => {
  if (!shared.status) {
    shared.status = document.createElement("div");
    shared.status.className = "hld-sr";
    shared.status.setAttribute("role", "status");
    document.body.append(shared.status);
  }
  shared.status.textContent = text;
};

const copied = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No clipboard without https: the old way, through a selection.
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "hld-sr";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
};

const box = () => document.querySelector("#hld-box textarea");

const fill = (text) => {
  box().value = text;
  box().dispatchEvent(new Event("input", { bubbles: true }));
};

const hintLine = () => document.querySelector("#hld-hint p");

const hint = (kind = "usual") => {
  const line = hintLine();
  // Written anew it would be read aloud anew, with every key.
  if (line.textContent !== line.dataset[kind]) line.textContent = line.dataset[kind];
  line.classList.toggle("hld-warn", kind !== "usual");
};

// One question at a time: what comes while another is answered waits, and stays where it can be seen and changed.
const whenFree = (act) => {
  shared.next = shared.busy ? act : null;
  if (shared.busy) hint("waiting");
  else act();
};

// What was asked is kept for this tab, so that a page that is loaded again asks it again; nothing else of what is kept is used.
const keep = () => {
  const draft = box().value;
  while (JSON.stringify(shared.questions).length > KEPT) shared.questions.shift();
  try {
    sessionStorage.setItem("hld", JSON.stringify({ questions: shared.questions, draft }));
  } catch {
    // A browser that keeps nothing.
  }
};

const kept = () => {
  try {
    const { questions, draft } = JSON.parse(sessionStorage.getItem("hld")) ?? {};
    const texts = Array.isArray(questions) ? questions.filter((each) => typeof each === "string") : [];
    return { questions: texts, draft: typeof draft === "string" ? draft : "" };
  } catch {
    return { questions: [], draft: "" };
  }
};

const restore = () => {
  if (!box()) {
    setTimeout(restore, 50);
    return;
  }
  const { questions, draft } = kept();
  if (draft) fill(draft);
  if (!questions.length) return;
  shared.busy = true;
  shared.questions = questions;
  trigger("submit", { again: questions });
};

const put = (question) => {
  shared.busy = true;
  shared.questions.push(question);
  keep();
  trigger("submit", { question });
};

const send = () => {
  const question = box().value.trim();
  fill("");
  put(question);
};

// A double click asks once.
const chosen = (event, question) => {
  if (event.detail < 2) whenFree(() => put(question));
};

const sent = () => {
  const { length } = box().value.trim();
  if (length > Number(hintLine().dataset.most)) hint("long");
  else if (length) whenFree(send);
  else if (!shared.busy) hint("empty");
};

const narrow = matchMedia("(max-width: 760px)"); // as in style.css
const side = () => document.querySelector("#hld-side");
const isSheet = () => narrow.matches && root.dataset.hldSheet === "open";

// In a narrow window an open source is a dialog: nothing else can be reached, and Back closes it.
const dress = () => {
  const open = isSheet();
  for (const rest of document.querySelectorAll("#hld-top, #hld-left")) rest.inert = open;
  const told = { role: "dialog", "aria-modal": "true", "aria-labelledby": "hld-source" };
  for (const [name, value] of Object.entries(told)) {
    if (open) side().setAttribute(name, value);
    else side().removeAttribute(name);
  }
  const entered = Boolean(history.state?.hldSheet);
  if (open && !entered) history.pushState({ ...history.state, hldSheet: true }, "");
  if (!open && entered && !shared.leaving) {
    shared.leaving = true;
    history.back();
  }
};

const hide = () => {
  delete root.dataset.hldSheet;
  dress();
};

const close = () => {
  hide();
  if (shared.opener?.isConnected) shared.opener.focus();
};

// Where somebody reads who asks for more paragraphs, and how they are not moved from there when these come.
const fromHere = (button) => {
  const items = [...element.querySelectorAll(".hld-passage > li")];
  const place = items.indexOf(button.closest("li"));
  const up = place < items.findIndex((item) => item.matches(".hld-cited"));
  return { place, up, below: side().scrollHeight - side().scrollTop };
};

const stayHere = ({ place, up, below }) => {
  if (up) side().scrollTop = side().scrollHeight - below;
  const next = element.querySelectorAll(".hld-passage > li")[place];
  if (!next || element.contains(document.activeElement)) return;
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
};

// From the last button of the sheet to the first, and back.
const stayIn = (event) => {
  const stops = [...side().querySelectorAll("button:enabled, a[href]")];
  if (event.shiftKey) stops.reverse();
  const on = document.activeElement;
  if (on !== stops.at(-1) && stops.includes(on)) return;
  if (on.tagName === "H2" && !event.shiftKey) return;
  event.preventDefault();
  stops[0].focus();
};

element.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button || !element.contains(button)) return;
  const { source, turn, before, after, ask, copy } = button.dataset;
  if (source) {
    if (!isPanel) shared.opener = button;
    shared.more = before ? fromHere(button) : null;
    trigger("click", { id: source, turn, before, after, click: String(++shared.clicks) });
  } else if (ask) {
    chosen(event, ask);
  } else if (copy) {
    const done = await copied(copy);
    // Copying the old way took the focus away; Safari gives a button none.
    button.focus({ preventScroll: true });
    say(done ? "Copied." : "Not copied.");
    button.dataset.label ??= button.textContent;
    button.textContent = done ? "Copied" : "Not copied";
    setTimeout(() => {
      // The server may have written another button in its place by now.
      if (button.dataset.label) button.textContent = button.dataset.label;
    }, 1500);
  } else if ("unfold" in button.dataset) {
    const folded = button.parentElement.previousElementSibling.classList.toggle("hld-folded");
    button.setAttribute("aria-expanded", String(!folded));
    button.textContent = folded ? "Show the whole question" : "Show less";
  } else if ("close" in button.dataset) {
    close();
  }
});

if (isPanel) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target !== box() && element.querySelector("[data-open]")) close();
    if (event.key === "Tab" && isSheet()) stayIn(event);
  });
  document.addEventListener("click", (event) => {
    if (isSheet() && !event.composedPath().includes(side())) close();
  });
  window.addEventListener("popstate", () => {
    // The way back takes a moment, in which the next source may have been opened.
    if (shared.leaving) dress();
    else if (isSheet()) close();
    shared.leaving = false;
  });
  narrow.addEventListener("change", dress);
  watch("value", () => {
    const open = element.querySelector("[data-open]");
    for (const chip of document.querySelectorAll("#hld-log .hld-chip")) {
      if (open && chip.dataset.source === open.dataset.open) chip.setAttribute("aria-current", "true");
      else chip.removeAttribute("aria-current");
    }
    if (!open) {
      hide();
      return;
    }
    root.dataset.hldSheet = "open";
    dress();
    if (shared.more) {
      stayHere(shared.more);
      shared.more = null;
      return;
    }
    open.querySelector("h2").focus({ preventScroll: true });
    // From the top, scrolled only as far as the whole cited paragraph needs.
    side().scrollTop = 0;
    const cited = open.querySelector(".hld-cited")?.getBoundingClientRect();
    const frame = side().getBoundingClientRect();
    if (cited && cited.bottom > frame.bottom) {
      const head = open.querySelector(".hld-panel-head").offsetHeight;
      side().scrollTop = Math.min(cited.bottom - frame.bottom + 16, cited.top - frame.top - head - 12);
    }
  });
} else {
  shared.done = () => {
    shared.busy = false;
    const next = shared.next;
    shared.next = null;
    hint();
    next?.();
  };
  // The server did not take the question: back it goes into the box, unless there is another by now.
  shared.failed = () => {
    shared.busy = false;
    shared.next = null;
    hint();
    const asked = shared.questions.pop();
    if (!box().value) fill(asked ?? "");
    keep();
  };
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.target !== box() || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      sent();
    },
    true,
  );
  document.addEventListener("input", (event) => {
    if (event.target !== box()) return;
    shared.next = null;
    hint();
    keep();
  });
  document.addEventListener("click", (event) => {
    const { ask } = event.target.closest("#hld-top [data-ask]")?.dataset ?? {};
    if (ask) chosen(event, ask);
    if (event.target.closest("#hld-send")) sent();
    if (event.target.closest("#hld-clear")) {
      shared.busy = false;
      shared.questions = [];
      fill("");
      box().focus();
    }
  });
  restore();
  watch("value", () => {
    const last = element.querySelector("[data-last]");
    if (!last) return;
    // What is being written grows many times a second: it is said once, and nobody is moved away from what they read.
    const state = `${element.querySelectorAll(".hld-turn").length} ${last.dataset.said}`;
    if (state === shared.state) return;
    shared.state = state;
    say(last.dataset.said);
    last.scrollIntoView({ block: "start" });
  });
}
