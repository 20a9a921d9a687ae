/* The typing page: one part of a sitting. Each exercise has a module of its own, which exports
   `open(part)` and gives `{ show(state), focus(), changed }`.
   Finds: [data-typing] with data-part-clock, [data-begin] [data-begin-box] [data-task], [data-typing-say] live region with
   data-started, data-left-60, data-left-20, data-over, data-elsewhere, data-blocked ·
   [data-wait] [data-elsewhere-note] [data-done] [data-done-button] [data-go-on] [data-live] [data-look] */

import { openSitting } from "/static/js/sitting.js";
import { asClock } from "/static/js/countdown.js";
import { KeyLog } from "./keys.js";
import { dress } from "./look.js";

const SEND_EVERY_MS = 2000;
const SAY_AT_SECONDS = [60, 20];
const NEARLY_OVER = 3;

const sitting = openSitting();
const root = document.querySelector("[data-typing]");
/** @param {string} name */
const find = (name) => root.querySelector(`[data-${name}]`);
const clock = find("part-clock");
const speaker = find("typing-say");
const log = new KeyLog(sitting);
const { item, exercise: exerciseName, limit } = sitting.state;
const { open } = await import(`./${exerciseName}.js`);

/** @type {number | null} */
let ends = null; // when the part ends by the server's clock
let said = Infinity;

/** @param {string} key */
const say = (key) => {
  speaker.textContent = speaker.getAttribute(`data-${key}`) ?? "";
};

const part = { root, find, sitting, log, say, end };
const exercise = open(part);
const look = dress(root, log);

/* Time */

function secondsLeft() {
  if (log.zero === null) return sitting.state.item === item ? sitting.state.seconds_left : limit;
  const own = limit - log.elapsed();
  return ends === null ? own : Math.min(own, (ends - performance.now()) / 1000);
}

function tick() {
  const left = Math.max(0, secondsLeft());
  const shown = asClock(left);
  if (clock.textContent !== shown) clock.textContent = shown;
  if (log.zero === null || log.ended) return;
  look.tick();
  for (const mark of SAY_AT_SECONDS) {
    if (left <= mark && said > mark && limit > mark) {
      said = mark;
      say(`left-${mark}`);
    }
  }
  if (left <= 0) end();
}

/* The part: begin, end, continued elsewhere */

/** @param {boolean} locked */
function lock(locked) {
  for (const input of root.querySelectorAll("[data-keys]")) input.readOnly = locked;
  for (const button of root.querySelectorAll("[data-task] button")) button.disabled = locked;
}

function end() {
  if (log.ended) return;
  log.end();
  showDone();
}

function showDone() {
  log.ended = true;
  lock(true);
  for (const name of ["wait", "done-button", "begin-box"]) if (find(name)) find(name).hidden = true;
  find("done").hidden = false;
  say("over");
  // Not the button: an applicant who is still typing would press it by accident.
  find("done").focus();
}

function elsewhere() {
  log.ended = true;
  log.strokes = [];
  lock(true);
  find("done-button").hidden = true;
  find("elsewhere-note").hidden = false;
  say("elsewhere");
}

async function goOn() {
  find("go-on").disabled = true;
  if (sitting.state.parts === sitting.state.part && sitting.state.item === item) return sitting.finish();
  find("wait").hidden = false;
  await sitting.outbox.empty();
  return window.location.reload();
}

/** @param {any} state */
function ready(state) {
  if (find("begin-box")) find("begin-box").hidden = true;
  find("wait").hidden = true;
  find("task").hidden = false;
  find("done-button").hidden = false;
  lock(false);
  exercise.show(state);
  exercise.focus();
}

/**
 * Show the task, which the server sends once it knows that the part has begun.
 * @param {Event} event
 */
async function begin(event) {
  find("begin").disabled = true;
  find("wait").hidden = false;
  await log.start(event.timeStamp);
  const state = await sitting.refresh();
  log.setClock(state.elapsed * 1000);
  ready(state);
}

/** Wait until the server has everything from an earlier page, then continue from its text. */
async function resume() {
  lock(true);
  find("wait").hidden = false;
  await log.record("resumed");
  const state = await sitting.refresh();
  if (state.finished || state.item !== item) return showDone();
  if (!state.started) return wait();
  log.resume(state);
  return ready(state);
}

/** Before the part begins: show a passage at once; other tasks wait for the button. */
function wait() {
  find("wait").hidden = true;
  if (!find("begin")) return ready(sitting.state);
  find("begin").disabled = false;
  find("begin").focus();
}

log.addEventListener("start", () => say("started"));
log.addEventListener("refused", () => say("blocked"));
find("begin")?.addEventListener("click", begin);
find("done-button").addEventListener("click", end);
find("go-on").addEventListener("click", goOn);
sitting.beforeEnd(async () => {
  if (!log.ended) await log.flush();
});
sitting.addEventListener("state", ({ detail }) => {
  if (log.ended) return;
  if (detail.item !== item || detail.over) {
    if (secondsLeft() > NEARLY_OVER) elsewhere();
    else end();
  } else if (detail.page && detail.page !== log.page && log.zero !== null) elsewhere();
  else if (detail.started && log.zero !== null) ends = performance.now() + detail.seconds_left * 1000;
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden && !log.ended) log.flush();
});
setInterval(() => {
  if (!log.ended) log.flush();
}, SEND_EVERY_MS);
setInterval(tick, 200);

tick();
if (sitting.state.over) showDone();
else if (sitting.state.started || (await sitting.outbox.holdsEarlier())) resume();
else wait();
