/* Copies a field's text. The button carries the sentences; without a clipboard the text is selected. */

/** Makes one button copy the field that its data-copy names. */
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
