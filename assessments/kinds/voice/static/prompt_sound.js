/* The sound of a spoken prompt: fetched whole, then played once from its beginning to its end. */

const MOST_PAUSE = 4000;

class RefusedError extends Error {}

/**
 * Fetch the whole prompt before it plays, so that a slow connection cannot interrupt it.
 * @param {Sitting} sitting
 * @param {string} id
 */
export async function fetchPrompt(sitting, id) {
  const url = `${sitting.base}/media/${encodeURIComponent(id)}`;
  for (let pause = 500; ; pause *= 2) {
    try {
      const response = await sitting.fetch(url, { method: "POST" });
      if (response.ok) return await response.blob();
      if (response.status < 500) throw new RefusedError(`sound: ${response.status}`);
    } catch (error) {
      if (error instanceof RefusedError || pause > MOST_PAUSE) throw error;
    }
    if (pause > MOST_PAUSE) throw new Error("sound: no answer");
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/**
 * Play a sound in an audio element. `begun` is called when playing starts; resolves at the end.
 * @param {PageElement} audio
 * @param {Blob} sound
 * @param {() => void} begun
 */
export async function playThrough(audio, sound, begun) {
  audio.src = URL.createObjectURL(sound);
  try {
    audio.addEventListener("playing", begun, { once: true });
    const ended = new Promise((resolve, reject) => {
      audio.addEventListener("ended", resolve, { once: true });
      audio.addEventListener("error", () => reject(new Error("sound: cannot be played")), { once: true });
    });
    await audio.play();
    await ended;
  } finally {
    URL.revokeObjectURL(audio.src);
  }
}
