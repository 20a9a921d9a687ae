/* The sentences of the page, written in its template: [data-phrases] with data-phrase. */

/** Return a sentence with its {places} filled in. */
export function say(name, values = {}) {
  const text = document.querySelector(`[data-phrases] [data-phrase="${name}"]`).textContent;
  return text.replace(/\{(\w+)\}/g, (whole, place) => values[place] ?? whole);
}

/** Shows seconds as m:ss. */
export function clockTime(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
