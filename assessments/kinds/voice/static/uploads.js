/* Sending recordings while they are made: create, append at an offset, complete. Nothing is called
   safe before the server has answered the completion. Survives reload, a dropped line, a second tab.
   How it follows tus 1.0, and where not: docs/decisions/0008.

   Status of an upload: recording | sending | waiting (line or server down, tries again) | safe |
   refused (`code` is the HTTP status: 413 too large, others not accepted). `kept`: every piece lies on
   this computer too. `sent` and `bytes` count the recording's bytes; `spent` counts the bytes of all
   bodies that were given to the network for it, repeated ones included. */

import { Shelf } from "./shelf.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15000;
// A request has about 800 bytes of headers: while the voice is recorded, wait for this much (some
// six seconds). What is not kept on this computer goes at once.
const WORTH_SENDING = 49152;
const OLD_ENOUGH = 10000;
const MOST_BYTES = 262144;
const LEAST_BYTES = 16384;
// A request that takes longer is given up, and the next piece is half as big.
const SLOWEST_BYTES_PER_SECOND = 2000;
const PATIENCE = 15000;
const MOST_CONFLICTS = 8;
const FINAL = new Set([400, 403, 404, 410, 413, 415, 422]);

class Refused extends Error {
  constructor(code) {
    super(`refused: ${code}`);
    this.code = code;
  }
}

function newId() {
  return crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
}

class Upload {
  constructor(uploads, record) {
    this.uploads = uploads;
    this.record = record;
    this.pieces = [];
    this.bytes = 0;
    this.sent = 0;
    this.spent = 0;
    this.ended = false;
    this.left = false; // by an earlier life of the page: its end may be missing here
    this.kept = true;
    this.status = "recording";
    this.code = 0;
    this.recording = null;
    this.conflicts = 0;
    this.pause = FIRST_WAIT;
    this.most = MOST_BYTES;
    this.sentAt = performance.now();
    this.storing = Promise.resolve();
    this.wake = () => undefined;
  }

  get clientId() {
    return this.record.clientId;
  }

  get item() {
    return this.record.item;
  }

  get isOver() {
    return this.status === "safe" || this.status === "refused";
  }

  /** Keep a piece on this computer first, then let it be sent. */
  add(blob, seconds) {
    this.record.seconds = seconds;
    this.storing = this.storing.then(async () => {
      // After a piece that was not kept, later ones are of no use here: they go to the server only.
      this.kept &&= await this.uploads.shelf.putPiece({ ...this.record }, this.pieces.length, blob);
      this.pieces.push(blob);
      this.bytes += blob.size;
      this.tell();
      this.wake();
    });
    return this.storing;
  }

  end(seconds) {
    this.record.seconds = seconds;
    this.storing = this.storing.then(async () => {
      if (this.kept) await this.uploads.shelf.putRecording({ ...this.record });
      this.ended = true;
      this.tell(this.status === "waiting" ? "waiting" : "sending");
      this.wake();
    });
    return this.storing;
  }

  tell(status = this.status) {
    if (!this.isOver) this.status = status;
    this.uploads.dispatchEvent(new CustomEvent("progress", { detail: this }));
  }

  async run() {
    while (!this.isOver) {
      try {
        await this.step();
        this.pause = FIRST_WAIT;
      } catch (error) {
        if (error instanceof Refused) {
          this.code = error.code;
          this.tell("refused");
          return;
        }
        this.tell("waiting");
        await this.rest(this.pause);
        this.pause = Math.min(this.pause * 2, LONGEST_WAIT);
      }
    }
  }

  get isWorthSending() {
    const unsent = this.bytes - this.sent;
    if (unsent === 0) return false;
    const due = this.ended || this.status === "waiting" || performance.now() - this.sentAt > OLD_ENOUGH;
    return due || !this.kept || unsent >= WORTH_SENDING;
  }

  /** Do the next thing, or wait until there is one. */
  async step() {
    if (this.recording === null) return this.create();
    if (this.isWorthSending) return this.append();
    if (this.ended) return this.complete();
    if (this.status === "waiting") this.tell("recording");
    return this.rest(LONGEST_WAIT);
  }

  rest(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async ask(path, options) {
    const size = options.body?.size ?? JSON.stringify(options.json).length;
    this.spent += size;
    const patience = PATIENCE + (size / SLOWEST_BYTES_PER_SECOND) * 1000;
    const response = await this.uploads.sitting.fetch(path, { ...options, signal: AbortSignal.timeout(patience) });
    if (FINAL.has(response.status)) throw new Refused(response.status);
    if (!response.ok && response.status !== 409) throw new Error(`${path}: ${response.status}`);
    return response;
  }

  async create() {
    const { clientId, item, mime } = this.record;
    const response = await this.ask(`${this.uploads.sitting.base}/recordings`, {
      method: "POST",
      json: { client_id: clientId, item, mime },
    });
    // 409: the server does not take this item now.
    if (response.status === 409) throw new Refused(409);
    const { recording, offset } = await response.json();
    this.recording = recording;
    this.goTo(offset);
  }

  async append() {
    const body = new Blob(this.pieces).slice(this.sent, this.sent + this.most);
    this.sentAt = performance.now();
    let response;
    try {
      response = await this.ask(`/recordings/${this.recording}`, {
        method: "PATCH",
        headers: { "Upload-Offset": String(this.sent), "Content-Type": "application/offset+octet-stream" },
        body,
      });
    } catch (error) {
      if (!this.canBeSmaller(error, body.size)) throw error;
      this.most = Math.max(LEAST_BYTES, Math.floor(Math.min(this.most, body.size) / 2));
      if (error instanceof Refused) return;
      throw error;
    }
    if (response.status === 409) return this.conflict(response);
    this.conflicts = 0;
    this.goTo(Number.parseInt(response.headers.get("Upload-Offset"), 10));
    this.tell(this.ended ? "sending" : "recording");
  }

  /** Smaller pieces get through a slow line, and through a server in front that limits a body's size. */
  canBeSmaller(error, size) {
    return size > LEAST_BYTES && (error.code === 413 || error.name === "TimeoutError");
  }

  async complete() {
    const response = await this.ask(`/recordings/${this.recording}/complete`, {
      method: "POST",
      json: { bytes: this.bytes, seconds: this.record.seconds },
    });
    if (response.status === 409) return this.conflict(response);
    const answer = await response.json();
    await this.uploads.shelf.remove(this.clientId);
    this.tell("safe");
    this.uploads.sitting.take(answer);
  }

  /** The server knows better where its bytes end; without a place it has closed the recording. */
  async conflict(response) {
    this.conflicts += 1;
    if (this.conflicts > MOST_CONFLICTS) throw new Refused(409);
    const offset = response.headers.get("Upload-Offset");
    this.goTo(offset === null ? this.bytes : Number.parseInt(offset, 10));
  }

  goTo(offset) {
    // The browser's storage was full, so the server has more than this computer: it is all there is.
    if (this.left && offset > this.bytes) this.bytes = offset;
    // More bytes there than here: not the same recording, so nothing may be added to it.
    if (!(offset <= this.bytes)) throw new Refused(409);
    this.sent = offset;
  }
}

/** All uploads of one sitting. Event: "progress" (detail: the upload). */
export class Uploads extends EventTarget {
  constructor({ sitting }) {
    super();
    this.sitting = sitting;
    this.shelf = new Shelf();
    this.all = [];
    window.addEventListener("online", () => {
      for (const upload of this.all) upload.wake();
    });
  }

  open({ item, mime }) {
    const record = { clientId: newId(), sitting: this.sitting.id, item, mime, seconds: 0, born: Date.now() };
    const upload = new Upload(this, record);
    this.all.push(upload);
    this.alone(upload.clientId, {}, () => upload.run());
    return upload;
  }

  /** Send what an earlier life of this page left here; what another tab is sending is left to it. */
  async resume() {
    for (const record of await this.shelf.unfinished(this.sitting.id)) {
      const taken = await new Promise((resolve) => {
        this.alone(record.clientId, { ifAvailable: true }, async (free) => {
          const upload = free ? await this.takeUp(record).catch(() => null) : null;
          resolve(free);
          if (upload) await upload.run();
        });
      });
      if (!taken) this.watchOver(record);
    }
  }

  /** Wait until the other tab has sent it, or is gone: then go on here. */
  watchOver({ clientId }) {
    this.alone(clientId, {}, async () => {
      const record = await this.shelf.find(clientId);
      const upload = record && (await this.takeUp(record));
      if (upload) await upload.run();
    });
  }

  async takeUp(record) {
    const upload = new Upload(this, record);
    upload.pieces = await this.shelf.pieces(record.clientId);
    upload.bytes = upload.pieces.reduce((sum, piece) => sum + piece.size, 0);
    if (upload.bytes === 0) {
      await this.shelf.remove(record.clientId);
      return null;
    }
    upload.left = upload.ended = true;
    upload.status = "sending";
    this.all.push(upload);
    upload.tell();
    return upload;
  }

  /** One page at a time sends a recording: the lock goes with the page that holds it. */
  alone(clientId, options, work) {
    if (!navigator.locks) return work(true);
    return navigator.locks.request(`handa-recording-${clientId}`, options, (lock) => work(lock !== null));
  }

  get waiting() {
    return this.all.filter((upload) => !upload.isOver);
  }

  /** Resolve when nothing is left to send, or the server will not take what is left. */
  async settled() {
    while (this.waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
