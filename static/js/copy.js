/* Buttons that copy a field's text. The button has the sentences; without a clipboard the text is selected. */

/**
 * Make a button copy the field that its data-copy names.
 * @param {PageElement} button
 */
function bind(button) {
  const field = document.getElementById(button.dataset.copy);
  const state = button.parentElement.querySelector("[data-copy-state]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      state.textContent = button.dataset.done;
    } catch {
      state.textContent = button.dataset.failed;
    }
  });
}

document.querySelectorAll("[data-copy]").forEach(bind);
