/* The player of a voice report: a click on a word plays it, and the transcript and the line follow the sound.
   Finds [data-answer] with audio, [data-start][data-end] buttons, svg[data-seconds] with data-waveform, and [data-transcript]: words separated by
   spaces, uncertain words in <u>, with data-times (for each word the pause before it and its length, in 1/100 s). Words
   become buttons. The page's [data-unsure] is read out after an uncertain word. */

const LEAD_IN = 0.05;

const SVG = "http://www.w3.org/2000/svg";
const unsure = document.querySelector("[data-unsure]")?.dataset.unsure ?? "";

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 */
function buttonOf(text, start, end) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.start = String(start / 100);
  button.dataset.end = String(end / 100);
  button.textContent = text;
  return button;
}

/** @param {string} text */
const wordsIn = (text) => text.split(/[ \n]+/).filter(Boolean);

/** @param {PageElement} transcript */
function makeButtons(transcript) {
  const times = transcript.dataset.times.split(" ").map(Number);
  let end = 0;
  /** @param {string} text */
  const next = (text) => {
    const start = end + (times.shift() ?? 0);
    end = start + (times.shift() ?? 0);
    return buttonOf(text, start, end);
  };
  const parts = [];
  for (const node of /** @type {NodeListOf<any>} */ (transcript.childNodes)) {
    if (node.nodeType === Node.TEXT_NODE) {
      for (const word of wordsIn(node.data)) parts.push(next(word), " ");
    } else if (node.localName === "u") {
      const button = next(node.textContent);
      button.className = "low";
      const said = document.createElement("span");
      said.className = "sr-only";
      said.textContent = ` (${unsure})`;
      button.append(said);
      parts.push(button, " ");
    } else {
      parts.push(node, " ");
    }
  }
  transcript.replaceChildren(...parts);
}

/**
 * Draw the outline of the sound behind the pauses: a column for each character, 0 to z.
 * @param {PageElement} line
 */
function drawOutline(line) {
  const outline = line.dataset.waveform ?? "";
  const wide = 1000 / outline.length;
  const columns = Array.from(outline, (sign, place) => {
    const tall = Math.max(1, parseInt(sign, 36));
    return `M${(place * wide).toFixed(1)} ${20 - tall / 2}h${(wide * 0.7).toFixed(1)}v${tall}h-${(wide * 0.7).toFixed(1)}z`;
  });
  if (!columns.length) return;
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", columns.join(""));
  line.prepend(path);
}

/** @param {PageElement} answer */
function bind(answer) {
  const audio = answer.querySelector("audio");
  if (!audio) return;
  answer.querySelectorAll("[data-transcript]").forEach(makeButtons);
  const words = [...answer.querySelectorAll("[data-transcript] [data-start]")];
  const line = answer.querySelector("svg[data-seconds]");
  if (line) drawOutline(line);
  const here = line?.appendChild(document.createElementNS(SVG, "line"));
  if (here) {
    here.classList.add("here");
    here.setAttribute("y2", "40");
    here.setAttribute("visibility", "hidden");
  }
  /** @type {PageElement | null} the button of the word that sounds */
  let current = null;

  /** @param {number} seconds */
  const playFrom = (seconds) => {
    audio.currentTime = Math.max(0, seconds - LEAD_IN);
    audio.play().catch(() => undefined);
  };

  const follow = () => {
    const now = audio.currentTime;
    const word = words.findLast((candidate) => Number.parseFloat(candidate.dataset.start) <= now + LEAD_IN);
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
