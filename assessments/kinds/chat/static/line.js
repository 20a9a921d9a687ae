/* The line to the server: asks for news, and says how long the line was dead when it is back. */

const VISIBLE_MS = 1000;
const AWAITED_MS = 500;
const HIDDEN_MS = 3000;
const LONG_LOSS = 10; // seconds; a shorter one is no matter
const MOST_LOST = 600; // seconds that the server believes at most

/** Asks once a second, twice while somebody types, every three seconds while the page is hidden;
 *  `awaited()` is in how many seconds a line is expected, or null; `back(seconds)` after a loss. */
export class Line {
  constructor({ sitting, drafts, awaited, back }) {
    this.sitting = sitting;
    this.drafts = drafts;
    this.awaited = awaited;
    this.back = back;
    setTimeout(() => this.ask(), VISIBLE_MS);
  }

  /** Since when the line is dead, kept on this device: a reload in between does not hide it. */
  get lostSince() {
    return Number(this.drafts.read("line", "lost")) || null;
  }

  async ask() {
    const began = Date.now();
    try {
      await this.sitting.refresh();
      this.found();
    } catch {
      if (this.lostSince === null) this.drafts.keep("line", "lost", String(began));
    }
    setTimeout(() => this.ask(), this.pause());
  }

  pause() {
    if (document.hidden) return HIDDEN_MS;
    const awaited = this.awaited();
    return awaited === null ? VISIBLE_MS : Math.min(VISIBLE_MS, Math.max(AWAITED_MS, awaited * 1000));
  }

  /** Whether what the server says was worked out without knowing of a long loss. */
  isLost() {
    return this.lostSince !== null && Date.now() - this.lostSince > LONG_LOSS * 1000;
  }

  found() {
    const since = this.lostSince;
    if (since === null) return;
    const lost = (Date.now() - since) / 1000;
    this.drafts.keep("line", "lost", "");
    if (lost > LONG_LOSS) this.back(Math.min(lost, MOST_LOST));
  }
}
