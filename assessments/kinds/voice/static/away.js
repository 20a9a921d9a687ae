/* Reports how long the page was not in front while a prompt, a preparation or a recording ran, for a person to
   review. It is never scored and stops nothing. */

/** @type {Record<string, string>} */
const WATCHED = { playing: "listening", prepare: "preparing", recording: "recording" };
const NOTED_FROM_SECONDS = 1;
const NOTED_AT_MOST = 40;

/**
 * `now()` returns the current item and view; `report` receives {item, during, seconds}.
 * @param {() => {item: string, view: string}} now
 * @param {(away: Away) => void} report
 */
export function watchAway(now, report) {
  /** @type {{item: string, during: string, at: number} | null} */
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
