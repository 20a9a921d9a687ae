/* Unsent texts of an applicant, kept on this device: they survive a reload and appear in a second tab.
   Without storage they are lost on reload, and nothing else breaks. */

/** The texts of one sitting, by chat and name. */
export class Drafts {
  /** @param {string} sitting */
  constructor(sitting) {
    this.prefix = `handa.chat.${sitting}`;
  }

  /**
   * @param {number | string} chat
   * @param {string} name
   */
  key(chat, name) {
    return `${this.prefix}.${chat}.${name}`;
  }

  /**
   * @param {number | string} chat
   * @param {string} name
   */
  read(chat, name) {
    try {
      return localStorage.getItem(this.key(chat, name)) ?? "";
    } catch {
      return "";
    }
  }

  /**
   * @param {number | string} chat
   * @param {string} name
   * @param {string} text
   */
  keep(chat, name, text) {
    try {
      if (text) localStorage.setItem(this.key(chat, name), text);
      else localStorage.removeItem(this.key(chat, name));
    } catch {
      // Without storage there is nothing to do.
    }
  }

  /**
   * Fill a box with its stored text, store every change, and follow changes in another tab.
   * @param {PageElement} box
   * @param {number} chat
   * @param {string} name
   */
  bind(box, chat, name) {
    box.value = this.read(chat, name) || box.value;
    box.addEventListener("input", () => this.keep(chat, name, box.value));
    window.addEventListener("storage", (event) => {
      if (event.key === this.key(chat, name) && document.activeElement !== box) box.value = event.newValue ?? "";
    });
  }

  /** Remove everything stored for this sitting, after it was submitted. */
  clear() {
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(`${this.prefix}.`)) localStorage.removeItem(key);
      }
    } catch {
      // Without storage there is nothing to do.
    }
  }
}
