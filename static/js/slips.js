/* A text with marks: what was found at the mark in front stands in a line under the text.
   Finds in [data-slips]: a.slip, each with the href of its entry in the list · [data-slip-note] */

function follow(text) {
  const note = text.querySelector("[data-slip-note]");
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
