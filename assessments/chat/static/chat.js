// The chat desk: shows what the server says has happened, and records what the applicant does.
// The log gets new lines only; the box in which the applicant writes is never touched by it.

import { openSitting } from "/static/js/sitting.js";

const VISIBLE_MS = 1000;
const HIDDEN_MS = 3000;
const LONG_WAIT_SECONDS = 60;

const sitting = openSitting();

const clockTime = (seconds) => {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};

// Drafts stay on this device; a browser that forbids storage only loses them on reload.
const drafts = {
  key: (chat, name) => `handa.chat.${sitting.id}.${chat}.${name}`,
  read(chat, name) {
    try {
      return localStorage.getItem(this.key(chat, name)) ?? "";
    } catch {
      return "";
    }
  },
  keep(chat, name, text) {
    try {
      if (text) localStorage.setItem(this.key(chat, name), text);
      else localStorage.removeItem(this.key(chat, name));
    } catch {
      // Nothing to do: see above.
    }
  },
};

class Desk {
  constructor(root) {
    this.root = root;
    this.chat = Number(root.dataset.chat);
    this.log = root.querySelector("[data-log]");
    this.draft = root.querySelector("[data-draft]");
    this.notes = root.querySelector("[data-notes]");
    this.ended = !root.querySelector("[data-ended]").hidden;
    this.bindCompose();
    this.bindCanned();
    this.bindTabs();
    this.bindDialogs();
    this.bindKnowledge();
    this.bindWrapUp();
    this.toEnd();
  }

  record(kind, data) {
    return sitting.record(kind, { chat: this.chat, ...data });
  }

  // -- writing ------------------------------------------------------------------------------

  bindCompose() {
    const form = this.root.querySelector("[data-compose]");
    this.draft.value = drafts.read(this.chat, "draft");
    this.draft.addEventListener("input", () => drafts.keep(this.chat, "draft", this.draft.value));
    this.draft.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  send() {
    const text = this.draft.value.trim();
    this.draft.focus();
    if (!text) return;
    this.draft.value = "";
    drafts.keep(this.chat, "draft", "");
    const pending = this.line("pending", { id: "", text, at: null });
    this.log.append(pending);
    this.toEnd();
    const settled = () => pending.remove();
    this.record("agent_message", { text }).then(settled, settled);
  }

  bindCanned() {
    const canned = this.root.querySelector("[data-canned]");
    if (!canned) return;
    this.draft.addEventListener("keydown", (event) => {
      if (event.key !== "/" || this.draft.value) return;
      event.preventDefault();
      canned.open = true;
      canned.querySelector("button").focus();
    });
    canned.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      canned.open = false;
      this.draft.focus();
    });
    canned.addEventListener("click", (event) => {
      const button = event.target.closest("[data-canned-id]");
      if (!button) return;
      canned.open = false;
      this.insert(button.dataset.text);
      this.record("canned_used", { canned: button.dataset.cannedId });
    });
  }

  insert(text) {
    const at = this.draft.selectionStart;
    this.draft.focus();
    this.draft.setRangeText(text, at, this.draft.selectionEnd, "end");
    const slot = /\{[^}]*\}/.exec(text);
    if (slot) this.draft.setSelectionRange(at + slot.index, at + slot.index + slot[0].length);
    drafts.keep(this.chat, "draft", this.draft.value);
  }

  // -- panels -------------------------------------------------------------------------------

  bindTabs() {
    this.tabs = [...this.root.querySelectorAll("[role=tab]")];
    this.tabs.forEach((tab, place) => {
      tab.addEventListener("click", () => this.select(tab));
      tab.addEventListener("keydown", (event) => {
        const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: -1 }[event.key];
        if (next === undefined) return;
        event.preventDefault();
        const chosen = this.tabs.at(next % this.tabs.length);
        this.select(chosen);
        chosen.focus();
      });
    });
  }

  select(chosen) {
    for (const tab of this.tabs) {
      const here = tab === chosen;
      tab.setAttribute("aria-selected", String(here));
      tab.tabIndex = here ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !here;
    }
  }

  bindDialogs() {
    // A browser that knows invoker commands opens the dialogs by itself.
    const openers = "commandForElement" in HTMLButtonElement.prototype ? [] : this.root.querySelectorAll("[data-opens]");
    for (const opener of openers) {
      opener.addEventListener("click", () => document.getElementById(opener.dataset.opens).showModal());
    }
    for (const form of this.root.querySelectorAll("form[data-action]")) {
      form.addEventListener("submit", () => {
        const values = Object.fromEntries(new FormData(form));
        this.record("action", { action: form.dataset.action, values });
        form.reset();
      });
    }
    this.root.querySelector("[data-close]").addEventListener("submit", () => {
      this.record("closed_chat", {});
    });
  }

  bindKnowledge() {
    for (const article of this.root.querySelectorAll("[data-article]")) {
      article.addEventListener("toggle", () => {
        if (article.open) this.record("article_opened", { article: article.dataset.article });
      });
    }
  }

  bindWrapUp() {
    const form = this.root.querySelector("[data-wrap-up]");
    const choice = form.querySelector("[data-disposition]");
    const saved = form.querySelector("[data-wrap-up-saved]");
    this.notes.value = drafts.read(this.chat, "notes") || this.notes.value;
    this.notes.addEventListener("input", () => {
      drafts.keep(this.chat, "notes", this.notes.value);
      saved.textContent = "";
    });
    choice.addEventListener("change", () => (saved.textContent = ""));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await this.record("wrap_up", { disposition: choice.value, notes: this.notes.value });
      saved.textContent = saved.dataset.words;
    });
  }

  // -- what the server says -----------------------------------------------------------------

  show(chat) {
    this.addLines(chat.lines);
    this.root.querySelector("[data-typing]").hidden = !chat.typing;
    this.showWaiting(chat.waiting);
    for (const part of this.root.querySelectorAll("[data-while-open]")) part.hidden = chat.ended;
    this.root.querySelector("[data-ended]").hidden = !chat.ended;
    if (chat.ended && !this.ended) {
      this.ended = true;
      for (const dialog of this.root.querySelectorAll("dialog[open]")) dialog.close();
      this.select(this.tabs.at(-1));
    }
  }

  addLines(lines) {
    const near = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    let before = null;
    let added = false;
    for (const line of lines) {
      let shown = this.log.querySelector(`[data-line="${line.id}"]`);
      if (!shown) {
        shown = this.line(line.who, line);
        this.pendingOf(line)?.remove();
        if (before) before.after(shown);
        else this.log.prepend(shown);
        added = true;
      }
      before = shown;
    }
    if (added && near) this.toEnd();
  }

  pendingOf(line) {
    if (line.who !== "agent" && line.who !== "unread") return null;
    return [...this.log.querySelectorAll(".pending")].find(
      (one) => one.querySelector("[data-words]").textContent === line.text,
    );
  }

  line(who, { id, text, at }) {
    const template = document.querySelector(`template[data-template="${who}"]`);
    const made = template.content.firstElementChild.cloneNode(true);
    made.dataset.line = id;
    made.querySelector("[data-words]").textContent = text;
    made.querySelector("[data-time]").textContent = at === null ? "" : clockTime(at);
    return made;
  }

  showWaiting(seconds) {
    const pill = this.root.querySelector("[data-waiting]");
    pill.hidden = seconds === null;
    if (seconds === null) return;
    pill.textContent = pill.dataset.words.replace("{time}", clockTime(seconds));
    pill.classList.toggle("warn", seconds >= LONG_WAIT_SECONDS);
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}

const desks = new Map(
  [...document.querySelectorAll("[data-chat]")].map((root) => [
    Number(root.dataset.chat),
    new Desk(root),
  ]),
);
const handIn = document.querySelector("[data-finished]");

function show(state) {
  for (const chat of state.chats) desks.get(chat.chat)?.show(chat);
  handIn.hidden = !state.finished;
}

sitting.addEventListener("state", (event) => show(event.detail));
handIn.querySelector("[data-finish]").addEventListener("click", () => {
  for (const chat of desks.keys()) {
    drafts.keep(chat, "draft", "");
    drafts.keep(chat, "notes", "");
  }
  sitting.finish();
});

async function poll() {
  try {
    await sitting.refresh();
  } catch {
    // Offline: the save state says so, and the next round asks again.
  }
  setTimeout(poll, document.hidden ? HIDDEN_MS : VISIBLE_MS);
}

show(sitting.state);
setTimeout(poll, VISIBLE_MS);
