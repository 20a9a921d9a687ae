/* The desk of one customer: messages and compose box, record, knowledge, wrap-up. */

import { Compose } from "./compose.js";
import { Knowledge } from "./knowledge.js";
import { CustomerRecord } from "./record.js";
import { Thread } from "./thread.js";
import { WrapUp } from "./wrapup.js";

/** Finds its pieces under [data-chat]; `state` is the first that the server gave. */
export class Desk {
  constructor(root, { sitting, drafts, state, all }) {
    this.root = root;
    this.chat = Number(root.dataset.chat);
    this.sitting = sitting;
    this.ended = false;
    const record = (kind, data) => this.record(kind, data);
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
    this.bindTabs();
    this.bindPanes();
    this.bindDialogs();
  }

  record(kind, data) {
    return this.sitting.record(kind, { chat: this.chat, ...data });
  }

  send(text) {
    const settled = this.thread.pending(text);
    this.record("agent_message", { text }).then(settled, settled);
  }

  // -- panels and panes ----------------------------------------------------------------------

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

  /** A small screen shows one pane at a time; a wide one shows both. */
  bindPanes() {
    this.panes = [...this.root.querySelectorAll("[data-show]")];
    for (const button of this.panes) button.addEventListener("click", () => this.showPane(button.dataset.show));
    this.root.querySelector("[data-to-wrap-up]").addEventListener("click", () => this.goTo("wrapup"));
  }

  showPane(name) {
    this.root.dataset.pane = name;
    for (const button of this.panes) button.setAttribute("aria-pressed", String(button.dataset.show === name));
    if (name === "chat") this.thread.toEnd();
  }

  /** Go to a piece by name, with the focus: message, replies, record, knowledge, wrapup; false if
   *  the customer has not come yet. */
  goTo(name) {
    if (this.root.querySelector("[data-once-here]").hidden) return false;
    if (name === "message" || name === "replies") {
      this.showPane("chat");
      if (name === "replies") this.compose.openReplies();
      else if (this.ended) this.thread.log.focus();
      else this.compose.focus();
      return true;
    }
    const tab = this.tabs.find((one) => one.dataset.tab === name);
    this.showPane("side");
    this.select(tab);
    ({ record: tab, knowledge: this.knowledge, wrapup: this.wrapUp })[name].focus();
    return true;
  }

  bindDialogs() {
    this.root.querySelector("[data-close]").addEventListener("submit", () => this.record("closed_chat", {}));
  }

  // -- what the server says ------------------------------------------------------------------

  /** Show the chat; returns the customer's lines that are new. */
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
