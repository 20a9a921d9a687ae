/* What is typed in the fields of one part, as strokes for the log. It reports keys; speed and errors
   are worked out on the server. Times are milliseconds since the part began. */

import { change, pieces, points } from "./edits.js";

const STROKES_AT_MOST = 400;
const CHARACTERS_AT_MOST = 50;
const REFUSED = { insertFromPaste: "paste", insertFromDrop: "drop", insertFromYank: "paste", insertReplacementText: "autocorrect" };

/** A name for this page, by which the server knows who may type. */
function newName() {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Events: "start" (the first key or press), "refused" (detail: paste | drop | autocorrect). */
export class KeyLog extends EventTarget {
  constructor(sitting) {
    super();
    this.sitting = sitting;
    this.item = sitting.state.item;
    this.page = newName();
    this.zero = null; // the moment of the page's own clock at which the part began
    this.last = 0;
    this.batch = 0;
    this.strokes = [];
    this.field = 0;
    this.ended = false;
    this.values = sitting.state.typed.map(points);
    for (const name of ["blur", "focus"]) {
      window.addEventListener(name, (event) => this.note(event.timeStamp, name));
    }
  }

  text(field = 0) {
    return this.values[field].join("");
  }

  record(kind, data = {}) {
    return this.sitting.record(kind, { item: this.item, page: this.page, ...data });
  }

  /** Begin the part; resolves when the server knows. */
  start(stamp) {
    if (this.zero !== null || this.ended) return null;
    this.zero = stamp;
    const touch = matchMedia("(pointer: coarse)").matches && !matchMedia("(any-pointer: fine)").matches;
    const known = this.record("passage_started", { touch });
    this.dispatchEvent(new Event("start"));
    return known;
  }

  /** Go on from what the server has: texts, and its clock. */
  resume(state) {
    this.values = state.typed.map(points);
    this.last = Math.round(state.last * 1000);
    this.setClock(Math.max(state.elapsed * 1000, this.last));
  }

  setClock(elapsed) {
    this.zero = performance.now() - elapsed;
  }

  elapsed() {
    return this.zero === null ? 0 : (performance.now() - this.zero) / 1000;
  }

  keep(field, stamp, ...stroke) {
    if (field !== this.field) this.flush();
    this.field = field;
    this.last = Math.max(this.last, Math.round(stamp - this.zero));
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

  note(stamp, name) {
    if (this.zero !== null && !this.ended) this.keep(this.field, stamp, "note", name);
  }

  /** Log a change of a field's text; false when there was none. */
  edit(field, made, stamp, type) {
    if (!made || this.ended) return false;
    this.start(stamp);
    for (const piece of pieces(made, CHARACTERS_AT_MOST)) {
      // The batch's length must be that of its own last stroke, so this one is kept first.
      if (field !== this.field) this.flush();
      this.field = field;
      this.values[field].splice(piece.start, piece.end - piece.start, ...Array.from(piece.text));
      this.keep(field, stamp, "edit", piece.start, piece.end, piece.text, type.slice(0, 40));
    }
    return true;
  }

  /** Follow an input; `which()` is the field it stands for, `changed` is called after each change. */
  watch(input, which, changed = () => undefined) {
    const refuse = (event, name) => {
      event.preventDefault();
      this.note(event.timeStamp, name);
      this.dispatchEvent(new CustomEvent("refused", { detail: name }));
    };
    input.addEventListener("paste", (event) => refuse(event, "paste"));
    input.addEventListener("drop", (event) => refuse(event, "drop"));
    input.addEventListener("dragover", (event) => event.preventDefault());
    input.addEventListener("beforeinput", (event) => {
      if (REFUSED[event.inputType]) refuse(event, REFUSED[event.inputType]);
    });
    input.addEventListener("compositionstart", (event) => this.note(event.timeStamp, "composition"));
    input.addEventListener("input", (event) => {
      const after = points(input.value);
      const caret = points(input.value.slice(0, input.selectionStart)).length;
      const made = change(this.values[which()], after, caret);
      if (this.edit(which(), made, event.timeStamp, event.inputType ?? "")) changed(event);
    });
    for (const name of ["keydown", "keyup"]) {
      input.addEventListener(name, (event) => this.key(which(), event));
    }
  }

  key(field, event) {
    if (this.ended || event.repeat || !event.code || event.isComposing) return;
    const writes = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.type === "keydown" && writes) this.start(event.timeStamp);
    if (this.zero === null) return;
    this.keep(field, event.timeStamp, event.type === "keydown" ? "down" : "up", event.code.slice(0, 40));
  }

  /** Put a text into an input as if it had been typed at once, in place of all that it holds. */
  put(input, field, text, stamp) {
    const made = change(this.values[field], points(text), points(text).length);
    input.value = text;
    return this.edit(field, made, stamp, "insertCanned");
  }
}
