/* The page's sentences, from its template: [data-phrases] with data-phrase. */

/**
 * Return a sentence with its {places} filled in.
 * @param {string} name
 * @param {Values} values
 */
export function say(name, values = {}) {
  const text = document.querySelector(`[data-phrases] [data-phrase="${name}"]`).textContent;
  return text.replace(/\{(\w+)\}/g, (whole, place) => String(values[place] ?? whole));
}

/**
 * Return seconds as m:ss.
 * @param {number} seconds
 */
export function clockTime(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
