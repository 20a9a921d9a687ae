/* The messages of one chat. New lines are inserted; existing lines are never changed. */

import { clockTime } from "./phrases.js";

const NEAR_THE_END = 80; // pixels

/** The messages of a desk: [data-log]; each line has data-line. */
export class Thread {
  /** @param {PageElement} root */
  constructor(root) {
    this.log = root.querySelector("[data-log]");
    this.toEnd();
  }

  /**
   * Show the server's lines and return the customer's new lines.
   * @param {ChatLine[]} lines
   */
  show(lines) {
    const near = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_THE_END;
    const added = [];
    let before = null;
    for (const line of lines) {
      let element = this.log.querySelector(`[data-line="${line.id}"]`);
      if (!element) {
        element = this.lineFrom(line.who, line);
        this.pendingOf(line)?.remove();
        if (before) before.after(element);
        else this.log.prepend(element);
        added.push(line);
      }
      before = element;
    }
    if (added.length && near) this.toEnd();
    return added.filter((line) => line.who === "customer");
  }

  /**
   * Show a line that is being sent; returns a function that removes it.
   * @param {string} text
   */
  pending(text) {
    const line = this.lineFrom("pending", { id: "", text, at: null });
    this.log.append(line);
    this.toEnd();
    return () => line.remove();
  }

  /** @param {ChatLine} line */
  pendingOf(line) {
    if (line.who !== "agent" && line.who !== "unread") return null;
    return [...this.log.querySelectorAll(".pending")].find(
      (pending) => pending.querySelector("[data-words]").textContent === line.text,
    );
  }

  /**
   * @param {string} who
   * @param {{id: string, text: string, at: number | null}} line
   */
  lineFrom(who, { id, text, at }) {
    const template = document.querySelector(`template[data-template="${who}"]`);
    const element = template.content.firstElementChild.cloneNode(true);
    element.dataset.line = id;
    element.querySelector("[data-words]").textContent = text;
    element.querySelector("[data-time]").textContent = at === null ? "" : clockTime(at);
    return element;
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}
