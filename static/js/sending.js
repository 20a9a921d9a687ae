/* Shared by everything that retries: how long to wait, and ids for what is sent. */

/** Milliseconds before the second try; each wait after it is twice as long, up to LONGEST_WAIT. */
export const FIRST_WAIT = 500;
export const LONGEST_WAIT = 15000;

/** Return a unique id; crypto.randomUUID exists only in a secure context. */
export function newId() {
  return crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
}

/** A wait that can be cut short. */
export class Rest {
  constructor() {
    this.wake = () => {};
  }

  /**
   * Resolve after so many milliseconds, or at the next call of `wake`.
   * @param {number} milliseconds
   * @returns {Promise<void>}
   */
  wait(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
