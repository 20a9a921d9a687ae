/* One sitting on one page: state from the server, events to the server, the clock and the save state.
   Reads from the page: [data-sitting] with data-base, data-state, data-elapsed, data-seconds-left, data-next;
   [data-save-state], [data-clock], [data-announce], [data-time-up]. */

import { Countdown } from "/static/js/countdown.js";
import { Outbox } from "/static/js/outbox.js";

const PATIENCE = 10000; // ms; a connection that hangs must not delay the next question

const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

/**
 * Fetch with the form token; `json` becomes the body.
 * @param {string} url
 * @param {SendOptions} options
 */
export async function send(url, { json, headers = {}, ...options } = {}) {
  /** @type {Record<string, string>} */
  const all = { "X-CSRFToken": token(), "X-Requested-With": "fetch", ...headers };
  if (json !== undefined) {
    all["Content-Type"] = "application/json";
    options.body = JSON.stringify(json);
  }
  return fetch(url, { credentials: "same-origin", cache: "no-store", ...options, headers: all });
}

class Sitting extends EventTarget {
  /** @param {PageElement} main */
  constructor(main) {
    super();
    this.main = main;
    this.id = main.dataset.sitting;
    this.base = main.dataset.base;
    /** @type {any} what the kind of test tells its page */
    this.state = JSON.parse(main.dataset.state);
    /** @type {string | null} */
    this.tag = null; // ETag of the last full answer, so that the server need not send it again
    this.zero = performance.now() - 1000 * Number(main.dataset.elapsed); // when the sitting began
    this.fetch = send;
    /** @type {Promise<void> | null} */
    this.ending = null;
    /** @type {(() => Promise<void>)[]} */
    this.guards = [];
    this.countdown = new Countdown({
      clock: document.querySelector("[data-clock]"),
      announcer: document.querySelector("[data-announce]"),
      over: () => this.timeUp(),
    });
    const left = Number.parseFloat(main.dataset.secondsLeft);
    this.countdown.set(Number.isNaN(left) ? null : left);
    this.outbox = new Outbox({ sitting: this.id, url: `${this.base}/events`, send });
    this.outbox.addEventListener("state", (event) => this.take(event.detail));
    this.outbox.addEventListener("status", (event) => this.showStatus(event.detail));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.refresh().catch(() => undefined);
    });
  }

  /**
   * @param {string} type of the event
   * @param {object} data
   */
  record(type, data) {
    return this.outbox.record(type, data);
  }

  /**
   * Register an async function that must finish before the sitting is submitted.
   * @param {() => Promise<void>} guard
   */
  beforeEnd(guard) {
    this.guards.push(guard);
  }

  secondsLeft() {
    return this.countdown.left();
  }

  /** Seconds since the sitting began, by the server's clock. */
  elapsed() {
    return (performance.now() - this.zero) / 1000;
  }

  /** Fetch the current state; without a change the server sends none and no event is dispatched. */
  async refresh() {
    /** @type {Record<string, string>} */
    const headers = this.tag ? { "If-None-Match": this.tag } : {};
    const response = await send(`${this.base}/state`, { headers, signal: AbortSignal.timeout(PATIENCE) });
    if (response.status === 304) return this.state;
    if (!response.ok) throw new Error(`state: ${response.status}`);
    this.take(await response.json());
    this.tag = response.headers.get("ETag");
    return this.state;
  }

  /** @param {any} answer */
  take(answer) {
    if (!answer.state) return;
    this.state = answer.state;
    this.tag = null;
    if (answer.elapsed !== undefined) this.zero = performance.now() - 1000 * answer.elapsed;
    if (answer.over) {
      this.timeUp();
      return;
    }
    this.countdown.set(answer.seconds_left);
    this.dispatchEvent(new CustomEvent("state", { detail: this.state }));
  }

  /**
   * Send everything, submit and go to the next page; further calls change nothing.
   * A kind that counts untouched parts answers an unconfirmed hand-in with the event `untouched` {count},
   * and the sitting stays open.
   */
  finish({ confirmed = false } = {}) {
    this.ending ??= this.end(confirmed);
    return this.ending;
  }

  /** @param {boolean} confirmed */
  async end(confirmed) {
    for (const guard of this.guards) await guard();
    await this.outbox.empty();
    for (let pause = 500; ; pause = Math.min(pause * 2, 15000)) {
      try {
        const response = await send(`${this.base}/submit`, { method: "POST", json: { confirmed } });
        if (response.ok) {
          window.location.assign((await response.json()).next);
          return;
        }
        const problem = response.status === 409 ? await response.json() : {};
        if (problem.code === "untouched") {
          this.ending = null;
          this.dispatchEvent(new CustomEvent("untouched", { detail: { count: problem.count } }));
          return;
        }
        if (response.status < 500 && response.status !== 429) break;
      } catch {
        this.showStatus("offline");
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    window.location.assign(this.main.dataset.next);
  }

  timeUp() {
    if (this.ending) return;
    this.dispatchEvent(new CustomEvent("timeup"));
    const dialog = document.querySelector("[data-time-up]");
    if (dialog?.showModal && !dialog.open) dialog.showModal();
    this.finish({ confirmed: true });
  }

  /** @param {string} status */
  showStatus(status) {
    const place = document.querySelector("[data-save-state]");
    if (!place) return;
    place.dataset.status = status;
    place.textContent = place.getAttribute(`data-${status}`) ?? "";
  }
}

/** @type {Sitting | null} */
let only = null;

/** Return the page's sitting; always the same object. */
export function openSitting() {
  if (!only) {
    const sitting = new Sitting(document.querySelector("[data-sitting]"));
    only = sitting;
    setTimeout(() => (sitting.main.dataset.ready = "yes"));
  }
  return only;
}
