/* The outbox: stores each event in this browser at once, sends events in order, and deletes an event only when
   the server has confirmed it. Survives a reload, a lost connection and a second tab.

   An event is identified by (stream, sequence): a stream is one load of the page, a sequence counts its events. */

import { FIRST_WAIT, LONGEST_WAIT, newId, Rest } from "./sending.js";
import { Shelf } from "./shelf.js";

const BATCH = 50;
const MOST_BYTES = 400000;

/**
 * An event that the server has not confirmed; `born` is when its stream began, in ms of this browser's clock.
 * @typedef {{sitting: string, stream: string, sequence: number, born: number, kind: string, data: any}} OutboxEvent
 */

/** @param {OutboxEvent} event */
const keyOf = (event) => `${event.stream} ${event.sequence}`;

/** Keeps the events of a sitting in IndexedDB, or in memory where the browser allows no database. */
class EventShelf extends Shelf {
  /** @param {string} sitting */
  constructor(sitting) {
    super({
      name: "handa-outbox",
      create(database) {
        const events = database.createObjectStore("events", { keyPath: ["sitting", "stream", "sequence"] });
        events.createIndex("sitting", "sitting");
      },
    });
    this.sitting = sitting;
    /** @type {Map<string, OutboxEvent>} */
    this.memory = new Map();
  }

  /** @param {OutboxEvent} event */
  async put(event) {
    this.memory.set(keyOf(event), event);
    await this.write(["events"], (events) => events.put(event));
  }

  /** @param {OutboxEvent} event */
  async remove(event) {
    this.memory.delete(keyOf(event));
    await this.write(["events"], (events) => events.delete([event.sitting, event.stream, event.sequence]));
  }

  /** Return the events that the server does not have yet, the earliest first. */
  async all() {
    /** @type {OutboxEvent[]} */
    const stored = await this.read("events", (events) => events.index("sitting").getAll(this.sitting), []).catch(() => []);
    for (const event of stored) {
      const key = keyOf(event);
      if (!this.memory.has(key)) this.memory.set(key, event);
    }
    return [...this.memory.values()].sort((a, b) => a.born - b.born || a.sequence - b.sequence);
  }
}

/** Events: "state" (detail: the server's answer), "status" (detail: saved | sending | offline | refused). */
export class Outbox extends EventTarget {
  /** @param {{sitting: string, url: string, send: Send}} options */
  constructor({ sitting, url, send }) {
    super();
    this.sitting = sitting;
    this.url = url;
    this.send = send;
    this.shelf = new EventShelf(sitting);
    this.stream = newId();
    this.born = Date.now();
    this.sequence = 0;
    this.waiting = new Map();
    this.pause = FIRST_WAIT;
    this.resting = new Rest();
    /** @type {Promise<void> | null} */
    this.running = null;
    /** @type {string | null} */
    this.status = null;
    this.stuck = false;
    window.addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => this.hurry());
    this.work();
  }

  /**
   * Append an event; resolves with the server's answer once the server has it.
   * @param {string} type of the event
   * @param {object} data
   * @returns {Promise<any>}
   */
  record(type, data) {
    const event = {
      sitting: this.sitting,
      stream: this.stream,
      sequence: this.sequence++,
      born: this.born,
      kind: type,
      data,
    };
    const done = new Promise((resolve) => this.waiting.set(keyOf(event), resolve));
    this.shelf.put(event).then(() => this.work());
    this.tell("sending");
    return done;
  }

  /** Resolve when nothing is left to send, or when the server will not accept the rest. */
  async empty() {
    for (;;) {
      this.work();
      if ((await this.shelf.all()).length === 0 || this.stuck) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** Return whether events of an earlier page are still here, so that the server lacks them. */
  async holdsEarlier() {
    return (await this.shelf.all()).some((event) => event.stream !== this.stream);
  }

  hurry() {
    this.pause = FIRST_WAIT;
    this.resting.wake();
    this.work();
  }

  work() {
    this.running ??= this.sendAll().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  async sendAll() {
    for (;;) {
      const waiting = await this.shelf.all();
      if (waiting.length === 0) {
        this.tell("saved");
        return;
      }
      const batch = this.firstBatch(waiting);
      const sent = await this.post(batch);
      if (!sent) await this.rest();
    }
  }

  /** @param {OutboxEvent[]} waiting */
  firstBatch(waiting) {
    const batch = [];
    let bytes = 0;
    for (const event of waiting) {
      bytes += JSON.stringify(event.data).length;
      if (batch.length && (batch.length >= BATCH || bytes > MOST_BYTES)) break;
      batch.push(event);
    }
    return batch;
  }

  /**
   * @param {OutboxEvent[]} batch
   * @returns {Promise<boolean>}
   */
  async post(batch) {
    let response;
    try {
      response = await this.send(this.url, {
        method: "POST",
        json: {
          sitting: this.sitting,
          events: batch.map(({ stream, sequence, kind, data }) => ({ stream, sequence, kind, data })),
        },
      });
    } catch {
      this.tell("offline");
      return false;
    }
    const answer = await response.json().catch(() => ({}));
    if (response.ok || answer.state) {
      await this.settle(batch, answer);
      if (!response.ok) this.tell("refused");
      return true;
    }
    if (response.status === 409 && Number.isInteger(answer.expected)) return this.renumber(batch, answer.expected);
    if (response.status >= 500 || response.status === 429 || response.status === 408) {
      this.tell("offline");
      return false;
    }
    // The server will never accept this batch (the sitting is gone, or the session has ended): say so and stop.
    this.tell("refused");
    this.stuck = true;
    this.pause = LONGEST_WAIT;
    return false;
  }

  /**
   * @param {OutboxEvent[]} batch
   * @param {any} answer
   */
  async settle(batch, answer) {
    this.pause = FIRST_WAIT;
    this.stuck = false;
    for (const event of batch) {
      await this.shelf.remove(event);
      const key = keyOf(event);
      this.waiting.get(key)?.(answer);
      this.waiting.delete(key);
    }
    this.dispatchEvent(new CustomEvent("state", { detail: answer }));
  }

  /**
   * Close a gap: the server expects earlier events of a stream that this browser no longer has.
   * @param {OutboxEvent[]} batch
   * @param {number} expected
   */
  async renumber(batch, expected) {
    const stream = batch.find((event) => event.sequence > expected)?.stream;
    const kept = (await this.shelf.all()).filter((event) => event.stream === stream);
    if (kept.some((event) => event.sequence === expected)) return false;
    let next = expected;
    for (const event of kept) {
      await this.shelf.remove(event);
      const resolve = this.waiting.get(keyOf(event));
      this.waiting.delete(keyOf(event));
      event.sequence = next++;
      if (resolve) this.waiting.set(keyOf(event), resolve);
      await this.shelf.put(event);
    }
    if (stream === this.stream) this.sequence = Math.max(next, this.sequence);
    return true;
  }

  rest() {
    const pause = this.pause * (0.75 + Math.random() / 2);
    this.pause = Math.min(this.pause * 2, LONGEST_WAIT);
    return this.resting.wait(pause);
  }

  /** @param {string} status */
  tell(status) {
    if (status === this.status) return;
    this.status = status;
    this.dispatchEvent(new CustomEvent("status", { detail: status }));
  }
}
