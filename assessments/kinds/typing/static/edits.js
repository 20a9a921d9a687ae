/* What changed between two states of a field, in code points. Pure: no page, no clock. */

/** Text as a list of code points; half a surrogate pair would not survive JSON. */
export function points(text) {
  return Array.from(text.replace(/\p{Surrogate}/gu, "\ufffd"));
}

/**
 * The one change that leads from `before` to `after` (lists of code points): characters `start`
 * to `end` gave way to `text`. The caret stands behind what was put in, so of several equal
 * answers ("oo" or "oo"?) it picks the one the hands made. Null when nothing changed.
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

/** The same change in pieces of at most `most` characters; together they do what it did. */
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
