/* The device check: browser, line, microphone with its level, playback, and whether a program
   understands a sentence. Holds no sentence for people. Nothing here blocks for ever: after two tries
   that were not understood, or when the server is too busy, the applicant may continue and the record says so.
   Page: [data-device-check] with data-url, data-line, data-sentence, data-needs-microphone. */

import { measureLine, verdictOn } from "/static/js/line_check.js";
import { send } from "/static/js/sitting.js";
import { adviceOn, onMeter, SoundLevel, zoneOf } from "/static/js/sound_level.js";
import { openMicrophone, watchLevel } from "/kinds/voice/recorder.js";

const SECONDS = 5;
const HEARD_FROM = 0.02;
const ENOUGH_TRIES = 2;
const ASK_EVERY_MS = 1000;
const LONGEST_WAIT_MS = 30000;
const ZONE_EVERY_MS = 1500;

const root = document.querySelector("[data-device-check]");
/** @param {string} name */
const part = (name) => root.querySelector(`[data-${name}]`);
const needsMicrophone = root.dataset.needsMicrophone === "yes";
/** @type {DeviceRecord} */
const record = {
  browser: navigator.userAgent.slice(0, 400),
  screen: `${screen.width}x${screen.height}`,
  microphone: needsMicrophone ? "unsupported" : "not_needed",
  ...new SoundLevel().figures(),
  heard_playback: null,
  touch_only: matchMedia("(pointer: coarse)").matches && !matchMedia("(any-pointer: fine)").matches,
};
let tries = 0;
let settled = false; // whether the check of the sentence has ended, with or without a result
let missed = false; // whether the sentence was not understood and another try is needed

/**
 * @param {string} name
 * @param {boolean} visible
 */
function show(name, visible = true) {
  const element = part(name);
  if (element) element.hidden = !visible;
}

/**
 * Write the sentence of that name into a live region; an empty name clears it.
 * @param {string} place
 * @param {string} name
 * @param {Values} values
 */
function say(place, name, values = {}) {
  const text = name ? (part(place).getAttribute(`data-${name}`) ?? "") : "";
  part(place).textContent = text.replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

/** @param {string} name */
const sayMicrophone = (name) => say("microphone-state", name);

function update() {
  const heard = record.microphone === "working" && record.heard_playback === true && settled;
  part("go-on").disabled = !good || (needsMicrophone && !heard);
  const open = needsMicrophone && record.microphone === "working" && !heard;
  show("still-open", open && !missed);
  show("once-more", open && missed);
}

function offerGoingOnWithout() {
  show("go-on-without");
  show("without-note");
}

/* ---- browser and line ---- */

function checkBrowser() {
  const able = "indexedDB" in window && "fetch" in window && typeof HTMLDialogElement === "function";
  show(able ? "browser-good" : "browser-bad");
  show("touch-only", record.touch_only);
  return able;
}

async function checkLine() {
  const button = part("try-line");
  button.disabled = true;
  say("line-state", "measuring");
  show("line-figures", false);
  const line = await measureLine(send, root.dataset.line);
  Object.assign(record, line);
  say("line-state", verdictOn(line));
  if (line.upload_kbps !== null && line.round_trip_ms !== null) {
    say("line-figures", "figures", {
      ms: Math.max(1, Math.round(line.round_trip_ms)),
      mbit: (line.upload_kbps / 1000).toFixed(line.upload_kbps < 1000 ? 2 : 1),
    });
    show("line-figures");
  }
  button.disabled = false;
}

/* ---- microphone ---- */

/** @param {string} cause */
function showCause(cause) {
  for (const notice of root.querySelectorAll("[data-cause]")) notice.hidden = notice.dataset.cause !== cause;
  if (cause) offerGoingOnWithout();
}

/**
 * @param {MediaStream} stream
 * @returns {Promise<Blob>}
 */
function recordClip(stream) {
  /** @type {Blob[]} */
  const chunks = [];
  const recorder = new MediaRecorder(stream);
  recorder.addEventListener("dataavailable", (event) => chunks.push(event.data));
  const done = new Promise((resolve, reject) => {
    recorder.addEventListener("stop", () => resolve(new Blob(chunks, { type: recorder.mimeType })));
    recorder.addEventListener("error", (event) => reject(event.error ?? event));
  });
  recorder.start();
  setTimeout(() => recorder.state !== "inactive" && recorder.stop(), SECONDS * 1000);
  return done;
}

/**
 * Follow the level of a stream; returns the level and a function that stops it.
 * @param {MediaStream} stream
 */
function follow(stream) {
  const level = new SoundLevel();
  let judged = performance.now();
  const stop = watchLevel(stream, (peak, rms) => {
    level.add(peak, rms);
    part("level").value = onMeter(rms);
    if (performance.now() - judged < ZONE_EVERY_MS) return;
    judged = performance.now();
    say("zone", zoneOf(rms));
  });
  const end = () => {
    stop();
    say("zone", "");
    part("level").value = 0;
  };
  return { level, end };
}

function forgetLast() {
  showCause("");
  for (const advice of root.querySelectorAll("[data-advice]")) advice.hidden = true;
  record.heard_playback = null;
  for (const radio of root.querySelectorAll('input[name="heard"]')) radio.checked = false;
  show("not-heard", false);
  Object.assign(record, new SoundLevel().figures());
  settled = false;
  missed = false;
  say("understanding", "");
  show("understood-text", false);
  show("enough-tries", false);
}

/** @param {MediaStream} stream */
async function listenTo(stream) {
  sayMicrophone("listening");
  const { level, end } = follow(stream);
  try {
    const clip = await recordClip(stream);
    return { clip, figures: level.figures() };
  } finally {
    end();
    for (const track of stream.getTracks()) track.stop();
  }
}

async function tryMicrophone() {
  part("try").disabled = true;
  forgetLast();
  try {
    const { clip, figures } = await listenTo(await openMicrophone());
    Object.assign(record, figures);
    judge(clip);
  } catch (error) {
    record.microphone = String(/** @type {Error} */ (error).cause ?? "busy");
    showCause(record.microphone);
    sayMicrophone("");
  }
  part("try").disabled = false;
  update();
}

/** @param {Blob} clip */
function judge(clip) {
  if (record.peak_level === null || record.peak_level < HEARD_FROM) {
    record.microphone = "silent";
    sayMicrophone("quiet");
    offerGoingOnWithout();
    return;
  }
  const advice = adviceOn(record);
  for (const name of advice) part(`advice="${name}"`).hidden = false;
  sayMicrophone(advice.length > 0 ? "fair" : "good");
  record.microphone = "working";
  URL.revokeObjectURL(part("own-voice").src);
  part("own-voice").src = URL.createObjectURL(clip);
  show("playback");
  understand(clip);
}

/* ---- is it understood? ---- */

/** @param {Blob} clip */
async function understand(clip) {
  tries += 1;
  const mine = tries;
  say("understanding", "sending");
  let answer;
  try {
    answer = await answerOn(clip, () => mine === tries);
  } catch (error) {
    console.warn("sound check:", error);
    answer = { state: "not_sent" };
  }
  if (mine !== tries) return;
  const name = answer.state === "not_understood" && !answer.text ? "nothing" : answer.state;
  say("understanding", name);
  part("understood-text").textContent = answer.text ?? "";
  show("understood-text", Boolean(answer.text));
  settled = answer.state !== "not_understood" || tries >= ENOUGH_TRIES;
  missed = !settled;
  show("enough-tries", answer.state === "not_understood" && settled);
  update();
}

/**
 * Send the sentence and wait for what was understood: {state, text}; "busy" after half a minute.
 * @param {Blob} clip
 * @param {() => boolean} wanted
 * @returns {Promise<{state: string, text?: string}>}
 */
async function answerOn(clip, wanted) {
  const sent = await send(root.dataset.sentence, {
    method: "POST",
    body: clip,
    headers: { "Content-Type": "application/octet-stream" },
    signal: AbortSignal.timeout(LONGEST_WAIT_MS),
  });
  if (!sent.ok) return { state: "not_sent" };
  const { check } = await sent.json();
  say("understanding", "waiting");
  const until = performance.now() + LONGEST_WAIT_MS;
  while (wanted() && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    const response = await send(`${root.dataset.sentence}/${check}`).catch(() => null);
    const answer = response?.ok ? await response.json() : null;
    if (answer && answer.state !== "waiting") return answer;
  }
  return { state: "busy" };
}

/** @param {{target: PageElement}} event */
function onHeard(event) {
  record.heard_playback = event.target.value === "yes";
  show("not-heard", !record.heard_playback);
  if (!record.heard_playback) offerGoingOnWithout();
  update();
}

async function goOn() {
  try {
    const response = await send(root.dataset.url, { method: "POST", json: record });
    if (!response.ok) throw new Error(String(response.status));
    window.location.assign((await response.json()).next);
  } catch {
    show("failed");
  }
}

const good = checkBrowser();
update();
checkLine();
part("try-line").addEventListener("click", checkLine);
part("go-on").addEventListener("click", goOn);
part("go-on-without")?.addEventListener("click", goOn);
const attempt = part("try");
if (attempt) {
  attempt.addEventListener("click", tryMicrophone);
  attempt.disabled = false; // only now does a press have an effect
}
for (const radio of root.querySelectorAll('input[name="heard"]')) radio.addEventListener("change", onHeard);
