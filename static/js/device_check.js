/* The device check: browser, microphone with a live level, playback. The sound stays on this computer.
   Page: [data-device-check] with data-url and data-needs-microphone, and the parts named below. */

import { send } from "/static/js/sitting.js";
import { openMicrophone, watchLevel } from "/kinds/voice/recorder.js";

const SECONDS = 5;
const HEARD_FROM = 0.02;

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

function show(name, visible = true) {
  const element = part(name);
  if (element) element.hidden = !visible;
}

function checkBrowser() {
  const good = "indexedDB" in window && "fetch" in window && typeof HTMLDialogElement === "function";
  show(good ? "browser-good" : "browser-bad");
  show("touch-only", record.touch_only);
  return good;
}

function say(name) {
  const place = part("microphone-state");
  place.textContent = name ? place.getAttribute(`data-${name}`) : "";
}

function showCause(cause) {
  for (const notice of root.querySelectorAll("[data-cause]")) notice.hidden = notice.dataset.cause !== cause;
  if (cause) {
    show("go-on-without");
    show("without-note");
  }
}

function recordClip(stream) {
  const chunks = [];
  const recorder = new MediaRecorder(stream);
  recorder.addEventListener("dataavailable", (event) => chunks.push(event.data));
  const done = new Promise((resolve) =>
    recorder.addEventListener("stop", () => resolve(new Blob(chunks, { type: recorder.mimeType }))),
  );
  recorder.start();
  setTimeout(() => recorder.state !== "inactive" && recorder.stop(), SECONDS * 1000);
  return done;
}

async function tryMicrophone() {
  const button = part("try");
  button.disabled = true;
  showCause("");
  let stream;
  try {
    stream = await openMicrophone();
  } catch (error) {
    record.microphone = error.cause ?? "unsupported";
    showCause(record.microphone);
    say("");
    button.disabled = false;
    return;
  }
  say("listening");
  let peak = 0;
  const stopWatching = watchLevel(stream, (level) => {
    peak = Math.max(peak, level);
    part("level").value = level;
  });
  const clip = await recordClip(stream);
  stopWatching();
  for (const track of stream.getTracks()) track.stop();
  record.peak_level = Math.min(1, peak);
  button.disabled = false;
  if (peak < HEARD_FROM) {
    say("quiet");
    show("go-on-without");
    show("without-note");
    return;
  }
  say("good");
  record.microphone = "working";
  part("own-voice").src = URL.createObjectURL(clip);
  show("playback");
}

function onHeard(event) {
  record.heard_playback = event.target.value === "yes";
  show("not-heard", !record.heard_playback);
  part("go-on").disabled = !record.heard_playback;
  if (!record.heard_playback) {
    show("go-on-without");
    show("without-note");
  }
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
part("go-on").disabled = !good || needsMicrophone;
part("go-on").addEventListener("click", goOn);
part("go-on-without")?.addEventListener("click", goOn);
const attempt = part("try");
if (attempt) {
  attempt.addEventListener("click", tryMicrophone);
  attempt.disabled = false; // not before a press of it does something
}
for (const radio of root.querySelectorAll('input[name="heard"]')) radio.addEventListener("change", onHeard);
