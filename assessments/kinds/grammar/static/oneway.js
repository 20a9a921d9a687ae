/* The adaptive grammar page: one question at a time and no way back. Reloading the page shows the next question.
   Finds: [data-question][data-one-way] with [data-answer-form] and [data-no-answer] · [data-done] · [data-hand-in] */

import { bindLetters, bindOrder, readAnswer } from "./answers.js";

const TYPING_PAUSE_MS = 800;

/** @param {Sitting} sitting */
export function oneWay(sitting) {
  const question = document.querySelector("[data-one-way]");
  document.querySelector("[data-hand-in]")?.addEventListener("click", (event) => {
    event.currentTarget.disabled = true;
    sitting.finish();
  });
  if (question) ask(sitting, question);
  else document.querySelector("[data-done]")?.focus();
}

/**
 * @param {Sitting} sitting
 * @param {PageElement} question
 */
function ask(sitting, question) {
  const item = question.dataset.question;
  let kept = sitting.state.answers[item] ?? "";
  let shownSince = performance.now();
  /** @type {number | undefined} */
  let pause;
  let warned = false;

  function keep() {
    clearTimeout(pause);
    const answer = readAnswer(question);
    if (answer === kept) return;
    kept = answer;
    const now = performance.now();
    const seconds = Math.min(86400, Math.round((now - shownSince) / 100) / 10);
    shownSince = now;
    sitting.record("answered", { item, answer, seconds_on_screen: seconds });
  }

  question.querySelector("[data-answer-form]").addEventListener("submit", async (event) => {
    event.preventDefault();
    keep();
    if (!kept.trim() && !warned) {
      warned = true;
      question.querySelector("[data-no-answer]").hidden = false;
      return;
    }
    const button = question.querySelector("[type=submit]");
    if (button.disabled) return;
    button.disabled = true;
    sitting.record("went_on", { item });
    await sitting.outbox.empty();
    window.location.reload();
  });
  question.addEventListener("change", keep);
  question.addEventListener("input", (event) => {
    if (event.target.type === "radio") return;
    clearTimeout(pause);
    pause = setTimeout(keep, TYPING_PAUSE_MS);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) keep();
  });
  sitting.beforeEnd?.(async () => keep());
  sitting.addEventListener("state", ({ detail }) => {
    // The sitting moved on in another tab, or while the connection was down.
    const before = detail.questions[0]?.id;
    if (before !== item && !question.querySelector("[type=submit]").disabled) window.location.reload();
  });
  bindOrder(question, keep, (laid) => sitting.record("laid", laid));
  bindLetters(question);
  (question.querySelector("input[type=text], textarea") ?? question).focus();
}
