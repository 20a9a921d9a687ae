/* Chat speed: a customer's message, kept replies that a key puts in, and the places to fill in. */

const SLOT = /\{[a-z_]+\}/;

export function open({ root, find, log, say, end }) {
  const field = find("keys");
  const canned = [...root.querySelectorAll("[data-canned]")];
  let at = 0;
  let prompts = [];

  // Before our own keys, so that the Enter that sends belongs to the reply that it sends.
  log.watch(field, () => Math.min(at, log.values.length - 1));

  /** Select the next place to fill in; false when there is none. */
  function toSlot() {
    const found = SLOT.exec(field.value);
    if (found) field.setSelectionRange(found.index, found.index + found[0].length);
    return Boolean(found);
  }

  function prompt() {
    const { customer, note } = prompts[at];
    find("customer").textContent = customer;
    find("note").textContent = note;
    find("note-box").hidden = !note;
    find("prompt-number").textContent = at + 1;
    field.value = log.text(at);
    field.focus();
  }

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
    if (!digit || !canned[digit[1] - 1]) return;
    event.preventDefault();
    put(canned[digit[1] - 1], event.timeStamp);
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
