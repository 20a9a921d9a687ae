/* The e-mail page: the reply is recorded while it is written.
   Finds: textarea[data-reply data-item] · [data-words data-one data-many] · [data-no-words] · [data-hand-in] */

import { Draft, wordsIn } from "/static/js/draft.js";
import { openSitting } from "/static/js/sitting.js";

const sitting = openSitting();
const field = document.querySelector("[data-reply]");
const words = document.querySelector("[data-words]");
const nothing = document.querySelector("[data-no-words]");
const handIn = document.querySelector("[data-hand-in]");

function count() {
  const many = wordsIn(field.value);
  words.textContent = many === 1 ? words.dataset.one : words.dataset.many.replace("{n}", String(many));
  return many;
}

const draft = new Draft(sitting, field, {
  written: "written",
  pasted: "pasted_text",
  changed() {
    nothing.hidden = true;
    count();
  },
});
sitting.addEventListener("state", ({ detail }) => draft.takeOver(detail.text));

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
