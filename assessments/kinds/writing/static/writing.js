/* The writing page: each text is recorded while it is written.
   Finds: [data-text] with textarea[data-item], [data-words data-one data-many], [data-words-say] (polite) ·
   [data-too-short data-fewest] · [data-hand-in] */

import { Draft, wordsIn } from "/static/js/draft.js";
import { openSitting } from "/static/js/sitting.js";

const sitting = openSitting();
const short = document.querySelector("[data-too-short]");
const handIn = document.querySelector("[data-hand-in]");
const texts = [...document.querySelectorAll("[data-text]")].map(follow);

/** @param {PageElement} place */
function follow(place) {
  const field = place.querySelector("textarea");
  const words = place.querySelector("[data-words]");
  const say = place.querySelector("[data-words-say]");
  const count = () => {
    const many = wordsIn(field.value);
    words.textContent = many === 1 ? words.dataset.one : words.dataset.many.replace("{n}", String(many));
  };
  const draft = new Draft(sitting, field, {
    written: "text_written",
    pasted: "text_pasted",
    changed() {
      short.hidden = true;
      count();
    },
    // Counted aloud when the writer rests, not at every key.
    rested() {
      say.textContent = words.textContent;
    },
  });
  count();
  return { field, draft };
}

sitting.addEventListener("state", ({ detail }) => {
  for (const { item, text } of detail.texts) {
    texts.find(({ field }) => field.dataset.item === item)?.draft.takeOver(text);
  }
});

handIn.addEventListener("click", () => {
  const first = texts.find(({ field }) => wordsIn(field.value) < Number(short.dataset.fewest));
  if (first && short.hidden) {
    short.hidden = false;
    first.field.focus();
    return;
  }
  handIn.disabled = true;
  sitting.finish();
});
