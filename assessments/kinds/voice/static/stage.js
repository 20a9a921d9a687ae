/* Small pieces of the voice page: sentences from the template, the level, what is safe. */

import { watchLevel } from "./recorder.js";

const QUIET_BELOW = 0.03;
const LOUD_FROM = 0.98;
const JUDGE_EVERY_MS = 3000;
const TALL = 56;
const SHORT = 4;
const TONES = { safe: "good", recording: "info", sending: "info", waiting: "warn", refused: "bad" };

function phrase(root, name, values = {}) {
  const text = root.querySelector(`[data-phrase="${name}"]`)?.textContent ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

/** Write a sentence of the template into the live region; no name empties it. */
export function say(root, name, values) {
  const text = name ? phrase(root, name, values) : "";
  const place = root.querySelector("[data-say]");
  if (place.textContent !== text) place.textContent = text;
}

/** Show for each answer what is truly known: safe only when the server said so. */
export function drawPills(root, answers, uploads) {
  const list = root.querySelector("[data-pills]");
  const shape = list.querySelector("template");
  for (const old of list.querySelectorAll("li")) old.remove();
  answers.forEach((answer, place) => {
    const upload = uploads.all.filter((one) => one.item === answer.item).at(-1);
    const status = upload && !(upload.isOver && answer.recorded) ? upload.status : answer.recorded ? "safe" : "";
    if (!status) return;
    const pill = shape.content.cloneNode(true).querySelector("li");
    pill.classList.add(TONES[status]);
    const kb = Math.round((upload?.sent ?? 0) / 1024);
    const rest = Math.ceil(((upload?.bytes ?? 0) - (upload?.sent ?? 0)) / 1024);
    const open = !upload?.kept && ["recording", "sending", "waiting"].includes(status);
    const name = open ? `${status}_open` : status;
    pill.textContent = phrase(root, `pill_${name}`, { n: place + 1, kb, rest });
    list.append(pill);
  });
}

function draw(bars, heights) {
  bars.forEach((bar, n) => {
    // The eye judges loudness as the ear does, so the height goes with the square root.
    const tall = Math.max(SHORT, Math.sqrt(heights[n]) * TALL);
    bar.setAttribute("height", tall.toFixed(1));
    bar.setAttribute("y", ((TALL - tall) / 2).toFixed(1));
  });
}

/** Draw the level and say how it is every few seconds; returns a function that ends it. */
export function followLevel(root, stream) {
  const bars = [...root.querySelector("[data-level]").children];
  const heights = bars.map(() => 0);
  let peak = 0;
  let judged = performance.now();
  const end = watchLevel(stream, (level) => {
    heights.push(level);
    heights.shift();
    draw(bars, heights);
    peak = Math.max(peak, level);
    if (performance.now() - judged < JUDGE_EVERY_MS) return;
    say(root, peak < QUIET_BELOW ? "recording_quiet" : peak >= LOUD_FROM ? "recording_loud" : "recording_good");
    peak = 0;
    judged = performance.now();
  });
  return () => {
    end();
    draw(bars, bars.map(() => 0));
  };
}
