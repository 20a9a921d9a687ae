/* Shortcuts of the page: Alt with a digit or a letter, by the position of the key, so that they work with a Mac's
   Option key and other layouts. AltGr types letters and is left alone. */

/** @type {Record<string, string>} */
const PIECES = { KeyM: "message", KeyR: "replies", KeyI: "record", KeyK: "knowledge", KeyW: "wrapup" };

/**
 * `go(chat)` shows a desk, `next()` the customer who has waited longest, `piece(name)` a part of the current desk.
 * @param {{go: (chat: number) => void, next: () => void, piece: (name: string) => void}} actions
 */
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
