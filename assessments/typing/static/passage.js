/* The text to copy, letter by letter: what is right, what is wrong, where the next one stands.
   Words are compared with words, so one missing letter does not turn the rest red. */

export class Passage {
  /** `box` scrolls and is as high as it was; `text` is its paragraph. */
  constructor(box, text) {
    this.box = box;
    this.words = text.split(" ");
    this.letters = [];
    const paragraph = document.createElement("p");
    this.words.forEach((word, index) => {
      const holder = document.createElement("span");
      holder.className = "word";
      const row = Array.from(index + 1 < this.words.length ? `${word} ` : word, (letter) => {
        const span = document.createElement("span");
        span.textContent = letter;
        return span;
      });
      holder.append(...row);
      this.letters.push(row);
      paragraph.append(holder);
    });
    box.replaceChildren(paragraph);
    this.caret = null;
    this.shown = [];
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
    this.moveCaret(words);
  }

  showWord(index, typed, over) {
    const wanted = Array.from(this.words[index]);
    const given = typed === undefined ? [] : Array.from(typed);
    this.letters[index].forEach((span, place) => {
      if (place === wanted.length) {
        // The space carries what stands too much in the word before it.
        span.className = given.length > wanted.length ? "no" : over ? "ok" : "";
      } else if (place < given.length) {
        span.className = given[place] === wanted[place] ? "ok" : "no";
      } else {
        span.className = over ? "no" : "";
      }
    });
  }

  moveCaret(words) {
    const index = Math.min(words.length, this.letters.length) - 1;
    const row = this.letters[index];
    const place = Math.min(Array.from(words[index]).length, row.length - 1);
    this.caret?.classList.remove("caret");
    this.caret = row[place];
    this.caret.classList.add("caret");
    this.keepInView();
  }

  /** The line in hand is the second one shown, so that the eye can stay where it is. */
  keepInView() {
    const line = this.caret.getBoundingClientRect();
    const box = this.box.getBoundingClientRect();
    const height = Number.parseFloat(getComputedStyle(this.box).lineHeight) || line.height;
    const target = Math.max(0, this.box.scrollTop + line.top - box.top - height * 1.25);
    if (Math.abs(target - this.box.scrollTop) > height / 2) this.box.scrollTop = target;
  }
}
