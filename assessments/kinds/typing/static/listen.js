/* Listening: phrases of a caller, each played once and repeated as often as the server allows. */

class GoneError extends Error {}
const MOST_PAUSE = 4000;

/** @param {Part} part */
export function open({ find, log, sitting, say }) {
  const field = find("keys");
  const sound = find("sound");
  const hear = { next: find("hear-next"), again: find("hear-again") };
  let busy = false;

  log.watch(field, () => 0);

  /** @param {any} state */
  function show(state) {
    const { phrases, phrase, media } = state;
    const at = phrases[phrase];
    /** @param {number} place */
    const available = (place) => phrases[place] !== undefined && media.includes(phrases[place].sound);
    const next = phrase === null || (at.plays === 0 && available(phrase)) ? (phrase ?? 0) : phrase + 1;
    hear.next.dataset.place = String(next);
    hear.again.dataset.place = phrase ?? "";
    hear.next.hidden = next >= phrases.length;
    hear.next.disabled = busy || !available(next);
    hear.again.disabled = busy || !at?.plays || !available(phrase);
    find("phrase-number").textContent = String(Math.min(next + 1, phrases.length));
    find("replays-left").textContent = String(at?.plays ? at.most - at.plays : phrases[0].most - 1);
  }

  /**
   * Fetch the whole phrase before it plays, so that a slow connection cannot interrupt it.
   * @param {string} name
   */
  async function fetchSound(name) {
    for (let pause = 500; ; pause *= 2) {
      try {
        const response = await sitting.fetch(`${sitting.base}/media/${encodeURIComponent(name)}`, { method: "POST" });
        if (response.ok) return await response.blob();
        if (response.status < 500) throw new GoneError(`sound: ${response.status}`);
      } catch (error) {
        if (error instanceof GoneError || pause > MOST_PAUSE) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** @param {number} place */
  async function play(place) {
    if (busy || log.ended || !sitting.state.phrases?.[place]) return;
    const { sound: name, plays } = sitting.state.phrases[place];
    busy = true;
    show(sitting.state);
    field.focus();
    try {
      sound.src = URL.createObjectURL(await fetchSound(name));
      sound.addEventListener("playing", () => log.record("phrase_played", { phrase: place, play: plays }), { once: true });
      const ended = new Promise((resolve, reject) => {
        sound.addEventListener("ended", resolve, { once: true });
        sound.addEventListener("error", () => reject(new Error("sound: cannot be played")), { once: true });
      });
      say("");
      await sound.play();
      await ended;
    } catch (error) {
      console.warn(error);
      say("sound-failed");
    }
    URL.revokeObjectURL(sound.src);
    busy = false;
    await sitting.refresh().catch(() => undefined);
    if (!log.ended && sitting.state.phrases) show(sitting.state);
  }

  for (const button of Object.values(hear)) {
    button.addEventListener("click", () => play(Number(button.dataset.place)));
  }
  // So that hands stay on the keys: Enter plays the next phrase, Ctrl+Enter or Shift+Enter repeats the last.
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const button = event.shiftKey || event.ctrlKey ? hear.again : hear.next;
    if (!button.hidden && !button.disabled) button.click();
  });
  sitting.addEventListener("state", ({ detail }) => {
    if (!log.ended && log.zero !== null && detail.item === log.item) show(detail);
  });
  return {
    /** @param {any} state */
    show(state) {
      field.value = log.text();
      show(state);
    },
    focus() {
      field.focus();
      if (sitting.state.phrase === null) play(0);
    },
  };
}
