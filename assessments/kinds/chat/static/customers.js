/* The list of customers: who is expected, who is waiting and how long, who is typing, and what is unread. */

import { clockTime, say } from "./phrases.js";

const LONG_WAIT = 60; // seconds; after this wait the pill turns amber

/**
 * Return the text and tone of a chat's pill; `now` is in seconds since the sitting began.
 * @param {Chat} chat
 * @param {number} now
 */
export function statusOf(chat, now) {
  if (!chat.started) return { text: say("soon"), tone: "" };
  if (chat.ended) return chat.wrap_up ? { text: say("ended"), tone: "" } : { text: say("wrap_up"), tone: "info" };
  if (chat.typing) return { text: say("typing"), tone: "" };
  if (chat.waiting_since === null) return { text: say("open"), tone: "good" };
  const waits = now - chat.waiting_since;
  return { text: say("waiting", { time: clockTime(waits) }), tone: waits >= LONG_WAIT ? "warn" : "" };
}

/** The buttons [data-go] and the pills [data-status]; `go` is called with a chat's number. */
export class Customers {
  /**
   * @param {PageElement} root
   * @param {{drafts: Drafts, go: (chat: number) => void}} options
   */
  constructor(root, { drafts, go }) {
    this.root = root;
    this.drafts = drafts;
    this.rows = new Map([...root.querySelectorAll("[data-go]")].map((row) => [Number(row.dataset.go), row]));
    for (const [chat, row] of this.rows) row.addEventListener("click", () => go(chat));
  }

  /** @param {number} chat */
  current(chat) {
    for (const [number, row] of this.rows) {
      if (number === chat) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }

  /** @param {number} chat */
  focus(chat) {
    this.rows.get(chat)?.focus();
  }

  /**
   * Update the rows. Lines of the chat in view count as read.
   * @param {Chat[]} chats
   * @param {number | null} lookedAt
   */
  show(chats, lookedAt) {
    for (const chat of chats) {
      const row = this.rows.get(chat.chat);
      if (!row) continue;
      const lines = chat.lines.filter((line) => line.who === "customer");
      if (chat.chat === lookedAt) this.drafts.keep(chat.chat, "seen", String(lines.length));
      const unread = lines.length - Number(this.drafts.read(chat.chat, "seen"));
      const pill = row.querySelector("[data-unread]");
      pill.hidden = unread <= 0;
      pill.textContent = unread > 0 ? say("unread", { n: unread }) : "";
      row.querySelector("[data-last]").textContent = lines.at(-1)?.text ?? "";
    }
  }

  /**
   * Update the waiting times.
   * @param {Chat[]} chats
   * @param {number} now
   */
  tick(chats, now) {
    for (const chat of chats) {
      const { text, tone } = statusOf(chat, now);
      for (const pill of this.root.querySelectorAll(`[data-go="${chat.chat}"] [data-status], [data-chat="${chat.chat}"] [data-status]`)) {
        if (pill.textContent !== text) pill.textContent = text;
        pill.className = `pill ${tone}`;
      }
    }
  }
}

/**
 * Return the number of the customer who has waited longest, or null.
 * @param {Chat[]} chats
 */
export function longestWaiting(chats) {
  const waiting = chats.filter((chat) => chat.open && chat.waiting_since !== null);
  return waiting.sort((a, b) => Number(a.waiting_since) - Number(b.waiting_since))[0]?.chat ?? null;
}
