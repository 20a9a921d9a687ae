/* The clock of a sitting: the server's time, shown every second and announced politely. */

const ANNOUNCED = [300, 60, 20];

/**
 * Return seconds as m:ss, rounded up.
 * @param {number} seconds
 */
export function asClock(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Counts down to the end that the server set, then calls `over` once. */
export class Countdown {
  /** @param {{clock: PageElement | null, announcer: PageElement | null, over: () => void}} options */
  constructor({ clock, announcer, over }) {
    this.clock = clock;
    this.announcer = announcer;
    /** @type {(() => void) | null} */
    this.over = over;
    /** @type {number | null} the end, by the page's own clock in ms */
    this.ends = null;
    this.last = Infinity;
    setInterval(() => this.tick(), 250);
  }

  /**
   * Set the seconds left by the server's clock; null means no time limit.
   * @param {number | null | undefined} seconds
   */
  set(seconds) {
    this.ends = seconds === null || seconds === undefined ? null : performance.now() + seconds * 1000;
    this.tick();
  }

  left() {
    return this.ends === null ? null : Math.max(0, (this.ends - performance.now()) / 1000);
  }

  tick() {
    const left = this.left();
    if (left === null) return;
    const text = asClock(left);
    if (this.clock && this.clock.textContent !== text) this.clock.textContent = text;
    this.clock?.toggleAttribute("data-low", left <= 60);
    for (const mark of ANNOUNCED) {
      if (this.last > mark && left <= mark && left > mark - 5) this.announce(mark);
    }
    this.last = left;
    if (left === 0 && this.over) {
      const over = this.over;
      this.over = null;
      this.announce(0);
      over();
    }
  }

  /** @param {number} mark */
  announce(mark) {
    const text = this.announcer?.getAttribute(`data-left-${mark}`);
    if (text && this.announcer) this.announcer.textContent = text;
  }
}
