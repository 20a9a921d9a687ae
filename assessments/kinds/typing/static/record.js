/* Data entry: a source beside a form of fields; Enter and Tab go on to the next field. */

/** @param {Part} part */
export function open({ root, find, log }) {
  const inputs = [...root.querySelectorAll("input[data-keys]")];
  inputs.forEach((input, field) => {
    log.watch(input, () => field);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      (inputs[field + 1] ?? find("done-button")).focus();
    });
  });
  return {
    /** @param {any} state */
    show(state) {
      find("source").textContent = state.source;
      inputs.forEach((input, field) => {
        input.value = log.text(field);
      });
    },
    focus() {
      (inputs.find((input) => !input.value) ?? inputs[0]).focus();
    },
  };
}
