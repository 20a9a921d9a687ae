/* Keys for the whole page: Alt and a figure or a letter, by the key's place, so that a Mac's Option
   and other layouts do not matter. AltGr types letters and is left alone. */

const PIECES = { KeyM: "message", KeyR: "replies", KeyI: "record", KeyK: "knowledge", KeyW: "wrapup" };

/** `go(chat)`, `next()` (who has waited longest) and `piece(name)` of the desk that is shown. */
export function bindShortcuts({ go, next, piece }) {
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.getModifierState("AltGraph")) return;
    if (document.querySelector("dialog[open]")) return;
    const figure = /^Digit([1-9])$/.exec(event.code);
    if (figure) go(Number(figure[1]));
    else if (event.code === "KeyN") next();
    else if (event.code in PIECES) piece(PIECES[event.code]);
    else return;
    event.preventDefault();
  });
}
