/* The chat desk: shows the state that the server sends and records what the applicant does.
   Finds [data-desks] with [data-go] and [data-chat], [data-news] (polite), [data-finished]. */

import { openSitting } from "/static/js/sitting.js";
import { Customers, longestWaiting } from "./customers.js";
import { Desk } from "./desk.js";
import { Drafts } from "./drafts.js";
import { Line } from "./line.js";
import { say } from "./phrases.js";
import { bindShortcuts } from "./shortcuts.js";

const TICK_MS = 500;

const sitting = openSitting();
const drafts = new Drafts(sitting.id);
const root = document.querySelector("[data-desks]");
const news = document.querySelector("[data-news]");
const handIn = document.querySelector("[data-finished]");
/** @type {Chat[]} */
const chats = sitting.state.chats;
const all = chats.flatMap((chat) => chat.articles);
const desks = new Map(
  chats.map((state) => {
    const place = root.querySelector(`[data-chat="${state.chat}"]`);
    return [state.chat, new Desk(place, { sitting, drafts, state, all })];
  }),
);
/** @param {number} chat */
const deskOf = (chat) => /** @type {Desk} */ (desks.get(chat));
const customers = new Customers(root, { drafts, go });
let current = chats[0].chat;
let over = new Set(chats.filter((chat) => chat.ended).map((chat) => chat.chat));

/**
 * Show the desk of a customer.
 * @param {number} chat
 */
function go(chat) {
  if (!desks.has(chat)) return;
  current = chat;
  drafts.keep("desk", "current", String(chat));
  for (const [number, desk] of desks) desk.root.hidden = number !== chat;
  customers.current(chat);
  deskOf(chat).thread.toEnd();
  customers.show(sitting.state.chats, lookedAt());
}

/**
 * Show the desk of a customer and go to the box for the reply.
 * @param {number} chat
 */
function answer(chat) {
  go(chat);
  if (!deskOf(current).goTo("message")) customers.focus(current);
}

/** Return the chat whose messages are visible now, or null. */
function lookedAt() {
  const { log } = deskOf(current).thread;
  return document.hidden || !log.checkVisibility() ? null : current;
}

/** @param {{chats: Chat[], finished: boolean}} state */
function show(state) {
  const said = [];
  for (const chat of state.chats) {
    for (const line of deskOf(chat.chat).show(chat)) said.push(say("says", { n: chat.chat, text: line.text }));
    if (chat.ended && !over.has(chat.chat)) said.push(say("over", { n: chat.chat }));
  }
  over = new Set(state.chats.filter((chat) => chat.ended).map((chat) => chat.chat));
  if (said.length) news.textContent = said.join(" ");
  customers.show(state.chats, lookedAt());
  customers.tick(state.chats, sitting.elapsed());
  handIn.hidden = !state.finished;
}

/** Show the messages of an earlier page that are not sent yet. */
async function showUnsent() {
  for (const { kind, data, stream } of await sitting.outbox.shelf.all()) {
    if (kind !== "agent_message" || stream === sitting.outbox.stream) continue;
    const known = desks.get(data.chat);
    if (known) unsent.push(known.thread.pending(data.text));
  }
}

/** @type {(() => void)[]} takes away the messages that are shown as not sent */
const unsent = [];
const line = new Line({
  sitting,
  drafts,
  awaited() {
    /** @type {Chat[]} */
    const now = sitting.state.chats;
    if (now.some((chat) => chat.typing)) return 0;
    const coming = now.filter((chat) => !chat.started);
    return coming.length ? Math.min(...coming.map((chat) => chat.starts_at)) - sitting.elapsed() : null;
  },
  back(lost) {
    // Include chats that the customer seems to have left meanwhile: the report of the loss undoes that.
    /** @type {Chat[]} */
    const now = sitting.state.chats;
    const going = now.filter((chat) => chat.started && !chat.wrap_up);
    for (const chat of going) sitting.record("line_back", { chat: chat.chat, lost });
    if (going.length === 0) show(sitting.state);
  },
});

// After a long loss the first answer still holds nudges that the report of the loss undoes. Wait for the next answer.
sitting.addEventListener("state", (event) => {
  if (!line.isLost()) show(event.detail);
});
sitting.outbox.addEventListener("status", (event) => {
  if (event.detail === "saved") for (const settled of unsent.splice(0)) settled();
});
handIn.querySelector("[data-finish]").addEventListener("click", () => {
  drafts.clear();
  sitting.finish();
});
root.addEventListener("click", () => customers.show(sitting.state.chats, lookedAt()));
document.addEventListener("visibilitychange", () => customers.show(sitting.state.chats, lookedAt()));
setInterval(() => customers.tick(sitting.state.chats, sitting.elapsed()), TICK_MS);
bindShortcuts({
  go: answer,
  next: () => answer(longestWaiting(sitting.state.chats) ?? current),
  piece: (name) => deskOf(current).goTo(name),
});
// Browsers with invoker commands open the dialogs themselves.
const openers = "commandForElement" in HTMLButtonElement.prototype ? [] : document.querySelectorAll("[data-opens]");
for (const opener of openers) {
  opener.addEventListener("click", () => document.getElementById(opener.dataset.opens).showModal());
}

if (!line.isLost()) show(sitting.state);
go(Number(drafts.read("desk", "current")) || current);
showUnsent();
