/* Parts of the voice page: sentences from the template, the level meter and the status of each answer. */

import { watchLevel } from "./recorder.js";

const QUIET_BELOW = 0.03;
const LOUD_FROM = 0.98;
const JUDGE_EVERY_MS = 3000;
const TALL = 56;
const SHORT = 4;
/** @type {Record<string, string>} */
const TONES = { safe: "good", recording: "info", sending: "info", waiting: "warn", refused: "bad" };

/**
 * @param {PageElement} root
 * @param {string} name
 * @param {Values} values
 */
function phrase(root, name, values = {}) {
  const text = root.querySelector(`[data-phrase="${name}"]`)?.textContent ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

/**
 * Write a sentence of the template into the live region; an empty name clears it.
 * @param {PageElement} root
 * @param {string} name
 * @param {Values} [values]
 */
export function say(root, name, values) {
  const text = name ? phrase(root, name, values) : "";
  const place = root.querySelector("[data-say]");
  if (place.textContent !== text) place.textContent = text;
}

/**
 * Show the status of each answer: safe only when the server has confirmed it.
 * @param {PageElement} root
 * @param {{item: string, recorded: boolean}[]} answers
 * @param {Uploads} uploads
 */
export function drawPills(root, answers, uploads) {
  const list = root.querySelector("[data-pills]");
  const shape = list.querySelector("template");
  for (const old of list.querySelectorAll("li")) old.remove();
  answers.forEach((answer, place) => {
    const upload = uploads.all.filter((candidate) => candidate.item === answer.item).at(-1);
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

/**
 * @param {Element[]} bars
 * @param {number[]} heights
 */
function draw(bars, heights) {
  bars.forEach((bar, n) => {
    // The height follows the square root, so that it looks as loud as it sounds.
    const tall = Math.max(SHORT, Math.sqrt(heights[n]) * TALL);
    bar.setAttribute("height", tall.toFixed(1));
    bar.setAttribute("y", ((TALL - tall) / 2).toFixed(1));
  });
}

/**
 * Draw the level and comment on it every few seconds; returns a function that stops it.
 * @param {PageElement} root
 * @param {MediaStream} stream
 */
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
