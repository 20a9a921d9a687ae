/* The grammar page: one question at a time or all on one page, every answer recorded as it is given.
   Finds: [data-question] sections with [data-answer-form] and [data-back] · [data-go] number buttons (data-answered, aria-current) ·
   [data-review] [data-review-panel] [data-review-answer data-none] [data-all-answered] [data-some-open] [data-return] [data-hand-in] [data-asking] ·
   [data-flag] · [data-one-page]. An adaptive sitting ([data-one-way], [data-done]) is another page: oneway.js */

import { openSitting } from "/static/js/sitting.js";
import { bindLetters, bindOrder, readAnswer, wordsOf, writeAnswer } from "./answers.js";
import { oneWay } from "./oneway.js";

const TYPING_PAUSE_MS = 800;

const sitting = openSitting();
/** @param {string} name */
const find = (name) => document.querySelector(`[data-${name}]`);
/** @param {string} name */
const all = (name) => Array.from(document.querySelectorAll(`[data-${name}]`));

const questions = all("question");
const numbers = Array.from(document.querySelectorAll(".question-list [data-go]"));
const asking = find("asking");
const onePage = asking?.hasAttribute("data-one-page");
const panel = find("review-panel");

const kept = { ...sitting.state.answers };
const moved = new Set();
let open = sitting.state.open;
let shownSince = performance.now();
/** @type {number | undefined} */
let pause;

/** Record changed answers: of the open question, or of all questions if they share one page. */
function keep() {
  clearTimeout(pause);
  if (asking.hidden) return;
  if (onePage) questions.forEach((_, place) => keepAnswer(place));
  else keepAnswer(open);
}

/** @param {number} place */
function keepAnswer(place) {
  const question = questions[place];
  if (!question || question.hidden) return;
  const item = question.dataset.question;
  const answer = readAnswer(question);
  if (answer === (kept[item] ?? "")) return;
  kept[item] = answer;
  const now = performance.now();
  const seconds = Math.min(86400, Math.round((now - shownSince) / 100) / 10);
  shownSince = now;
  sitting.record("answered", { item, answer, seconds_on_screen: seconds });
  numbers[place].toggleAttribute("data-answered", answer.trim() !== "");
}

/** @param {number} index */
function show(index) {
  keep();
  panel.hidden = true;
  asking.hidden = false;
  open = Math.max(0, Math.min(index, questions.length - 1));
  questions.forEach((question, place) => {
    question.hidden = place !== open && !onePage;
  });
  numbers.forEach((number, place) => {
    if (place === open) number.setAttribute("aria-current", "step");
    else number.removeAttribute("aria-current");
  });
  shownSince = performance.now();
  const field = questions[open].querySelector("input[type=text], textarea");
  (field ?? questions[open]).focus();
}

function review() {
  keep();
  let missing = 0;
  all("review-answer").forEach((place, index) => {
    const words = wordsOf(questions[index]);
    place.textContent = words || place.dataset.none;
    place.toggleAttribute("data-open", !words);
    missing += words ? 0 : 1;
  });
  find("all-answered").hidden = missing > 0;
  find("some-open").hidden = missing === 0;
  asking.hidden = true;
  panel.hidden = false;
  panel.focus();
}

/**
 * Show answers of an earlier page that have only now reached the server.
 * @param {{answers: Record<string, string>, laid: Record<string, string>}} state
 */
function adopt({ answers, laid }) {
  questions.forEach((question, place) => {
    const item = question.dataset.question;
    if (laid[item] && !moved.has(item) && !(item in kept)) writeAnswer(question, laid[item]);
    const answer = answers[item];
    if (!answer || item in kept || readAnswer(question)) return;
    kept[item] = answer;
    writeAnswer(question, answer);
    numbers[place].toggleAttribute("data-answered", true);
  });
}

/**
 * @param {PageElement} question
 * @param {number} place
 */
function flag(question, place) {
  const button = question.querySelector("[data-flag]");
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  numbers[place].toggleAttribute("data-flagged", on);
  sitting.record("flagged", { item: question.dataset.question, on });
}

/**
 * @param {PageElement} question
 * @param {number} index
 */
function bind(question, index) {
  question.querySelector("[data-answer-form]").addEventListener("submit", (event) => {
    event.preventDefault();
    if (index + 1 < questions.length) show(index + 1);
    else review();
  });
  question.querySelector("[data-back]")?.addEventListener("click", () => show(index - 1));
  question.querySelector("[data-flag]").addEventListener("click", () => flag(question, index));
  question.addEventListener("focusin", () => {
    open = index;
  });
  question.addEventListener("change", keep);
  bindOrder(question, keep, (laid) => {
    moved.add(laid.item);
    sitting.record("laid", laid);
  });
  bindLetters(question);
  question.addEventListener("input", (event) => {
    if (event.target.type === "radio") return;
    clearTimeout(pause);
    pause = setTimeout(keep, TYPING_PAUSE_MS);
  });
}

function start() {
  questions.forEach(bind);
  all("go").forEach((button) => {
    button.addEventListener("click", () => show(Number(button.dataset.go)));
  });
  find("review").addEventListener("click", review);
  find("return").addEventListener("click", () => show(open));
  find("hand-in").addEventListener("click", (event) => {
    event.currentTarget.disabled = true;
    sitting.finish();
  });
  sitting.addEventListener("state", ({ detail }) => adopt(detail));
  sitting.beforeEnd?.(async () => keep());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) keep();
  });
}

if (sitting.state.adaptive || !questions.length) oneWay(sitting);
else start();
