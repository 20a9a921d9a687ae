/* The e-mail page: the reply is recorded while it is written.
   Finds: textarea[data-reply data-item] · [data-words data-one data-many] · [data-no-words] · [data-hand-in] ·
   [data-own data-fewest data-below data-enough], [data-own-say] (polite), both absent in practice */

import { Draft, wordsIn } from "/static/js/draft.js";
import { openSitting } from "/static/js/sitting.js";

const OWN_STEP = 20;

const sitting = openSitting();
const field = document.querySelector("[data-reply]");
const words = document.querySelector("[data-words]");
const nothing = document.querySelector("[data-no-words]");
const own = document.querySelector("[data-own]");
const ownSay = document.querySelector("[data-own-say]");
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
/** Own words in the last sentence that a screen reader was given. */
let said = sitting.state.own_words;

/**
 * Show the number of own words, which the server counts whenever it has saved the text.
 * @param {number} many
 */
function showOwn(many) {
  if (!own) return;
  const fewest = Number(own.dataset.fewest);
  own.textContent = (many < fewest ? own.dataset.below : own.dataset.enough).replace("{n}", String(many));
  // Said aloud when it begins or ceases to be enough, and every OWN_STEP words below; not at every save.
  const crossed = said < fewest !== many < fewest;
  const far = many < fewest && Math.abs(many - said) >= OWN_STEP;
  if (!crossed && !far) return;
  said = many;
  ownSay.textContent = own.textContent;
}

sitting.addEventListener("state", ({ detail }) => {
  draft.takeOver(detail.text);
  showOwn(detail.own_words);
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
showOwn(sitting.state.own_words);
