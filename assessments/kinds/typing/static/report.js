/* The replay player of a typing report. Each [data-replay] holds the number of its part and, in data-src, the address of the log:
   {parts: [{seconds, fields, edits: [[field, ms, start, end, text, mark]]}]}, fetched once, when first needed.
   mark: 0 right, 1 an error that was left, 2 an error that was corrected. */

const MARKS = ["", "slip-left", "slip-corrected"];
const logs = new Map();
/** @type {Player[]} */
const players = [];

/**
 * @param {string} address
 * @returns {Promise<{parts: ReplayPart[]}>}
 */
function log(address) {
  if (!logs.has(address)) {
    const asked = fetch(address, { headers: { Accept: "application/json" } }).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.status}`);
      return answer.json();
    });
    asked.catch(() => logs.delete(address));
    logs.set(address, asked);
  }
  return logs.get(address);
}

/** @param {number} ms */
const clock = (ms) => {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

class Player {
  /** @param {PageElement} root */
  constructor(root) {
    this.root = root;
    /** @param {string} name */
    const find = (name) => root.querySelector(`[data-replay-${name}]`);
    this.text = find("text");
    this.play = find("play");
    this.pace = find("pace");
    this.moment = find("moment");
    this.time = find("time");
    this.failed = find("failed");
    this.labels = { play: this.play.textContent, pause: this.play.dataset.pause };
    /** @type {ReplayPart | null} */
    this.part = null;
    this.now = 0;
    this.frame = 0;
    this.done = 0; // number of edits shown
    this.at = 0; // ms
    this.caret = [0, 0]; // field, and position in it
    /** @type {[letter: string, mark: number][][]} the letters of each field */
    this.texts = [];
    this.rewind();
    this.play.addEventListener("click", () => (this.frame ? this.pause() : this.start()));
    this.moment.addEventListener("input", () => this.jump((Number(this.moment.value) / 1000) * this.end));
    for (const button of root.querySelectorAll("[data-replay-slip]")) {
      button.addEventListener("click", () => this.toSlip(Number(button.dataset.replaySlip)));
    }
    root.hidden = false;
  }

  get end() {
    return this.part ? this.part.seconds * 1000 : 0;
  }

  rewind() {
    this.done = 0;
    this.at = 0;
    this.caret = [0, 0];
    this.texts = (this.part?.fields ?? [""]).map(() => []);
  }

  async load() {
    if (this.part) return true;
    try {
      const { parts } = await log(this.root.dataset.src);
      this.part = parts[Number(this.root.dataset.replay) - 1] ?? null;
    } catch {
      this.part = null;
    }
    this.failed.hidden = this.part !== null;
    this.rewind();
    return this.part !== null;
  }

  /**
   * Show the text as it was `ms` milliseconds after the part began.
   * @param {number} ms
   */
  show(ms) {
    if (!this.part) return;
    const { edits } = this.part;
    if (ms < this.at) this.rewind();
    while (this.done < edits.length && edits[this.done][1] <= ms) {
      const [field, , start, end, text, mark] = edits[this.done];
      /** @type {[string, number][]} */
      const letters = Array.from(text, (letter) => [letter, mark]);
      this.texts[field].splice(start, end - start, ...letters);
      this.caret = [field, start + letters.length];
      this.done += 1;
    }
    this.at = this.now = ms;
    this.moment.value = this.end ? (1000 * ms) / this.end : 0;
    this.time.textContent = `${clock(ms)} / ${clock(this.end)}`;
    this.moment.setAttribute("aria-valuetext", this.time.textContent);
    this.draw();
  }

  draw() {
    const labels = this.part?.fields ?? [];
    const lines = this.texts.map((letters, field) => {
      const line = document.createElement("p");
      if (labels[field]) {
        const label = document.createElement("strong");
        label.textContent = labels[field];
        line.append(label, " ");
      }
      const caret = this.caret[0] === field ? this.caret[1] : -1;
      /** @type {HTMLSpanElement | null} */
      let span = null;
      letters.forEach(([letter, mark], place) => {
        if (place === caret) {
          line.append(this.here());
          span = null;
        }
        if (!span || span.className !== MARKS[mark]) {
          span = document.createElement("span");
          span.className = MARKS[mark];
          line.append(span);
        }
        span.append(letter);
      });
      if (caret >= letters.length) line.append(this.here());
      return line;
    });
    this.text.replaceChildren(...lines);
    const caret = this.text.querySelector(".replay-caret");
    if (caret) this.text.scrollTop = caret.offsetTop - this.text.clientHeight / 2;
  }

  here() {
    const caret = document.createElement("span");
    caret.className = "replay-caret";
    return caret;
  }

  async start() {
    if (!(await this.load())) return;
    for (const other of players) if (other !== this) other.pause();
    if (this.now >= this.end) this.show(0);
    this.play.textContent = this.labels.pause;
    let before = performance.now();
    /** @param {number} moment */
    const step = (moment) => {
      const next = Math.min(this.end, this.now + (moment - before) * Number(this.pace.value));
      before = moment;
      this.show(next);
      if (next < this.end) this.frame = requestAnimationFrame(step);
      else this.pause();
    };
    this.frame = requestAnimationFrame(step);
  }

  pause() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.play.textContent = this.labels.play;
  }

  /** @param {number} ms */
  async jump(ms) {
    const share = Number(this.moment.value) / 1000;
    const known = this.part !== null;
    if (!(await this.load())) return;
    this.show(known ? ms : share * this.end);
  }

  /**
   * Pause at the next error (`way` > 0) or the previous error.
   * @param {number} way
   */
  async toSlip(way) {
    if (!(await this.load()) || !this.part) return;
    this.pause();
    const slips = this.part.edits.filter((edit) => edit[5]).map((edit) => edit[1]);
    const target = way > 0 ? slips.find((ms) => ms > this.now) : slips.findLast((ms) => ms < this.now);
    if (target !== undefined) this.show(target);
  }
}

for (const root of document.querySelectorAll("[data-replay]")) players.push(new Player(root));
