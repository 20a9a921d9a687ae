/* The text to copy, letter by letter: right, wrong, and where the caret is. Words are compared with words,
   so a missing letter, or a space left out or typed twice, does not turn the rest red. */

/**
 * Split `typed` into what was typed for each of `words`; the last piece is still being typed. An extra
 * space stays with the word before it. Two words run together, or joined by another key, are split
 * once a space follows them. A piece with a wrong space behind it is longer than its word.
 * @param {string} typed
 * @param {string[]} words
 * @returns {string[]}
 */
export function piecesOf(typed, words) {
  /** @type {string[]} */
  const pieces = [];
  const given = typed.split(" ");
  const inHand = given.pop() ?? "";
  for (const piece of given) {
    const [now, next] = [words[pieces.length], words[pieces.length + 1]];
    const rest = piece.length - (next ?? "").length;
    if (piece === "") {
      if (pieces.length > 0) pieces[pieces.length - 1] += " ";
    } else if (next && piece === `${now}${piece.slice(now.length, rest)}${next}` && rest - now.length < 2)
      pieces.push(`${now}${piece.slice(now.length, rest) || " "}`, next);
    else pieces.push(piece);
  }
  return [...pieces, inHand];
}

export class Passage {
  /**
   * `box` scrolls; its paragraph stays for screen readers; `field` follows the caret, so that an
   * input method opens its window there.
   * @param {PageElement} box
   * @param {string} text
   * @param {PageElement} field
   */
  constructor(box, text, field) {
    this.box = box;
    this.field = field;
    this.words = text.split(" ");
    /** @type {HTMLSpanElement[][]} of each word, with the space after it */
    this.letters = [];
    /** @type {[left: number, top: number, width: number][][]} places of the letters in pixels */
    this.spots = [];
    /** @type {string | null} where the caret stands, as a transform */
    this.at = null;
    /** @type {number | null} top of the caret's line in pixels */
    this.top = null;
    this.line = 0;
    const shown = document.createElement("div");
    shown.className = "letters";
    shown.setAttribute("aria-hidden", "true");
    this.words.forEach((word, index) => {
      const holder = document.createElement("span");
      const row = Array.from(index + 1 < this.words.length ? `${word} ` : word, (letter) => {
        const span = document.createElement("span");
        span.textContent = letter;
        return span;
      });
      holder.append(...row);
      this.letters.push(row);
      shown.append(holder);
    });
    this.caret = document.createElement("i");
    this.caret.className = "caret";
    shown.append(this.caret);
    box.firstElementChild.className = "sr-only";
    box.append(shown);
    /** @type {(string | undefined)[]} the typed words that are marked */
    this.shown = [];
    this.measure();
  }

  /**
   * Mark `typed`; only words that changed are updated.
   * @param {string} typed
   */
  show(typed) {
    const words = piecesOf(typed, this.words);
    const most = Math.max(words.length, this.shown.length);
    for (let index = 0; index < Math.min(most, this.letters.length); index += 1) {
      const over = index < words.length - 1;
      const mark = words[index] === undefined ? undefined : `${words[index]}${over ? " " : ""}`;
      if (this.shown[index] !== mark) this.showWord(index, words[index], over);
      this.shown[index] = mark;
    }
    this.shown.length = Math.min(words.length, this.letters.length);
  }

  /**
   * @param {number} index
   * @param {string | undefined} typed
   * @param {boolean} over
   */
  showWord(index, typed, over) {
    const wanted = Array.from(this.words[index]);
    const given = typed === undefined ? [] : Array.from(typed);
    this.letters[index].forEach((span, place) => {
      let mark = "";
      // The space shows that the word before it has too many letters.
      if (place === wanted.length) mark = given.length > wanted.length ? "no" : over ? "ok" : "";
      else if (place < given.length) mark = given[place] === wanted[place] ? "ok" : "no";
      else if (over) mark = "no";
      if (span.className !== mark) span.className = mark;
    });
  }

  /**
   * Put the caret behind `typed`, the text before it in the field.
   * @param {string} typed
   */
  moveCaret(typed) {
    const words = piecesOf(typed, this.words);
    const index = Math.min(words.length, this.letters.length) - 1;
    const row = this.spots[index];
    const given = Array.from(words[index]).length;
    const [left, top, width] = row[Math.min(given, row.length - 1)];
    const at = `translate(${left + (given >= row.length ? width : 0)}px, ${top}px)`;
    if (this.at === at) return;
    this.at = at;
    this.caret.style.transform = at;
    this.keepInView(top);
  }

  /** Measure the letters again after the letters or the page changed size. Nothing is measured at a key,
      because that would force a layout. */
  measure() {
    this.line = Number.parseFloat(getComputedStyle(this.box).lineHeight);
    this.spots = this.letters.map((row) => row.map((span) => [span.offsetLeft, span.offsetTop, span.offsetWidth]));
    this.at = null;
    this.top = null;
  }

  /**
   * Scroll so that the current line is the second visible line and the eye can stay where it is.
   * @param {number} top
   */
  keepInView(top) {
    if (this.top === top) return;
    this.top = top;
    this.box.scrollTop = Math.max(0, top - this.line);
    this.field.style.transform = `translateY(${top - this.box.scrollTop}px)`;
  }
}
