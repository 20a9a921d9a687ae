/* A text that is recorded while it is written: after a pause, or every LONGEST_MS without a pause.
   Text that is not recorded yet stays in this browser (localStorage), so that a reload loses nothing. */

const PAUSE_MS = 2000;
const LONGEST_MS = 15000;

/** @param {string} text */
export function wordsIn(text) {
  return text.trim().split(/\s+/).filter(Boolean).length;
}

/** Records the text of a field with data-item as the event `written`, and pastes as `pasted`.
    `changed` is called when the text changes, `rested` when a text was recorded. */
export class Draft {
  /**
   * @param {Sitting} sitting
   * @param {PageElement} field
   * @param {{written: string, pasted: string, changed?: () => void, rested?: () => void}} options
   */
  constructor(sitting, field, { written, pasted, changed = () => {}, rested = () => {} }) {
    this.sitting = sitting;
    this.field = field;
    this.written = written;
    this.changed = changed;
    this.rested = rested;
    this.kept = field.value;
    this.keptAt = performance.now();
    this.typed = false;
    /** @type {number | undefined} */
    this.pause = undefined;
    field.addEventListener("input", () => this.#input());
    field.addEventListener("blur", () => this.keep());
    field.addEventListener("paste", (event) => {
      const characters = event.clipboardData?.getData("text").length ?? 0;
      if (characters) sitting.record(pasted, { item: field.dataset.item, characters });
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.keep();
    });
    sitting.addEventListener("timeup", () => this.keep());
    sitting.beforeEnd(async () => {
      this.keep();
      this.#forget();
    });
    this.#restore();
  }

  get #key() {
    return `handa.draft.${this.sitting.id}.${this.field.dataset.item}`;
  }

  #remember() {
    try {
      localStorage.setItem(this.#key, JSON.stringify({ after: this.kept, text: this.field.value }));
    } catch (error) {
      console.warn("draft: not kept in this browser", error);
    }
  }

  #forget() {
    try {
      localStorage.removeItem(this.#key);
    } catch (error) {
      console.warn("draft: still in this browser", error);
    }
  }

  /** Restore unrecorded text if it continues the text in the field; not if the writer has continued elsewhere. */
  #restore() {
    let left = null;
    try {
      left = JSON.parse(localStorage.getItem(this.#key) ?? "null");
    } catch (error) {
      console.warn("draft: not readable", error);
    }
    if (left?.after !== this.field.value || left.text === this.field.value) return;
    this.field.value = left.text;
    queueMicrotask(() => {
      this.changed();
      this.keep();
    });
  }

  #input() {
    this.typed = true;
    this.#remember();
    this.changed();
    clearTimeout(this.pause);
    if (performance.now() - this.keptAt > LONGEST_MS) this.keep();
    else this.pause = setTimeout(() => this.keep(), PAUSE_MS);
  }

  keep() {
    clearTimeout(this.pause);
    if (this.field.value === this.kept) return;
    this.kept = this.field.value;
    this.keptAt = performance.now();
    this.sitting.record(this.written, { item: this.field.dataset.item, text: this.kept });
    this.rested();
  }

  /**
   * Show text of an earlier page that has only now reached the server.
   * @param {string} text
   */
  takeOver(text) {
    if (this.typed || !text || text === this.field.value) return;
    this.field.value = this.kept = text;
    this.changed();
    this.#restore();
  }
}
