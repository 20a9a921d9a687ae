/* What an applicant has begun to write, kept on this device: it survives a reload and reaches a
   second tab. A browser that forbids storage loses it on reload, and nothing else. */

/** Texts by chat and name, of one sitting. */
export class Drafts {
  constructor(sitting) {
    this.prefix = `handa.chat.${sitting}`;
  }

  key(chat, name) {
    return `${this.prefix}.${chat}.${name}`;
  }

  read(chat, name) {
    try {
      return localStorage.getItem(this.key(chat, name)) ?? "";
    } catch {
      return "";
    }
  }

  keep(chat, name, text) {
    try {
      if (text) localStorage.setItem(this.key(chat, name), text);
      else localStorage.removeItem(this.key(chat, name));
    } catch {
      // Nothing to do: see above.
    }
  }

  /** Keep a box: filled from before, kept at every change, and following another tab. */
  bind(box, chat, name) {
    box.value = this.read(chat, name) || box.value;
    box.addEventListener("input", () => this.keep(chat, name, box.value));
    window.addEventListener("storage", (event) => {
      if (event.key === this.key(chat, name) && document.activeElement !== box) box.value = event.newValue ?? "";
    });
  }

  /** Forget the sitting: it is handed in. */
  clear() {
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(`${this.prefix}.`)) localStorage.removeItem(key);
      }
    } catch {
      // Nothing to do: see above.
    }
  }
}
