/* Keeps recordings in this browser, piece by piece, until the server has them. `put…` returns false if the browser
   has no database, or it is full or hangs; the page then says so. */

import { Shelf } from "/static/js/shelf.js";

const KEEP_MS = 7 * 24 * 3600 * 1000;
// A database that hangs must delay neither recording nor sending.
const LONGEST_WAIT_MS = 4000;

/**
 * A recording as this browser knows it; `seconds` is its length so far, `born` is a time of the browser in ms.
 * @typedef {{clientId: string, sitting: string, item: string, mime: string, seconds: number, born: number}} RecordingEntry
 */

/** @param {string} clientId */
const piecesOf = (clientId) => IDBKeyRange.bound([clientId, 0], [clientId, Infinity]);

export class RecordingShelf extends Shelf {
  constructor() {
    super({
      name: "handa-recordings",
      create(database) {
        const recordings = database.createObjectStore("recordings", { keyPath: "clientId" });
        recordings.createIndex("sitting", "sitting");
        database.createObjectStore("pieces", { keyPath: ["clientId", "number"] });
      },
      patience: LONGEST_WAIT_MS,
    });
  }

  /** @param {RecordingEntry} record */
  putRecording(record) {
    return this.write(["recordings"], (recordings) => recordings.put(record));
  }

  /**
   * @param {RecordingEntry} record
   * @param {number} number of the piece, from 0
   * @param {Blob} blob
   */
  async putPiece(record, number, blob) {
    // Bytes, not blobs: some browsers lose blobs that lie in a database.
    const data = await blob.arrayBuffer().catch(() => null);
    if (data === null) return false;
    return this.write(["recordings", "pieces"], (recordings, pieces) => {
      recordings.put(record);
      pieces.put({ clientId: record.clientId, number, data });
    });
  }

  /** @param {string} clientId */
  remove(clientId) {
    return this.write(["recordings", "pieces"], (recordings, pieces) => {
      recordings.delete(clientId);
      pieces.delete(piecesOf(clientId));
    });
  }

  /**
   * Return the entry of a recording that is still here, or null.
   * @param {string} clientId
   * @returns {Promise<RecordingEntry | null>}
   */
  async find(clientId) {
    return (await this.read("recordings", (store) => store.get(clientId), null)) ?? null;
  }

  /**
   * Return the recordings of a sitting that are still here; forget those of other sittings after a week.
   * @param {string} sitting
   */
  async unfinished(sitting) {
    /** @type {RecordingEntry[]} */
    const recordings = await this.read("recordings", (store) => store.getAll(), []);
    const old = recordings.filter((record) => record.sitting !== sitting && Date.now() - record.born > KEEP_MS);
    for (const record of old) await this.remove(record.clientId);
    return recordings.filter((record) => record.sitting === sitting).sort((a, b) => a.born - b.born);
  }

  /**
   * Return the pieces of a recording in order.
   * @param {string} clientId
   */
  async pieces(clientId) {
    const pieces = await this.read("pieces", (store) => store.getAll(piecesOf(clientId)), []);
    return pieces.map((piece) => new Blob([piece.data]));
  }
}
