/* Recordings kept in this browser until the server has them: every piece as it comes.
   Where the browser allows no database, it is full, or it hangs, `put…` answers false: the page says so. */

const DATABASE = "handa-recordings";
const KEEP_MS = 7 * 24 * 3600 * 1000;
// A database that hangs must hold up neither the recording nor the sending.
const LONGEST_WAIT_MS = 4000;

function asPromise(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function done(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
    setTimeout(() => reject(new Error("the database hangs")), LONGEST_WAIT_MS);
  });
}

function openDatabase() {
  return new Promise((resolve) => {
    if (!("indexedDB" in window)) return resolve(null);
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      const recordings = request.result.createObjectStore("recordings", { keyPath: "clientId" });
      recordings.createIndex("sitting", "sitting");
      request.result.createObjectStore("pieces", { keyPath: ["clientId", "number"] });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
    request.onblocked = () => resolve(null);
    setTimeout(() => resolve(null), LONGEST_WAIT_MS);
  });
}

const piecesOf = (clientId) => IDBKeyRange.bound([clientId, 0], [clientId, Infinity]);

export class Shelf {
  constructor() {
    this.opening = openDatabase();
  }

  async write(stores, work) {
    try {
      const database = await this.opening;
      if (!database) return false;
      const transaction = database.transaction(stores, "readwrite");
      work(...stores.map((name) => transaction.objectStore(name)));
      await done(transaction);
      return true;
    } catch (error) {
      console.warn("recordings: kept in memory only", error);
      return false;
    }
  }

  putRecording(record) {
    return this.write(["recordings"], (recordings) => recordings.put(record));
  }

  async putPiece(record, number, blob) {
    // Bytes, not blobs: some browsers lose blobs that lie in a database.
    const data = await blob.arrayBuffer().catch(() => null);
    if (data === null) return false;
    return this.write(["recordings", "pieces"], (recordings, pieces) => {
      recordings.put(record);
      pieces.put({ clientId: record.clientId, number, data });
    });
  }

  remove(clientId) {
    return this.write(["recordings", "pieces"], (recordings, pieces) => {
      recordings.delete(clientId);
      pieces.delete(piecesOf(clientId));
    });
  }

  /** Return the record of a recording that is still here, or null. */
  async find(clientId) {
    const database = await this.opening;
    if (!database) return null;
    const store = database.transaction("recordings").objectStore("recordings");
    return (await asPromise(store.get(clientId))) ?? null;
  }

  /** Return the recordings of a sitting that are still here; forget those of others after a week. */
  async unfinished(sitting) {
    const database = await this.opening;
    if (!database) return [];
    const all = await asPromise(database.transaction("recordings").objectStore("recordings").getAll());
    const old = all.filter((record) => record.sitting !== sitting && Date.now() - record.born > KEEP_MS);
    for (const record of old) await this.remove(record.clientId);
    return all.filter((record) => record.sitting === sitting).sort((a, b) => a.born - b.born);
  }

  /** Return the pieces of a recording in order. */
  async pieces(clientId) {
    const database = await this.opening;
    const store = database.transaction("pieces").objectStore("pieces");
    const found = await asPromise(store.getAll(piecesOf(clientId)));
    return found.map((piece) => new Blob([piece.data]));
  }
}
