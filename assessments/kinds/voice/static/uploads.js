/* Sending recordings while they are made: create, append at an offset, complete. A recording
   is safe only when the server has confirmed that it is complete. Survives a reload, a lost connection and a
   second tab. Where it follows tus 1.0 and where it does not: docs/decisions/0008.

   Status of an upload: recording | sending | waiting (line or server down, tries again) | safe |
   refused (`code` is the HTTP status: 413 too large, others not accepted). `kept`: this computer
   has every piece too. `sent` and `bytes` count the recording's bytes; `spent` counts the bytes of all
   bodies that were given to the network for it, repeated ones included. */

import { FIRST_WAIT, LONGEST_WAIT, newId, Rest } from "/static/js/sending.js";
import { RecordingShelf } from "./recording_shelf.js";

// A request has about 800 bytes of headers: while the voice is recorded, wait for this much (some
// six seconds). What is not kept on this computer goes at once.
const WORTH_SENDING = 49152;
const OLD_ENOUGH = 10000;
const MOST_BYTES = 262144;
const LEAST_BYTES = 16384;
// A slower request is abandoned, and the next piece is half as big.
const SLOWEST_BYTES_PER_SECOND = 2000;
const PATIENCE = 15000;
const MOST_CONFLICTS = 8;
const FINAL = new Set([400, 403, 404, 410, 413, 415, 422]);

class Refused extends Error {
  /** @param {number} code */
  constructor(code) {
    super(`refused: ${code}`);
    this.code = code;
  }
}

class Upload {
  /**
   * @param {Uploads} uploads
   * @param {RecordingEntry} record
   */
  constructor(uploads, record) {
    this.uploads = uploads;
    this.record = record;
    /** @type {Blob[]} */
    this.pieces = [];
    this.bytes = 0;
    this.sent = 0;
    this.spent = 0;
    this.ended = false;
    this.left = false; // behind by an earlier page: its end may be missing here
    this.kept = true;
    this.status = "recording";
    this.code = 0;
    /** @type {string | null} the server's name for it */
    this.recording = null;
    this.conflicts = 0;
    this.pause = FIRST_WAIT;
    this.most = MOST_BYTES;
    this.sentAt = performance.now();
    /** @type {Promise<void>} */
    this.storing = Promise.resolve();
    this.resting = new Rest();
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

  /**
   * Store a piece on this computer first, then send it.
   * @param {Blob} blob
   * @param {number} seconds
   */
  add(blob, seconds) {
    this.record.seconds = seconds;
    this.storing = this.storing.then(async () => {
      // Pieces after one that was not stored are useless here, so they go to the server only.
      this.kept &&= await this.uploads.shelf.putPiece({ ...this.record }, this.pieces.length, blob);
      this.pieces.push(blob);
      this.bytes += blob.size;
      this.tell();
      this.wake();
    });
    return this.storing;
  }

  /** @param {number} seconds */
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
        await this.resting.wait(this.pause);
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

  /** Do the next step, or wait until there is something to do. */
  async step() {
    if (this.recording === null) return this.create();
    if (this.isWorthSending) return this.append();
    if (this.ended) return this.complete();
    if (this.status === "waiting") this.tell("recording");
    return this.resting.wait(LONGEST_WAIT);
  }

  wake() {
    this.resting.wake();
  }

  /**
   * @param {string} path
   * @param {SendOptions} options
   */
  async ask(path, options) {
    const size = options.body instanceof Blob ? options.body.size : JSON.stringify(options.json).length;
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
    this.goTo(Number.parseInt(response.headers.get("Upload-Offset") ?? "", 10));
    this.tell(this.ended ? "sending" : "recording");
  }

  /**
   * Return whether smaller pieces may get through a slow connection, or a proxy that limits the size of a body.
   * @param {any} error
   * @param {number} size
   */
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

  /**
   * Continue at the server's offset; without an offset the server has closed the recording.
   * @param {Response} response
   */
  async conflict(response) {
    this.conflicts += 1;
    if (this.conflicts > MOST_CONFLICTS) throw new Refused(409);
    const offset = response.headers.get("Upload-Offset");
    this.goTo(offset === null ? this.bytes : Number.parseInt(offset, 10));
  }

  /** @param {number} offset */
  goTo(offset) {
    // The browser's storage was full, so the server has more than this computer, and that is everything.
    if (this.left && offset > this.bytes) this.bytes = offset;
    // The server has more bytes than this computer: it is a different recording, so nothing may be added.
    if (!(offset <= this.bytes)) throw new Refused(409);
    this.sent = offset;
  }
}

/** All uploads of one sitting. Event: "progress" (detail: the upload). */
export class Uploads extends EventTarget {
  /** @param {{sitting: Sitting}} options */
  constructor({ sitting }) {
    super();
    this.sitting = sitting;
    this.shelf = new RecordingShelf();
    /** @type {Upload[]} */
    this.all = [];
    window.addEventListener("online", () => {
      for (const upload of this.all) upload.wake();
    });
  }

  /**
   * @param {{item: string, mime: string}} answer
   * @returns {Upload}
   */
  open({ item, mime }) {
    const record = { clientId: newId(), sitting: this.sitting.id, item, mime, seconds: 0, born: Date.now() };
    const upload = new Upload(this, record);
    this.all.push(upload);
    this.alone(upload.clientId, {}, () => upload.run());
    return upload;
  }

  /** Send the recordings that an earlier page left here, except those that another tab is sending. */
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

  /**
   * Wait until the other tab has sent the recording or is closed, then continue here.
   * @param {RecordingEntry} record
   */
  watchOver({ clientId }) {
    this.alone(clientId, {}, async () => {
      const record = await this.shelf.find(clientId);
      const upload = record && (await this.takeUp(record));
      if (upload) await upload.run();
    });
  }

  /** @param {RecordingEntry} record */
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

  /**
   * Run `work` while no other page sends this recording; closing a page releases its lock.
   * @param {string} clientId
   * @param {LockOptions} options
   * @param {(free: boolean) => Promise<void>} work
   */
  alone(clientId, options, work) {
    if (!navigator.locks) return work(true);
    return navigator.locks.request(`handa-recording-${clientId}`, options, (lock) => work(lock !== null));
  }

  get waiting() {
    return this.all.filter((upload) => !upload.isOver);
  }

  /** Resolve when every upload is safe or refused. */
  async settled() {
    while (this.waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
