/* The device check: browser, line, microphone with its level, playback, and whether a program
   understands a sentence. Holds no sentence for people. Nothing here blocks for ever: after two tries
   that were not understood, or when the server is too busy, one may go on and the record says so.
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
const part = (name) => root.querySelector(`[data-${name}]`);
const needsMicrophone = root.dataset.needsMicrophone === "yes";
const record = {
  browser: navigator.userAgent.slice(0, 400),
  screen: `${screen.width}x${screen.height}`,
  microphone: needsMicrophone ? "unsupported" : "not_needed",
  peak_level: null,
  heard_playback: null,
  touch_only: matchMedia("(pointer: coarse)").matches && !matchMedia("(any-pointer: fine)").matches,
};
let tries = 0;
let settled = false; // whether it is known what was understood, or that this cannot be known
let missed = false; // whether the sentence was not understood and one more try is wanted

function show(name, visible = true) {
  const element = part(name);
  if (element) element.hidden = !visible;
}

/** Write the sentence of that name into a live region; no name empties it. */
function say(place, name, values = {}) {
  const text = name ? (part(place).getAttribute(`data-${name}`) ?? "") : "";
  part(place).textContent = text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

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
  const found = await measureLine(send, root.dataset.line);
  Object.assign(record, found);
  say("line-state", verdictOn(found));
  if (found.upload_kbps !== null) {
    say("line-figures", "figures", {
      ms: Math.max(1, Math.round(found.round_trip_ms)),
      mbit: (found.upload_kbps / 1000).toFixed(found.upload_kbps < 1000 ? 2 : 1),
    });
    show("line-figures");
  }
  button.disabled = false;
}

/* ---- microphone ---- */

function showCause(cause) {
  for (const notice of root.querySelectorAll("[data-cause]")) notice.hidden = notice.dataset.cause !== cause;
  if (cause) offerGoingOnWithout();
}

function recordClip(stream) {
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

/** Watch the level while somebody speaks; returns the level and a function that ends it. */
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
    record.microphone = error.cause ?? "busy";
    showCause(record.microphone);
    sayMicrophone("");
  }
  part("try").disabled = false;
  update();
}

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

async function understand(clip) {
  tries += 1;
  const mine = tries;
  say("understanding", "sending");
  let found;
  try {
    found = await answerOn(clip, () => mine === tries);
  } catch (error) {
    console.warn("sound check:", error);
    found = { state: "not_sent" };
  }
  if (mine !== tries) return;
  const name = found.state === "not_understood" && !found.text ? "nothing" : found.state;
  say("understanding", name);
  part("understood-text").textContent = found.text ?? "";
  show("understood-text", Boolean(found.text));
  settled = found.state !== "not_understood" || tries >= ENOUGH_TRIES;
  missed = !settled;
  show("enough-tries", found.state === "not_understood" && settled);
  update();
}

/** Send the sentence and wait for what was understood: {state, text}; "busy" after half a minute. */
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
  attempt.disabled = false; // not before a press of it does something
}
for (const radio of root.querySelectorAll('input[name="heard"]')) radio.addEventListener("change", onHeard);
