/* The connection to the server: polls for news and reports how long a lost connection was down. */

const VISIBLE_MS = 1000;
const AWAITED_MS = 500;
const HIDDEN_MS = 3000;
const LONG_LOSS = 10; // seconds; shorter losses are ignored
const MOST_LOST = 600; // seconds; the longest loss that the server accepts

/** Polls once a second, twice a second while a customer is typing, every three seconds while the page is hidden.
 *  `awaited()` returns the seconds until a message is expected, or null; `back(seconds)` is called after a loss. */
export class Line {
  /** @param {{sitting: Sitting, drafts: Drafts, awaited: () => number | null, back: (seconds: number) => void}} options */
  constructor({ sitting, drafts, awaited, back }) {
    this.sitting = sitting;
    this.drafts = drafts;
    this.awaited = awaited;
    this.back = back;
    setTimeout(() => this.ask(), VISIBLE_MS);
  }

  /** When the connection was lost (ms since 1970), or null; stored on this device, so a reload does not hide it. */
  get lostSince() {
    return Number(this.drafts.read("line", "lost")) || null;
  }

  async ask() {
    const began = Date.now();
    try {
      await this.sitting.refresh();
      this.reconnected();
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

  /** Whether the server computed its state without knowing of a long loss. */
  isLost() {
    return this.lostSince !== null && Date.now() - this.lostSince > LONG_LOSS * 1000;
  }

  reconnected() {
    const since = this.lostSince;
    if (since === null) return;
    const lost = (Date.now() - since) / 1000;
    this.drafts.keep("line", "lost", "");
    if (lost > LONG_LOSS) this.back(Math.min(lost, MOST_LOST));
  }
}
