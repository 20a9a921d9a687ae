/* Copy typing: the typed text is marked in the passage itself. */

import { Passage } from "./passage.js";

/** @param {Part} part */
export function open({ root, find, log, sitting, end }) {
  const field = find("keys");
  const progress = find("progress");
  const text = sitting.state.passage;
  const passage = new Passage(find("passage"), text, field);
  const caret = () => passage.moveCaret(field.value.slice(0, field.selectionEnd));
  const paint = () => {
    passage.show(log.text());
    caret();
  };
  log.watch(field, () => 0, () => {
    paint();
    if (log.values[0].length === text.length && log.text() === text) end();
  });
  document.addEventListener("selectionchange", () => {
    if (document.activeElement === field) caret();
  });
  const again = () => {
    passage.measure();
    caret();
  };
  new ResizeObserver(again).observe(find("passage"));
  root.addEventListener("look", again);
  find("passage").addEventListener("click", () => field.focus({ preventScroll: true }));
  // Not at every key: a change of the bar causes a new layout.
  setInterval(() => {
    progress.value = Math.min(log.values[0].length, text.length);
  }, 500);
  paint();
  return {
    show() {
      field.value = log.text();
      field.selectionStart = field.value.length;
      paint();
    },
    focus: () => field.focus({ preventScroll: true }),
  };
}
