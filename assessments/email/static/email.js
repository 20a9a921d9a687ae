/* The e-mail page: the reply is recorded while it is written.
   Finds: textarea[data-reply data-item] · [data-words data-one data-many] · [data-no-words] · [data-hand-in] */

import { openSitting } from "/static/js/sitting.js";

const PAUSE_MS = 2000;
const LONGEST_MS = 15000;

const sitting = openSitting();
const field = document.querySelector("[data-reply]");
const words = document.querySelector("[data-words]");
const nothing = document.querySelector("[data-no-words]");
const handIn = document.querySelector("[data-hand-in]");

let kept = field.value;
let keptAt = performance.now();
let typed = false;
let pause = null;

function count() {
  const many = field.value.trim().split(/\s+/).filter(Boolean).length;
  words.textContent = many === 1 ? words.dataset.one : words.dataset.many.replace("{n}", many);
  return many;
}

function keep() {
  clearTimeout(pause);
  if (field.value === kept) return;
  kept = field.value;
  keptAt = performance.now();
  sitting.record("written", { item: field.dataset.item, text: kept });
}

field.addEventListener("input", () => {
  typed = true;
  nothing.hidden = true;
  count();
  clearTimeout(pause);
  if (performance.now() - keptAt > LONGEST_MS) keep();
  else pause = setTimeout(keep, PAUSE_MS);
});
field.addEventListener("blur", keep);
field.addEventListener("paste", (event) => {
  const characters = event.clipboardData?.getData("text").length ?? 0;
  if (characters) sitting.record("pasted_text", { item: field.dataset.item, characters });
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) keep();
});
sitting.addEventListener("timeup", keep);
sitting.beforeEnd(async () => keep());

/** Take over what an earlier page wrote and the server has only now. */
sitting.addEventListener("state", ({ detail }) => {
  if (typed || !detail.text || detail.text === field.value) return;
  field.value = kept = detail.text;
  count();
});

handIn.addEventListener("click", () => {
  if (!count() && nothing.hidden) {
    nothing.hidden = false;
    field.focus();
    return;
  }
  handIn.disabled = true;
  sitting.finish();
});

count();
