/* A text with marks: a line under the text shows the explanation of the mark that has focus or the pointer.
   Finds in [data-slips]: a.slip, each with the href of its entry in the list · [data-slip-note] */

/** @param {PageElement} text */
function follow(text) {
  const note = text.querySelector("[data-slip-note]");
  /** @param {{target: PageElement}} event */
  const tell = ({ target }) => {
    const slip = target.closest?.("a.slip");
    const entry = slip && document.getElementById(slip.hash.slice(1));
    if (note && entry) note.textContent = entry.textContent.replace(/\s+/g, " ").trim();
  };
  text.addEventListener("focusin", tell);
  text.addEventListener("mouseover", tell);
}

export function followSlips() {
  for (const text of document.querySelectorAll("[data-slips]")) follow(text);
}
