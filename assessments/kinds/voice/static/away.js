/* When the page is not in front while something runs: reported when it is again, for a person to look at.
   Never scored, and nothing is stopped by it. */

const WATCHED = { playing: "listening", prepare: "preparing", recording: "recording" };
const NOTED_FROM_SECONDS = 1;
const NOTED_AT_MOST = 40;

/** `now()` gives the item and the view of the moment; `report` gets {item, during, seconds}. */
export function watchAway(now, report) {
  let away = null;
  let noted = 0;

  function went() {
    const { item, view } = now();
    const during = WATCHED[view];
    if (!away && during && noted < NOTED_AT_MOST) away = { item, during, at: performance.now() };
  }

  function cameBack() {
    if (!away || document.hidden) return;
    const { item, during, at } = away;
    const seconds = Math.min(3600, Math.round((performance.now() - at) / 100) / 10);
    away = null;
    if (seconds < NOTED_FROM_SECONDS) return;
    noted += 1;
    report({ item, during, seconds });
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? went() : cameBack()));
  window.addEventListener("blur", went);
  window.addEventListener("focus", cameBack);
}
