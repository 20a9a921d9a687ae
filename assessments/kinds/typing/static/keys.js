/* Records what is typed in the fields of one part as strokes. The server computes speed and errors.
   Times are milliseconds since the part began. */

import { change, pieces, points } from "./edits.js";

const STROKES_AT_MOST = 400;
const CHARACTERS_AT_MOST = 50;
/** @type {Record<string, string>} */
const REFUSED = { insertFromPaste: "paste", insertFromDrop: "drop", insertFromYank: "paste", insertReplacementText: "autocorrect" };

/** Return a name for this page, by which the server knows which page may type. */
function newName() {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Events: "start" (the first key or press), "refused" (detail: paste | drop | autocorrect). */
export class KeyLog extends EventTarget {
  /** @param {Sitting} sitting */
  constructor(sitting) {
    super();
    this.sitting = sitting;
    this.item = sitting.state.item;
    this.page = newName();
    /** @type {number | null} */
    this.zero = null; // when the part began, by the page's own clock
    this.last = 0;
    this.batch = 0;
    /** @type {(string | number)[][]} */
    this.strokes = [];
    this.field = 0;
    this.ended = false;
    /** @type {string[][]} */
    this.values = sitting.state.typed.map(points);
    for (const name of ["blur", "focus"]) {
      window.addEventListener(name, (event) => this.note(event.timeStamp, name));
    }
  }

  text(field = 0) {
    return this.values[field].join("");
  }

  /**
   * @param {string} type of the event
   * @param {object} data
   */
  record(type, data = {}) {
    return this.sitting.record(type, { item: this.item, page: this.page, ...data });
  }

  /**
   * Begin the part; resolves when the server has the event.
   * @param {number} stamp
   */
  start(stamp) {
    if (this.zero !== null || this.ended) return null;
    this.zero = stamp;
    const touch = matchMedia("(pointer: coarse)").matches && !matchMedia("(any-pointer: fine)").matches;
    const known = this.record("passage_started", { touch });
    this.dispatchEvent(new Event("start"));
    return known;
  }

  /**
   * Continue from the server's texts and clock.
   * @param {any} state
   */
  resume(state) {
    this.values = state.typed.map(points);
    this.last = Math.round(state.last * 1000);
    this.setClock(Math.max(state.elapsed * 1000, this.last));
  }

  /** @param {number} elapsed */
  setClock(elapsed) {
    this.zero = performance.now() - elapsed;
  }

  elapsed() {
    return this.zero === null ? 0 : (performance.now() - this.zero) / 1000;
  }

  /**
   * @param {number} field
   * @param {number} stamp
   * @param {...(string | number)} stroke
   */
  keep(field, stamp, ...stroke) {
    if (field !== this.field) this.flush();
    this.field = field;
    this.last = Math.max(this.last, Math.round(stamp - Number(this.zero)));
    this.strokes.push([this.last, ...stroke]);
    if (this.strokes.length >= STROKES_AT_MOST) this.flush();
  }

  flush() {
    if (!this.strokes.length) return null;
    const { field, strokes, batch } = this;
    this.strokes = [];
    this.batch += 1;
    return this.record("keys", { version: 2, field, batch, length: this.values[field].length, strokes });
  }

  end() {
    if (this.ended) return;
    if (this.zero === null) this.start(performance.now());
    this.flush();
    this.ended = true;
    this.record("passage_ended");
  }

  /**
   * @param {number} stamp
   * @param {string} name
   */
  note(stamp, name) {
    if (this.zero !== null && !this.ended) this.keep(this.field, stamp, "note", name);
  }

  /**
   * Log a change of a field's text; return false when there was none.
   * @param {number} field
   * @param {Change | null} difference
   * @param {number} stamp
   * @param {string} type
   */
  edit(field, difference, stamp, type) {
    if (!difference || this.ended) return false;
    this.start(stamp);
    for (const piece of pieces(difference, CHARACTERS_AT_MOST)) {
      // A batch reports the length after its own last stroke, so the previous field's batch is sent first.
      if (field !== this.field) this.flush();
      this.field = field;
      this.values[field].splice(piece.start, piece.end - piece.start, ...Array.from(piece.text));
      this.keep(field, stamp, "edit", piece.start, piece.end, piece.text, type.slice(0, 40));
    }
    return true;
  }

  /**
   * Follow an input; `which()` returns its field, and `changed` is called after each change.
   * @param {PageElement} input
   * @param {() => number} which
   * @param {(event: Event) => void} changed
   */
  watch(input, which, changed = () => undefined) {
    /**
     * @param {Event} event
     * @param {string} name
     */
    const refuse = (event, name) => {
      event.preventDefault();
      this.note(event.timeStamp, name);
      this.dispatchEvent(new CustomEvent("refused", { detail: name }));
    };
    input.addEventListener("paste", (event) => refuse(event, "paste"));
    input.addEventListener("drop", (event) => refuse(event, "drop"));
    input.addEventListener("dragover", (event) => event.preventDefault());
    input.addEventListener("beforeinput", (event) => {
      const reason = REFUSED[event.inputType];
      if (reason) refuse(event, reason);
    });
    input.addEventListener("compositionstart", (event) => this.note(event.timeStamp, "composition"));
    input.addEventListener("input", (event) => {
      const after = points(input.value);
      const caret = points(input.value.slice(0, input.selectionStart)).length;
      const difference = change(this.values[which()], after, caret);
      if (this.edit(which(), difference, event.timeStamp, /** @type {any} */ (event).inputType ?? "")) changed(event);
    });
    for (const name of /** @type {const} */ (["keydown", "keyup"])) {
      input.addEventListener(name, (event) => this.key(which(), event));
    }
  }

  /**
   * @param {number} field
   * @param {KeyboardEvent} event
   */
  key(field, event) {
    if (this.ended || event.repeat || !event.code || event.isComposing) return;
    const writes = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.type === "keydown" && writes) this.start(event.timeStamp);
    if (this.zero === null) return;
    this.keep(field, event.timeStamp, event.type === "keydown" ? "down" : "up", event.code.slice(0, 40));
  }

  /**
   * Replace the whole text of an input, logged as one change.
   * @param {PageElement} input
   * @param {number} field
   * @param {string} text
   * @param {number} stamp
   */
  put(input, field, text, stamp) {
    const difference = change(this.values[field], points(text), points(text).length);
    input.value = text;
    return this.edit(field, difference, stamp, "insertCanned");
  }
}
