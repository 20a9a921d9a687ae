/* The answer in a question of any question type: read it, restore it, and put it into words.
   Finds in a [data-question]: radio buttons · textarea[data-given] (the original text) · [data-gap] fields ·
   [data-order data-moved] with [data-line] [data-rest] [data-piece] [data-answer-value] [data-order-say] · input[type=text] */

const BETWEEN = "|";
const SHOWN_AT_MOST = 60;

/** @param {PageElement} question */
const gapsOf = (question) => Array.from(question.querySelectorAll("[data-gap]"));
/** @param {PageElement} place */
const piecesIn = (place) => Array.from(place.querySelectorAll("[data-piece]"));
/** @param {PageElement} question */
const line = (question) => question.querySelector("[data-line]");

/**
 * @param {PageElement} question
 * @returns {string}
 */
export function readAnswer(question) {
  const chosen = question.querySelector("input[type=radio]:checked");
  if (chosen) return chosen.value;
  const text = question.querySelector("textarea");
  if (text) return text.value === text.dataset.given ? "" : text.value;
  const gaps = gapsOf(question);
  if (gaps.length) return gaps.some((gap) => gap.value.trim()) ? gaps.map((gap) => gap.value).join("\n") : "";
  const kept = question.querySelector("[data-answer-value]");
  if (kept) return kept.value;
  return question.querySelector("input[type=text]")?.value ?? "";
}

/**
 * @param {PageElement} question
 * @param {string} answer
 */
export function writeAnswer(question, answer) {
  const option = question.querySelector(`input[type=radio][value="${CSS.escape(answer)}"]`);
  const gaps = gapsOf(question);
  const text = question.querySelector("textarea, input[type=text]:not([data-gap])");
  if (option) option.checked = true;
  else if (gaps.length) {
    const lines = answer.split("\n");
    gaps.forEach((gap, place) => {
      gap.value = lines[place] ?? "";
    });
  } else if (line(question)) layOut(question, answer);
  else if (text) text.value = answer;
}

/**
 * Return the answer in words, shortened; empty when there is no answer.
 * @param {PageElement} question
 * @returns {string}
 */
export function wordsOf(question) {
  const chosen = question.querySelector("input[type=radio]:checked");
  if (chosen) return chosen.closest("label").textContent.trim();
  const words = readAnswer(question).replaceAll(BETWEEN, " ").replaceAll("\n", " · ").trim();
  return words.length > SHOWN_AT_MOST ? `${words.slice(0, SHOWN_AT_MOST)}…` : words;
}

/* Putting pieces in order */

/**
 * @param {PageElement} question
 * @param {string} answer
 */
function layOut(question, answer) {
  const rest = question.querySelector("[data-rest]");
  piecesIn(line(question)).forEach((piece) => rest.append(piece));
  for (const words of answer.split(BETWEEN)) {
    const piece = piecesIn(rest).find((candidate) => candidate.textContent === words);
    if (piece) place(question, piece);
  }
  note(question);
}

/**
 * @param {PageElement} question
 * @param {PageElement} piece
 */
const place = (question, piece) => line(question).insertBefore(piece, line(question).lastElementChild);

/**
 * Store the order as the answer if it contains every piece; return the pieces in the line.
 * @param {PageElement} question
 */
function note(question) {
  const pieces = piecesIn(line(question)).map((piece) => piece.textContent);
  const whole = piecesIn(question.querySelector("[data-rest]")).length === 0;
  question.querySelector("[data-answer-value]").value = whole ? pieces.join(BETWEEN) : "";
  return pieces;
}

/**
 * Move a piece when it is pressed. `changed` is called after each move, `laid` with the pieces while some are missing.
 * @param {PageElement} question
 * @param {() => void} changed
 * @param {(order: {item: string, pieces: string}) => void} laid
 */
export function bindOrder(question, changed, laid) {
  const box = question.querySelector("[data-order]");
  if (!box) return;
  const rest = box.querySelector("[data-rest]");
  layOut(question, box.querySelector("[data-answer-value]").value);
  box.addEventListener("click", (event) => {
    const piece = event.target.closest("[data-piece]");
    if (!piece) return;
    const added = rest.contains(piece);
    const next = added ? (piece.nextElementSibling ?? piece.previousElementSibling) : piece;
    if (added) place(question, piece);
    else rest.append(piece);
    (next ?? piece).focus();
    const pieces = note(question);
    box.querySelector("[data-order-say]").textContent = box.dataset.moved.replace("{line}", pieces.join(" "));
    changed();
    if (!readAnswer(question)) laid({ item: question.dataset.question, pieces: pieces.join(BETWEEN) });
  });
}

/* Choosing by letter */

/**
 * While the focus is in the question, A, B, C … choose and focus an option; Enter then saves.
 * @param {PageElement} question
 */
export function bindLetters(question) {
  const options = Array.from(question.querySelectorAll(".choices input[type=radio]"));
  question.addEventListener("keydown", (event) => {
    const number = event.key.length === 1 ? event.key.toLowerCase().charCodeAt(0) - 97 : -1;
    const option = options[number];
    if (!option || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    option.focus();
    option.click();
  });
}
