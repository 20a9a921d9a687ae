/* The box in which the applicant writes, and the prepared replies with their {slots}. */

import { say } from "./phrases.js";

const SLOT = /\{[^{}\n]*\}/g;
const MOST_PASTED = 1000;

/** Calls `send` with the text once all its slots are filled, and records canned_used and pasted. */
export class Compose {
  /**
   * @param {PageElement} root
   * @param {{send: (text: string) => void, record: RecordEvent, keep: (text: string) => void}} actions
   */
  constructor(root, { send, record, keep }) {
    this.form = root.querySelector("[data-compose]");
    this.draft = this.form.querySelector("[data-draft]");
    this.warning = this.form.querySelector("[data-slot]");
    this.canned = this.form.querySelector("[data-canned]");
    this.filter = this.canned?.querySelector("[data-filter]");
    this.replies = [...(this.canned?.querySelectorAll("[data-canned-id]") ?? [])];
    this.record = record;
    this.keep = keep;
    const replies = [...this.form.querySelectorAll("[data-text]")];
    this.slots = new Set(replies.flatMap((reply) => reply.dataset.text.match(SLOT) ?? []));
    this.draft.addEventListener("keydown", (event) => this.key(event));
    this.draft.addEventListener("input", () => this.warn(null));
    this.draft.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text/plain").slice(0, MOST_PASTED);
      if (text) record("pasted", { text });
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit(send);
    });
    if (this.canned) this.bindReplies();
  }

  focus() {
    this.draft.focus();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key === "/" && !this.draft.value && this.canned) {
      event.preventDefault();
      this.openReplies();
    }
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  /** @param {(text: string) => void} send */
  submit(send) {
    const text = this.draft.value.trim();
    this.draft.focus();
    if (!text) return;
    /** @type {string[]} */
    const slots = this.draft.value.match(SLOT) ?? [];
    const open = slots.find((slot) => this.slots.has(slot));
    this.warn(open ?? null);
    if (open) {
      this.choose(open);
      return;
    }
    this.draft.value = "";
    this.keep("");
    send(text);
  }

  /**
   * Point out a slot that is still open; null removes the warning.
   * @param {string | null} slot
   */
  warn(slot) {
    this.warning.hidden = slot === null;
    this.warning.textContent = slot === null ? "" : say("slot", { slot });
    this.draft.setAttribute("aria-invalid", String(slot !== null));
  }

  /**
   * @param {string} slot
   * @param {number} from
   */
  choose(slot, from = 0) {
    const at = this.draft.value.indexOf(slot, from);
    if (at >= 0) this.draft.setSelectionRange(at, at + slot.length);
  }

  // -- prepared replies ----------------------------------------------------------------------

  openReplies() {
    if (!this.canned || this.form.hidden) return;
    this.canned.open = true;
    this.filter.focus();
  }

  closeReplies() {
    this.canned.open = false;
    this.filter.value = "";
    this.narrow();
    this.draft.focus();
  }

  bindReplies() {
    this.filter.addEventListener("input", () => this.narrow());
    this.canned.addEventListener("keydown", (event) => this.replyKey(event));
    this.canned.addEventListener("click", (event) => {
      const reply = event.target.closest("[data-canned-id]");
      if (reply) this.use(reply);
    });
    document.addEventListener("click", (event) => {
      if (this.canned.open && !this.canned.contains(/** @type {Node} */ (event.target))) this.canned.open = false;
    });
  }

  narrow() {
    /** @type {string[]} */
    const words = this.filter.value.toLowerCase().split(/\s+/);
    for (const reply of this.replies) {
      const text = reply.textContent.toLowerCase();
      reply.parentElement.hidden = !words.every((word) => text.includes(word));
    }
    this.canned.querySelector("[data-no-reply]").hidden = this.visibleReplies().length > 0;
  }

  visibleReplies() {
    return this.replies.filter((reply) => !reply.parentElement.hidden);
  }

  /** @param {KeyboardEvent} event */
  replyKey(event) {
    const visible = this.visibleReplies();
    const place = visible.findIndex((reply) => reply === document.activeElement);
    if (event.key === "Escape" && this.canned.open) this.closeReplies();
    else if (event.key === "ArrowDown") (visible[place + 1] ?? visible.at(-1))?.focus();
    else if (event.key === "ArrowUp") (visible[place - 1] ?? this.filter).focus();
    else if (event.key === "Enter" && document.activeElement === this.filter) {
      if (visible.length) this.use(visible[0]);
    } else return;
    event.preventDefault();
  }

  /** @param {PageElement} reply */
  use(reply) {
    const { text, cannedId } = reply.dataset;
    const at = this.draft.selectionStart;
    this.closeReplies();
    this.draft.setRangeText(text, at, this.draft.selectionEnd, "end");
    const [slot] = text.match(SLOT) ?? [];
    if (slot) this.choose(slot, at);
    this.warn(null);
    this.keep(this.draft.value);
    this.record("canned_used", { canned: cannedId });
  }
}
