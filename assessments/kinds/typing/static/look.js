/* The applicant's choices of how the page looks, and the live speed, which is off by default.
   Finds: input[data-look] with the name of a choice as value · [data-live] with data-words "{n} …" */

const KEPT = "handa-typing-look";
const LEAST_SECONDS = 3;

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "[]") ?? [];
  } catch {
    return [];
  }
}

/**
 * Apply the stored choices and follow the checkboxes; `tick` updates the live speed.
 * @param {PageElement} root
 * @param {KeyLog} log
 */
export function dress(root, log) {
  const boxes = [...root.querySelectorAll("input[data-look]")];
  const live = root.querySelector("[data-live]");
  let seconds = 0;
  const apply = () => {
    for (const box of boxes) root.classList.toggle(`look-${box.value}`, box.checked);
    root.dispatchEvent(new Event("look"));
  };
  const chosen = kept();
  for (const box of boxes) {
    box.checked = chosen.includes(box.value);
    box.addEventListener("change", () => {
      try {
        localStorage.setItem(KEPT, JSON.stringify(boxes.filter((choice) => choice.checked).map((choice) => choice.value)));
      } catch {
        // Without storage the choice lasts as long as the page.
      }
      apply();
    });
  }
  apply();
  return {
    tick() {
      const now = Math.floor(log.elapsed());
      if (now === seconds || now < LEAST_SECONDS || !root.classList.contains("look-live")) return;
      seconds = now;
      const characters = log.values.reduce((sum, value) => sum + value.length, 0);
      live.textContent = live.dataset.words.replace("{n}", String(Math.round((characters / 5 / now) * 60)));
    },
  };
}
