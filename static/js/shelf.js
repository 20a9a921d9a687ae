/* A database of this browser (IndexedDB). It opens once; a browser that has none, or forbids it, stores nothing.
   Names of databases, stores and keys never change: what a browser stored before an update must be readable after it. */

const VERSION = 1;

/**
 * Resolve with the result of a request.
 * @template Result
 * @param {IDBRequest<Result>} request
 * @returns {Promise<Result>}
 */
function resultOf(request) {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
  });
}

/**
 * Resolve when everything in a transaction is stored; reject after `patience` milliseconds.
 * @param {IDBTransaction} transaction
 * @param {number | null} patience
 * @returns {Promise<void>}
 */
function completed(transaction, patience) {
  return new Promise((resolve, reject) => {
    transaction.addEventListener("complete", () => resolve());
    transaction.addEventListener("abort", () => reject(transaction.error));
    transaction.addEventListener("error", () => reject(transaction.error));
    if (patience !== null) setTimeout(() => reject(new Error("the database hangs")), patience);
  });
}

/**
 * Open a database, or resolve with null where that is impossible or takes longer than `patience` milliseconds.
 * @param {string} name
 * @param {(database: IDBDatabase) => void} create makes the stores of a new database
 * @param {number | null} patience
 * @returns {Promise<IDBDatabase | null>}
 */
function openDatabase(name, create, patience) {
  return new Promise((resolve) => {
    if (!("indexedDB" in window)) {
      resolve(null);
      return;
    }
    const request = indexedDB.open(name, VERSION);
    request.addEventListener("upgradeneeded", () => create(request.result));
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => resolve(null));
    request.addEventListener("blocked", () => resolve(null));
    if (patience !== null) setTimeout(() => resolve(null), patience);
  });
}

/** One database. A class that extends it says what the stores hold. */
export class Shelf {
  /**
   * @param {object} options
   * @param {string} options.name of the database; warnings of the console carry it too
   * @param {(database: IDBDatabase) => void} options.create makes the stores of a new database
   * @param {number | null} [options.patience] milliseconds after which a database that hangs counts as
   *   missing; null waits for it however long it takes
   */
  constructor({ name, create, patience = null }) {
    this.name = name;
    this.patience = patience;
    this.opening = openDatabase(name, create, patience);
  }

  /**
   * Change stores in one transaction. Returns whether the change is stored: false where there is no
   * database, it is full, or it hangs.
   * @param {string[]} names of the stores
   * @param {(...stores: IDBObjectStore[]) => void} work
   * @returns {Promise<boolean>}
   */
  async write(names, work) {
    try {
      const database = await this.opening;
      if (!database) return false;
      const transaction = database.transaction(names, "readwrite");
      work(...names.map((name) => transaction.objectStore(name)));
      await completed(transaction, this.patience);
      return true;
    } catch (error) {
      console.warn(`${this.name}: kept in memory only`, error);
      return false;
    }
  }

  /**
   * Return the result of a request to a store, or `missing` where there is no database.
   * @template Result
   * @param {string} name of the store
   * @param {(store: IDBObjectStore) => IDBRequest<Result>} ask
   * @param {Result} missing
   * @returns {Promise<Result>}
   */
  async read(name, ask, missing) {
    const database = await this.opening;
    if (!database) return missing;
    return resultOf(ask(database.transaction(name).objectStore(name)));
  }
}
