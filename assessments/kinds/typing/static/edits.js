/* The change between two states of a field, in code points. Pure: no page, no clock. */

/**
 * Return a text as a list of code points; a lone surrogate becomes U+FFFD, because JSON cannot carry it.
 * @param {string} text
 */
export function points(text) {
  return Array.from(text.replace(/\p{Surrogate}/gu, "\ufffd"));
}

/**
 * Return the change from `before` to `after` (lists of code points): `text` replaces the characters
 * `start` to `end`. The caret is behind the inserted text, so where several changes give the same result
 * (which "o" of "oo"?) it identifies what was typed. Null when nothing changed.
 * @param {string[]} before
 * @param {string[]} after
 * @param {number} caret
 * @returns {Change | null}
 */
export function change(before, after, caret) {
  const most = Math.min(before.length, after.length);
  let tail = 0;
  const behind = Math.max(0, after.length - caret);
  while (
    tail < Math.min(most, behind) &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1;
  }
  let head = 0;
  while (head < most - tail && before[head] === after[head]) head += 1;
  while (
    tail < most - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1;
  }
  const end = before.length - tail;
  const text = after.slice(head, after.length - tail);
  return head === end && text.length === 0 ? null : { start: head, end, text };
}

/**
 * Split a change into changes of at most `most` characters with the same result.
 * @param {Change} change
 * @param {number} most
 */
export function pieces({ start, end, text }, most) {
  if (text.length <= most) return [{ start, end, text: text.join("") }];
  const all = [];
  for (let from = 0; from < text.length; from += most) {
    all.push({
      start: start + from,
      end: from === 0 ? end : start + from,
      text: text.slice(from, from + most).join(""),
    });
  }
  return all;
}
