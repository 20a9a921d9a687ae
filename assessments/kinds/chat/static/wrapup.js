/* The wrap-up of one chat: its disposition and the agent's notes. */

import { say } from "./phrases.js";

/** Records the event wrap_up; the notes stay on this device until they are saved. */
export class WrapUp {
  /**
   * @param {PageElement} root
   * @param {{chat: number, drafts: Drafts, record: RecordEvent}} options
   */
  constructor(root, { chat, drafts, record }) {
    const form = root.querySelector("[data-wrap-up]");
    this.choice = form.querySelector("[data-disposition]");
    this.notes = form.querySelector("[data-notes]");
    const saved = form.querySelector("[data-wrap-up-saved]");
    drafts.bind(this.notes, chat, "notes");
    drafts.bind(this.choice, chat, "disposition");
    form.addEventListener("input", () => (saved.textContent = ""));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await record("wrap_up", { disposition: this.choice.value, notes: this.notes.value });
      drafts.keep(chat, "notes", "");
      drafts.keep(chat, "disposition", "");
      saved.textContent = say("saved");
    });
  }

  focus() {
    this.choice.focus();
  }
}
