/* Chat speed: a customer's message, prepared replies inserted by a key, and slots to fill in. */

const SLOT = /\{[a-z_]+\}/;

/** @param {Part} part */
export function open({ root, find, log, say, end }) {
  const field = find("keys");
  const canned = [...root.querySelectorAll("[data-canned]")];
  let at = 0;
  /** @type {{customer: string, note: string}[]} */
  let prompts = [];

  // Before our own listeners, so that Enter is logged with the reply that it sends.
  log.watch(field, () => Math.min(at, log.values.length - 1));

  /** Select the next slot; return false when there is none. */
  function toSlot() {
    const slot = SLOT.exec(field.value);
    if (slot) field.setSelectionRange(slot.index, slot.index + slot[0].length);
    return Boolean(slot);
  }

  function prompt() {
    const { customer, note } = prompts[at];
    find("customer").textContent = customer;
    find("note").textContent = note;
    find("note-box").hidden = !note;
    find("prompt-number").textContent = String(at + 1);
    field.value = log.text(at);
    field.focus();
  }

  /**
   * @param {PageElement} button
   * @param {number} stamp
   */
  function put(button, stamp) {
    if (log.ended || at >= prompts.length) return;
    field.focus();
    log.put(field, at, button.dataset.text, stamp);
    if (!toSlot()) field.selectionStart = field.value.length;
  }

  function send() {
    if (log.ended || at >= prompts.length) return;
    log.flush();
    log.record("reply_sent", { field: at });
    at += 1;
    if (at >= prompts.length) return end();
    log.field = at;
    say("next");
    prompt();
  }

  canned.forEach((button) => button.addEventListener("click", (event) => put(button, event.timeStamp)));
  root.addEventListener("keydown", (event) => {
    const digit = event.altKey && !event.ctrlKey && !event.metaKey && /^Digit([1-9])$/.exec(event.code);
    const button = digit && canned[Number(digit[1]) - 1];
    if (!button) return;
    event.preventDefault();
    put(button, event.timeStamp);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "Tab" && !event.shiftKey && toSlot()) event.preventDefault();
  });
  find("send").addEventListener("click", send);
  return {
    /** @param {any} state */
    show(state) {
      prompts = state.prompts;
      at = state.prompt;
      log.field = Math.min(at, prompts.length - 1);
      if (at < prompts.length) prompt();
      else end();
    },
    focus: () => field.focus(),
  };
}
