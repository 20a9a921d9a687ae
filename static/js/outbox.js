/* The outbox: what happened is kept in this browser at once, sent in order, and forgotten only when
   the server says that it has it. Survives reload, a dropped line and a second tab.

   An event is named by (stream, sequence): a stream is one life of one tab, a sequence counts in it. */

const DATABASE = "handa-outbox";
const FIRST_WAIT = 500;
const LONGEST_WAIT = 15000;
const BATCH = 50;
const MOST_BYTES = 400000;

function openDatabase() {
  return new Promise((resolve) => {
    if (!("indexedDB" in window)) return resolve(null);
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore("events", { keyPath: ["sitting", "stream", "sequence"] });
      store.createIndex("sitting", "sitting");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
    request.onblocked = () => resolve(null);
  });
}

function finished(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Keeps events in IndexedDB, or in memory where the browser allows no database. */
class Shelf {
  constructor(sitting) {
    this.sitting = sitting;
    this.memory = new Map();
    this.opening = openDatabase();
  }

  async put(event) {
    this.memory.set(`${event.stream} ${event.sequence}`, event);
    const database = await this.opening;
    if (!database) return;
    try {
      await finished(database.transaction("events", "readwrite").objectStore("events").put(event));
    } catch (error) {
      console.warn("outbox: kept in memory only", error);
    }
  }

  async remove(event) {
    this.memory.delete(`${event.stream} ${event.sequence}`);
    const database = await this.opening;
    if (!database) return;
    const store = database.transaction("events", "readwrite").objectStore("events");
    await finished(store.delete([event.sitting, event.stream, event.sequence])).catch(() => undefined);
  }

  async all() {
    const database = await this.opening;
    if (database) {
      const index = database.transaction("events").objectStore("events").index("sitting");
      for (const event of await finished(index.getAll(this.sitting)).catch(() => [])) {
        const key = `${event.stream} ${event.sequence}`;
        if (!this.memory.has(key)) this.memory.set(key, event);
      }
    }
    return [...this.memory.values()].sort((a, b) => a.born - b.born || a.sequence - b.sequence);
  }
}

/** Events: "state" (detail: the server's answer), "status" (detail: saved | sending | offline | refused). */
export class Outbox extends EventTarget {
  constructor({ sitting, url, send }) {
    super();
    this.sitting = sitting;
    this.url = url;
    this.send = send;
    this.shelf = new Shelf(sitting);
    this.stream = crypto.randomUUID ? crypto.randomUUID() : `s-${Date.now()}-${Math.random().toString(36).slice(2)}`;
    this.born = Date.now();
    this.sequence = 0;
    this.waiting = new Map();
    this.pause = FIRST_WAIT;
    this.running = null;
    this.stuck = false;
    window.addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => this.hurry());
    this.work();
  }

  /** Append an event; resolves with the server's answer once the server has it. */
  record(kind, data) {
    const event = { sitting: this.sitting, stream: this.stream, sequence: this.sequence++, born: this.born, kind, data };
    const done = new Promise((resolve) => this.waiting.set(`${event.stream} ${event.sequence}`, resolve));
    this.shelf.put(event).then(() => this.work());
    this.tell("sending");
    return done;
  }

  /** Resolves when nothing is left to send, or when the server will not take what is left. */
  async empty() {
    for (;;) {
      this.work();
      if ((await this.shelf.all()).length === 0 || this.stuck) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** Whether events of an earlier page are still here: the server does not know all that happened. */
  async holdsEarlier() {
    return (await this.shelf.all()).some((event) => event.stream !== this.stream);
  }

  hurry() {
    this.pause = FIRST_WAIT;
    if (this.wake) this.wake();
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
    // The server will never take this batch (the sitting is gone, the sign-in is over): say so and stop.
    this.tell("refused");
    this.stuck = true;
    this.pause = LONGEST_WAIT;
    return false;
  }

  async settle(batch, answer) {
    this.pause = FIRST_WAIT;
    this.stuck = false;
    for (const event of batch) {
      await this.shelf.remove(event);
      const key = `${event.stream} ${event.sequence}`;
      this.waiting.get(key)?.(answer);
      this.waiting.delete(key);
    }
    this.dispatchEvent(new CustomEvent("state", { detail: answer }));
  }

  /** The server lacks earlier events of a stream that this browser no longer has: close the gap. */
  async renumber(batch, expected) {
    const stream = batch.find((event) => event.sequence > expected)?.stream;
    const kept = (await this.shelf.all()).filter((event) => event.stream === stream);
    if (kept.some((event) => event.sequence === expected)) return false;
    let next = expected;
    for (const event of kept) {
      await this.shelf.remove(event);
      const resolve = this.waiting.get(`${event.stream} ${event.sequence}`);
      this.waiting.delete(`${event.stream} ${event.sequence}`);
      event.sequence = next++;
      if (resolve) this.waiting.set(`${event.stream} ${event.sequence}`, resolve);
      await this.shelf.put(event);
    }
    if (stream === this.stream) this.sequence = Math.max(next, this.sequence);
    return true;
  }

  rest() {
    const pause = this.pause * (0.75 + Math.random() / 2);
    this.pause = Math.min(this.pause * 2, LONGEST_WAIT);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pause);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  tell(status) {
    if (status === this.status) return;
    this.status = status;
    this.dispatchEvent(new CustomEvent("status", { detail: status }));
  }
}
