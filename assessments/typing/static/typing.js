/* The typing page. It reports keys; speed and errors are worked out on the server.
   Finds: [data-passage] text box · [data-keys] the field · [data-passage-clock] · [data-typing-say] live region with data-started,
   data-left-60, data-left-20, data-over, data-elsewhere, data-blocked · [data-wait] [data-elsewhere-note] [data-done] [data-done-button] [data-go-on] [data-progress] */

import { openSitting } from "/static/js/sitting.js";
import { change, pieces, points } from "./edits.js";
import { Passage } from "./passage.js";

const SEND_EVERY_MS = 2000;
const STROKES_AT_MOST = 400;
const CHARACTERS_AT_MOST = 50;
const SAY_AT_SECONDS = [60, 20];

const sitting = openSitting();
const find = (name) => document.querySelector(`[data-${name}]`);
const field = find("keys");
const clock = find("passage-clock");
const speaker = find("typing-say");
const progress = find("progress");

const { item, passage: text } = sitting.state;
const name = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
  byte.toString(16).padStart(2, "0"),
).join("");
const passage = new Passage(find("passage"), text);

let value = points(sitting.state.typed);
let zero = null; // the moment of the page's own clock at which the passage began
let last = Math.round(sitting.state.last * 1000);
let batch = 0;
let strokes = [];
let ended = false;
let said = Infinity;

const say = (key) => {
  speaker.textContent = speaker.getAttribute(`data-${key}`) ?? "";
};

const moment = (stamp) => {
  last = Math.max(last, Math.round(stamp - zero));
  return last;
};

function secondsLeft() {
  if (zero === null) return sitting.state.seconds_left;
  return sitting.state.limit - (performance.now() - zero) / 1000;
}

function paint() {
  passage.show(value.join(""));
  progress.value = Math.min(value.length, text.length);
}

function start(stamp) {
  if (zero !== null || ended) return;
  zero = stamp;
  sitting.record("passage_started", { item, page: name });
  say("started");
}

function keep(stroke) {
  strokes.push(stroke);
  if (strokes.length >= STROKES_AT_MOST) flush();
}

function flush() {
  if (!strokes.length) return null;
  const sent = strokes;
  strokes = [];
  const data = { version: 1, item, page: name, batch, length: value.length, strokes: sent };
  batch += 1;
  return sitting.record("keys", data);
}

/* Typing */

function onInput(event) {
  const after = points(field.value);
  const caret = points(field.value.slice(0, field.selectionStart)).length;
  const made = change(value, after, caret);
  if (!made || ended) return;
  start(event.timeStamp);
  const at = moment(event.timeStamp);
  for (const piece of pieces(made, CHARACTERS_AT_MOST)) {
    // The batch's length must be that of its own last stroke.
    const gone = piece.end - piece.start;
    value.splice(piece.start, gone, ...Array.from(piece.text));
    const type = (event.inputType ?? "").slice(0, 40);
    keep([at, "edit", piece.start, piece.end, piece.text, type]);
  }
  paint();
  if (value.length === text.length && value.join("") === text) end();
}

function onKey(event) {
  if (ended || event.repeat || !event.code || event.isComposing) return;
  const writes = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.type === "keydown" && writes) start(event.timeStamp);
  if (zero === null) return;
  const kind = event.type === "keydown" ? "down" : "up";
  keep([moment(event.timeStamp), kind, event.code.slice(0, 40)]);
}

function refuse(event, note) {
  event.preventDefault();
  say("blocked");
  if (zero !== null && !ended) keep([moment(event.timeStamp), "note", note]);
}

function note(event) {
  if (zero !== null && !ended) keep([moment(event.timeStamp), "note", "composition"]);
}

/* Time and end */

function showTime() {
  const left = Math.max(0, secondsLeft());
  const whole = Math.ceil(left);
  const shown = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  if (clock.textContent !== shown) clock.textContent = shown;
  if (zero === null || ended) return;
  for (const mark of SAY_AT_SECONDS) {
    if (left <= mark && said > mark && sitting.state.limit > mark) {
      said = mark;
      say(`left-${mark}`);
    }
  }
  if (left <= 0) end();
}

function end() {
  if (ended) return;
  flush();
  ended = true;
  if (zero !== null) sitting.record("passage_ended", { item, page: name });
  showDone();
}

function showDone() {
  ended = true;
  field.readOnly = true;
  find("wait").hidden = true;
  find("done-button").hidden = true;
  find("done").hidden = false;
  say("over");
  find("go-on").focus();
}

function elsewhere() {
  ended = true;
  strokes = [];
  field.readOnly = true;
  find("done-button").hidden = true;
  find("elsewhere-note").hidden = false;
  say("elsewhere");
}

/* Opening and coming back */

/** Wait until all that an earlier page kept has arrived, then go on from the server's text. */
async function resume() {
  field.readOnly = true;
  find("wait").hidden = false;
  await sitting.record("resumed", { item, page: name });
  const state = await sitting.refresh();
  if (state.finished) {
    showDone();
    return;
  }
  value = points(state.typed);
  field.value = state.typed;
  last = Math.round(state.last * 1000);
  zero = performance.now() - Math.max(state.elapsed * 1000, last);
  find("wait").hidden = true;
  field.readOnly = false;
  paint();
  field.focus();
}

field.addEventListener("input", onInput);
field.addEventListener("keydown", onKey);
field.addEventListener("keyup", onKey);
field.addEventListener("paste", (event) => refuse(event, "paste"));
field.addEventListener("drop", (event) => refuse(event, "drop"));
field.addEventListener("dragover", (event) => event.preventDefault());
field.addEventListener("compositionstart", note);
find("passage").addEventListener("click", () => field.focus());
find("done-button").addEventListener("click", end);
find("go-on").addEventListener("click", () => sitting.finish());
sitting.beforeEnd?.(async () => {
  if (!ended) await flush();
});
sitting.addEventListener("state", ({ detail }) => {
  if (detail.page && detail.page !== name && zero !== null && !ended) elsewhere();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden && !ended) flush();
});
setInterval(() => {
  if (!ended) flush();
}, SEND_EVERY_MS);
setInterval(showTime, 200);

paint();
showTime();
if (sitting.state.finished) {
  showDone();
} else if (sitting.state.started || (await sitting.outbox.holdsEarlier())) {
  resume();
} else {
  field.readOnly = false;
  field.focus();
}
