/* The player of a voice report: a word plays from its place, the transcript and the line follow the sound.
   Finds [data-answer] with audio, [data-start][data-end] buttons, [data-transcript], svg[data-line] with data-seconds and line[data-here]. */

const LEAD_IN = 0.05;

function bind(answer) {
  const audio = answer.querySelector("audio");
  if (!audio) return;
  const words = [...answer.querySelectorAll("[data-transcript] [data-start]")];
  const line = answer.querySelector("[data-line]");
  const here = line?.querySelector("[data-here]");
  let current = null;

  const playFrom = (seconds) => {
    audio.currentTime = Math.max(0, seconds - LEAD_IN);
    audio.play().catch(() => undefined);
  };

  const follow = () => {
    const now = audio.currentTime;
    const word = words.findLast((one) => Number.parseFloat(one.dataset.start) <= now + LEAD_IN);
    const shown = word && now < Number.parseFloat(word.dataset.end) + LEAD_IN ? word : null;
    if (shown !== current) {
      current?.classList.remove("current");
      shown?.classList.add("current");
      current = shown;
    }
    if (!here) return;
    const place = (1000 * now) / Number.parseFloat(line.dataset.seconds);
    here.setAttribute("x1", place.toFixed(1));
    here.setAttribute("x2", place.toFixed(1));
    here.setAttribute("visibility", now > 0 ? "visible" : "hidden");
  };

  const keepFollowing = () => {
    follow();
    if (!audio.paused) requestAnimationFrame(keepFollowing);
  };

  answer.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-start]");
    if (button) playFrom(Number.parseFloat(button.dataset.start));
  });
  line?.addEventListener("click", (event) => {
    const box = line.getBoundingClientRect();
    playFrom(((event.clientX - box.left) / box.width) * Number.parseFloat(line.dataset.seconds));
  });
  audio.addEventListener("play", () => {
    for (const other of document.querySelectorAll("[data-answer] audio")) if (other !== audio) other.pause();
    keepFollowing();
  });
  for (const name of ["seeked", "timeupdate", "pause"]) audio.addEventListener(name, follow);
}

for (const answer of document.querySelectorAll("[data-answer]")) bind(answer);
