/* The desk of one customer: messages and compose box, record, knowledge, wrap-up. */

import { Compose } from "./compose.js";
import { Knowledge } from "./knowledge.js";
import { CustomerRecord } from "./record.js";
import { Thread } from "./thread.js";
import { WrapUp } from "./wrapup.js";

/** @type {Record<string, (place: number) => number>} the tab that a key leads to; -1 is the last */
const KEYS = { ArrowRight: (place) => place + 1, ArrowLeft: (place) => place - 1, Home: () => 0, End: () => -1 };

/** Finds its parts under [data-chat]; `state` is the server's first state of this chat. */
export class Desk {
  /**
   * @param {PageElement} root
   * @param {{sitting: Sitting, drafts: Drafts, state: Chat, all: Article[]}} options
   */
  constructor(root, { sitting, drafts, state, all }) {
    this.root = root;
    this.chat = Number(root.dataset.chat);
    this.sitting = sitting;
    this.ended = false;
    /** @type {RecordEvent} */
    const record = (type, data) => this.record(type, data);
    this.thread = new Thread(root);
    this.compose = new Compose(root, {
      record,
      send: (text) => this.send(text),
      keep: (text) => drafts.keep(this.chat, "draft", text),
    });
    drafts.bind(this.compose.draft, this.chat, "draft");
    this.knowledge = new Knowledge(root, { articles: state.articles, all, record });
    this.customer = new CustomerRecord(root, { record });
    this.wrapUp = new WrapUp(root, { chat: this.chat, drafts, record });
    this.tabs = [...root.querySelectorAll("[role=tab]")];
    this.panes = [...root.querySelectorAll("[data-show]")];
    this.bindTabs();
    this.bindPanes();
    this.bindDialogs();
  }

  /**
   * @param {string} type of the event
   * @param {object} data
   */
  record(type, data) {
    return this.sitting.record(type, { chat: this.chat, ...data });
  }

  /** @param {string} text */
  send(text) {
    const settled = this.thread.pending(text);
    this.record("agent_message", { text }).then(settled, settled);
  }

  // -- panels and panes ----------------------------------------------------------------------

  bindTabs() {
    this.tabs.forEach((tab, place) => {
      tab.addEventListener("click", () => this.select(tab));
      tab.addEventListener("keydown", (event) => {
        const next = KEYS[event.key]?.(place);
        if (next === undefined) return;
        event.preventDefault();
        const chosen = this.tabs.at(next % this.tabs.length);
        this.select(chosen);
        chosen?.focus();
      });
    });
  }

  /** @param {PageElement | undefined} chosen */
  select(chosen) {
    for (const tab of this.tabs) {
      const here = tab === chosen;
      tab.setAttribute("aria-selected", String(here));
      tab.tabIndex = here ? 0 : -1;
      document.getElementById(String(tab.getAttribute("aria-controls"))).hidden = !here;
    }
  }

  /** A small screen shows one pane at a time; a wide screen shows both. */
  bindPanes() {
    for (const button of this.panes) button.addEventListener("click", () => this.showPane(button.dataset.show));
    this.root.querySelector("[data-to-wrap-up]").addEventListener("click", () => this.goTo("wrapup"));
  }

  /** @param {string} name */
  showPane(name) {
    this.root.dataset.pane = name;
    for (const button of this.panes) button.setAttribute("aria-pressed", String(button.dataset.show === name));
    if (name === "chat") this.thread.toEnd();
  }

  /**
   * Focus a part of the desk: message, replies, record, knowledge or wrapup. Returns false if
   * the customer has not arrived yet.
   * @param {string} name
   */
  goTo(name) {
    if (this.root.querySelector("[data-once-here]").hidden) return false;
    if (name === "message" || name === "replies") {
      this.showPane("chat");
      if (name === "replies") this.compose.openReplies();
      else if (this.ended) this.thread.log.focus();
      else this.compose.focus();
      return true;
    }
    const tab = this.tabs.find((candidate) => candidate.dataset.tab === name);
    this.showPane("side");
    this.select(tab);
    const focused = { record: tab, knowledge: this.knowledge, wrapup: this.wrapUp };
    focused[/** @type {keyof typeof focused} */ (name)]?.focus();
    return true;
  }

  bindDialogs() {
    this.root.querySelector("[data-close]").addEventListener("submit", () => this.record("closed_chat", {}));
  }

  // -- the server's state ------------------------------------------------------------------

  /**
   * Show the chat and return the customer's new lines.
   * @param {Chat} chat
   */
  show(chat) {
    for (const part of this.root.querySelectorAll("[data-once-here]")) part.hidden = !chat.started;
    for (const part of this.root.querySelectorAll("[data-until-here]")) part.hidden = chat.started;
    for (const part of this.root.querySelectorAll("[data-while-open]")) part.hidden = !chat.open;
    this.root.querySelector("[data-typing]").hidden = !chat.typing;
    this.root.querySelector("[data-ended]").hidden = !chat.ended;
    const added = this.thread.show(chat.lines);
    this.customer.show(chat.record);
    if (chat.ended && !this.ended) this.end();
    this.ended = chat.ended;
    return added;
  }

  end() {
    for (const dialog of this.root.querySelectorAll("dialog[open]")) dialog.close();
    this.customer.shut();
    this.select(this.tabs.at(-1));
  }
}
