/* The text to copy, letter by letter: what is right, what is wrong, where the next one stands.
   Words are compared with words, so one missing letter does not turn the rest red. */

export class Passage {
  /** `box` scrolls; its paragraph stays for screen readers; `field` follows the caret, so that an
      input method opens its window there. */
  constructor(box, text, field) {
    this.box = box;
    this.field = field;
    this.words = text.split(" ");
    this.letters = [];
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
    this.shown = [];
    this.measure();
  }

  /** Show `typed`; only words that changed are touched. */
  show(typed) {
    const words = typed.split(" ");
    const most = Math.max(words.length, this.shown.length);
    for (let index = 0; index < Math.min(most, this.letters.length); index += 1) {
      const over = index < words.length - 1;
      const mark = words[index] === undefined ? undefined : `${words[index]}${over ? " " : ""}`;
      if (this.shown[index] !== mark) this.showWord(index, words[index], over);
      this.shown[index] = mark;
    }
    this.shown.length = Math.min(words.length, this.letters.length);
  }

  showWord(index, typed, over) {
    const wanted = Array.from(this.words[index]);
    const given = typed === undefined ? [] : Array.from(typed);
    this.letters[index].forEach((span, place) => {
      let mark = "";
      // The space carries what stands too much in the word before it.
      if (place === wanted.length) mark = given.length > wanted.length ? "no" : over ? "ok" : "";
      else if (place < given.length) mark = given[place] === wanted[place] ? "ok" : "no";
      else if (over) mark = "no";
      if (span.className !== mark) span.className = mark;
    });
  }

  /** Put the caret behind `typed`, the text before it in the field. */
  moveCaret(typed) {
    const words = typed.split(" ");
    const index = Math.min(words.length, this.letters.length) - 1;
    const row = this.letters[index];
    const given = Array.from(words[index]).length;
    const span = row[Math.min(given, row.length - 1)];
    const left = span.offsetLeft + (given >= row.length ? span.offsetWidth : 0);
    const at = `translate(${left}px, ${span.offsetTop}px)`;
    if (this.caret.style.transform === at) return;
    this.caret.style.transform = at;
    this.keepInView(span);
  }

  /** Measure anew: the letters or the page have another size. */
  measure() {
    this.line = Number.parseFloat(getComputedStyle(this.box).lineHeight);
    this.caret.style.transform = "";
  }

  /** The line in hand is the second one shown, so that the eye can stay where it is. */
  keepInView(span) {
    const target = Math.max(0, span.offsetTop - this.line);
    if (Math.abs(target - this.box.scrollTop) > this.line / 2) this.box.scrollTop = target;
    this.field.style.transform = `translateY(${span.offsetTop - this.box.scrollTop}px)`;
  }
}
