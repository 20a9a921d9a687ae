/* The messages of one chat. New lines are put in; what stands there is never touched. */

import { clockTime } from "./phrases.js";

const NEAR_THE_END = 80; // pixels

/** The log of a desk: [data-log], lines by data-line. */
export class Thread {
  constructor(root) {
    this.log = root.querySelector("[data-log]");
    this.toEnd();
  }

  /** Show what the server knows; returns the customer's lines that were not there before. */
  show(lines) {
    const near = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_THE_END;
    const added = [];
    let before = null;
    for (const line of lines) {
      let shown = this.log.querySelector(`[data-line="${line.id}"]`);
      if (!shown) {
        shown = this.made(line.who, line);
        this.pendingOf(line)?.remove();
        if (before) before.after(shown);
        else this.log.prepend(shown);
        added.push(line);
      }
      before = shown;
    }
    if (added.length && near) this.toEnd();
    return added.filter((line) => line.who === "customer");
  }

  /** Show a line that is on its way; returns what takes it away. */
  pending(text) {
    const line = this.made("pending", { id: "", text, at: null });
    this.log.append(line);
    this.toEnd();
    return () => line.remove();
  }

  pendingOf(line) {
    if (line.who !== "agent" && line.who !== "unread") return null;
    return [...this.log.querySelectorAll(".pending")].find(
      (one) => one.querySelector("[data-words]").textContent === line.text,
    );
  }

  made(who, { id, text, at }) {
    const template = document.querySelector(`template[data-template="${who}"]`);
    const made = template.content.firstElementChild.cloneNode(true);
    made.dataset.line = id;
    made.querySelector("[data-words]").textContent = text;
    made.querySelector("[data-time]").textContent = at === null ? "" : clockTime(at);
    return made;
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}
