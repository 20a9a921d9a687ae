/* The page of the voice test: ready, listen once, prepare, record, safe, next.
   Finds in [data-voice]: [data-when-task] and [data-when-view] (shown for these tasks and views) ·
   button[data-act] · [data-text] · [data-number] [data-seconds] · [data-say] live region ·
   [data-phrases] with the sentences by data-phrase ({n}, {kb} are filled in) · [data-pills] with its
   <template> · [data-level] rects · [data-cause] notices · audio[data-prompt] · [data-again]
   [data-hear] [data-plays-once] [data-plays-more] [data-plays-most] [data-skip] [data-skip-dialog] [data-skip-sure]. */

import { openSitting } from "/static/js/sitting.js";
import { openMicrophone, Recorder } from "./recorder.js";
import { fetchPrompt, playThrough } from "./prompt_sound.js";
import { drawPills, followLevel, say as sayIn } from "./stage.js";
import { Uploads } from "./uploads.js";
import { watchAway } from "./away.js";

const STOP_FROM_SECONDS = 1;
const ANNOUNCE_AT = 10;

const sitting = openSitting();
const uploads = new Uploads({ sitting });
const recorder = new Recorder({ uploads });
const root = document.querySelector("[data-voice]");
/** @param {string} name */
const find = (name) => root.querySelector(`[data-${name}]`);
const button = find("act");
const prompt = find("prompt");

/** @type {MediaStream | null} */
let stream = null;
/** @type {(() => void) | null} */
let stopLevel = null;
/** @type {string | null} */
let busy = null; // a view of the page itself, between two states of the server
let item = sitting.state.item;
/** @type {any} */
let ahead = null; // the next item, when the applicant has finished with the present item
/** @type {{at: number, atEnd: () => void} | null} */
let ends = null;
let announced = false;

/**
 * @param {string} name
 * @param {Values} [values]
 */
const say = (name, values) => sayIn(root, name, values);

/* ---- what is shown ---- */

function view() {
  if (busy) return busy;
  if (ahead) return "ready";
  return item === null ? "finished" : item.step;
}

function show() {
  const shown = ahead ?? item;
  const now = { task: shown?.page ?? "", view: view() };
  for (const element of root.querySelectorAll("[data-when-task], [data-when-view]")) {
    /** @param {"task" | "view"} kind */
    const fits = (kind) => {
      const wanted = element.getAttribute(`data-when-${kind}`);
      return wanted === null || wanted.split(" ").includes(now[kind]);
    };
    element.hidden = !(fits("task") && fits("view"));
  }
  root.dataset.view = now.view;
  find("number").textContent = sitting.state.number + (ahead ? 1 : 0);
  find("text").textContent = ahead ? "" : (item?.text ?? "");
  button.disabled = ["playing", "starting", "sending"].includes(now.view);
  find("plays-once").hidden = shown?.plays_most !== 1;
  find("plays-more").hidden = !(shown?.plays_most > 1);
  find("plays-most").textContent = shown?.plays_most ?? "";
  find("hear").hidden = !(now.view === "speak" && item.plays > 0 && item.plays_left > 0);
  find("again").hidden = !(now.view === "recorded" && item.takes_left > 0);
  find("skip").hidden = !["ready", "listen", "prepare", "speak"].includes(now.view);
}

/**
 * @param {number | null} seconds
 * @param {() => void} [atEnd]
 */
function count(seconds, atEnd = () => {}) {
  ends = seconds === null ? null : { at: performance.now() + seconds * 1000, atEnd };
  announced = seconds === null || seconds <= ANNOUNCE_AT;
  tick();
}

function tick() {
  if (!ends) {
    find("seconds").textContent = "";
    return;
  }
  const left = Math.max(0, (ends.at - performance.now()) / 1000);
  const text = String(Math.ceil(left));
  if (find("seconds").textContent !== text) find("seconds").textContent = text;
  if (!announced && left <= ANNOUNCE_AT) {
    announced = true;
    say("ten_left");
  }
  if (left > 0) return;
  const { atEnd } = ends;
  ends = null;
  atEnd();
}

/* ---- microphone ---- */

async function ensureMicrophone() {
  for (const notice of root.querySelectorAll("[data-cause]")) notice.hidden = true;
  if (stream?.getAudioTracks().some((track) => track.readyState === "live")) return true;
  try {
    stream = await openMicrophone();
  } catch (error) {
    const { cause } = /** @type {Error} */ (error);
    const notice = root.querySelector(`[data-cause="${cause ?? "unsupported"}"]`);
    if (notice) notice.hidden = false;
    return false;
  }
  return true;
}

/* ---- the steps ---- */

/** @param {string} id */
async function open(id) {
  button.disabled = true;
  if (!(await ensureMicrophone())) {
    show();
    return;
  }
  const answer = await sitting.record("item_opened", { item: id });
  item = (answer?.state ?? sitting.state).item;
  ahead = null;
  show();
  if (item?.step === "listen") await listen();
}

async function listen() {
  if (busy) return;
  const { id, plays } = item;
  busy = "playing";
  show();
  try {
    const sound = await fetchPrompt(sitting, id);
    say("playing");
    await playThrough(prompt, sound, () => sitting.record("prompt_played", { item: id, play: plays }));
  } catch (error) {
    console.warn(error);
    busy = null;
    await sitting.refresh().catch(() => undefined);
    say(item?.step === "listen" ? "prompt_failed" : "prompt_gone");
    show();
    return;
  }
  busy = null;
  heard(id, plays);
}

/**
 * Continue after the prompt: prepare, offer to play it again, or record at once.
 * @param {string} id
 * @param {number} plays
 */
function heard(id, plays) {
  if (item?.id !== id) return show();
  // The server may not know yet, because the connection may be down.
  if (item.plays === plays) {
    const left = item.plays_most - plays - 1;
    const step = item.prepare_seconds > 0 ? "prepare" : "speak";
    item = { ...item, step, plays: plays + 1, plays_left: left, prepare_left: item.prepare_seconds };
  }
  show();
  if (view() === "prepare") return prepare();
  return item.plays_left > 0 ? undefined : record();
}

async function record() {
  if (recorder.isRecording || busy === "starting") return;
  busy = "starting";
  count(null);
  say("starting");
  show();
  if (!(await ensureMicrophone())) {
    busy = null;
    show();
    return;
  }
  try {
    const limit = item.step === "speak" && item.speak_left > 0 ? item.speak_left : item.speak_seconds;
    const { upload, heard: sounds } = await recorder.start({ item: item.id, stream: /** @type {MediaStream} */ (stream), limit });
    sitting.record("recording_started", { item: upload.item, client_id: upload.clientId });
    busy = "recording";
    say(sounds ? "recording" : "recording_quiet");
    count(limit, () => recorder.stop());
    stopLevel = followLevel(root, /** @type {MediaStream} */ (stream));
  } catch (error) {
    console.warn(error);
    busy = null;
    root.querySelector('[data-cause="busy"]').hidden = false;
  }
  show();
  button.focus();
}

function stopped() {
  stopLevel?.();
  stopLevel = null;
  busy = "sending";
  count(null);
  say("saving");
  show();
}

/** @param {Upload} upload */
function progressed(upload) {
  drawPills(root, sitting.state.answers, uploads);
  if (busy !== "sending" || upload !== uploads.all.at(-1)) return;
  if (upload.status === "waiting") say(upload.kept ? "waiting" : "waiting_open");
  if (upload.status === "refused") {
    say(upload.code === 413 ? "too_large" : "refused");
    busy = null;
    sitting.refresh().catch(() => undefined);
    show();
  }
}

/**
 * Apply a new state of the server, except to what the page is in the middle of.
 * @param {any} state
 */
function arrived(state) {
  const before = item?.id;
  const safe = busy === "sending" && uploads.waiting.length === 0;
  if (safe) busy = null;
  item = state.item;
  if (ahead && item?.step !== "recorded") ahead = null;
  drawPills(root, sitting.state.answers, uploads);
  if (busy) return;
  show();
  if (safe) {
    say(item === null || item.step === "recorded" || item.id !== before ? "safe" : "");
    button.focus();
  }
  if (view() !== "prepare") count(null);
  else if (!ends) prepare();
}

function prepare() {
  say("prepare", { n: Math.ceil(item.prepare_left) });
  count(item.prepare_left, () => (stream ? record() : sitting.refresh()));
}

function act() {
  const now = view();
  if (now === "ready") return open((ahead ?? item).id);
  if (now === "listen") return ensureMicrophone().then((good) => (good ? listen() : undefined));
  if (now === "prepare" || now === "speak") return record();
  if (now === "recording") {
    if (recorder.seconds() >= STOP_FROM_SECONDS) recorder.stop();
    return undefined;
  }
  if (now === "recorded" && sitting.state.next) {
    ahead = sitting.state.next;
    say("");
    show();
    return undefined;
  }
  return finish();
}

async function finish() {
  button.disabled = true;
  await uploads.settled();
  for (const track of stream?.getTracks() ?? []) track.stop();
  await sitting.finish();
}

/* ---- begin ---- */

button.addEventListener("click", act);
find("again").addEventListener("click", record);
find("hear").addEventListener("click", listen);
find("skip").addEventListener("click", () => find("skip-dialog").showModal());
find("skip-sure").addEventListener("click", () => {
  find("skip-dialog").close();
  const left = ahead ?? item;
  if (!left || recorder.isRecording) return;
  count(null);
  // Opening the item first ends the previous item, which could still be recorded again.
  if (ahead) sitting.record("item_opened", { item: left.id });
  sitting.record("skipped", { item: left.id });
});
watchAway(() => ({ item: item?.id, view: view() }), (data) => sitting.record("looked_away", data));
recorder.addEventListener("stopped", stopped);
uploads.addEventListener("progress", (event) => progressed(event.detail));
sitting.addEventListener("state", (event) => arrived(event.detail));
sitting.beforeEnd(async () => {
  recorder.stop();
  await uploads.settled();
});
window.addEventListener("beforeunload", (event) => {
  if (recorder.isRecording) event.preventDefault();
});
setInterval(tick, 200);
uploads
  .resume()
  .catch((error) => console.warn("recordings: cannot be read", error))
  .then(() => {
    if (uploads.waiting.length > 0) {
      busy = "sending";
      say("resuming");
    }
    show();
    drawPills(root, sitting.state.answers, uploads);
    if (view() === "prepare") prepare();
    root.dataset.ready = "yes";
  });
