/* How the page looks, as the applicant chooses it, and the live speed, which is off until asked for.
   Finds: input[data-look] with the name of a choice as value · [data-live] with data-words "{n} …" */

const KEPT = "handa-typing-look";
const LEAST_SECONDS = 3;

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? [];
  } catch {
    return [];
  }
}

/** Apply what was chosen and follow the boxes; `tick` shows the speed. */
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
        localStorage.setItem(KEPT, JSON.stringify(boxes.filter((one) => one.checked).map((one) => one.value)));
      } catch {
        // Without a store the choice lasts as long as the page.
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
      live.textContent = live.dataset.words.replace("{n}", Math.round((characters / 5 / now) * 60));
    },
  };
}
