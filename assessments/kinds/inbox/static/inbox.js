/* The inbox page: tickets are moved by button or pointer, and each move records the whole order.
   Finds: [data-tickets data-item] with [data-ticket] that hold [data-grip] and [data-move=top|up|down] ·
   [data-moved-say data-moved] · [data-hand-in] ·
   dialog[data-untouched] with [data-untouched-say data-all data-one data-many] and [data-untouched-sure] */

import { openSitting } from "/static/js/sitting.js";

const sitting = openSitting();
const list = document.querySelector("[data-tickets]");
const say = document.querySelector("[data-moved-say]");
const tickets = () => Array.from(list.querySelectorAll("[data-ticket]"));
const order = () => tickets().map((ticket) => ticket.dataset.ticket);

let kept = order().join(" ");
let touched = sitting.state.moved;

/** Update the numbers, and disable the buttons that would not move a ticket. */
function number() {
  const all = tickets();
  all.forEach((ticket, place) => {
    ticket.querySelector("[data-grip]").textContent = String(place + 1);
    for (const button of ticket.querySelectorAll("[data-move]")) {
      button.disabled = button.dataset.move === "down" ? place === all.length - 1 : place === 0;
    }
  });
}

/**
 * Record the order if it changed, and announce the ticket's new place.
 * @param {PageElement} ticket
 */
function keep(ticket) {
  const now = order();
  if (now.join(" ") === kept) return;
  kept = now.join(" ");
  touched = true;
  sitting.record("ordered", { item: list.dataset.item, order: now });
  const place = now.indexOf(ticket.dataset.ticket) + 1;
  say.textContent = say.dataset.moved.replace("{place}", String(place)).replace("{count}", String(now.length));
}

/**
 * @param {PageElement} ticket
 * @param {string} way
 */
function move(ticket, way) {
  const next = ticket.nextElementSibling;
  if (way === "top") list.prepend(ticket);
  else if (way === "up") ticket.previousElementSibling?.before(ticket);
  else next?.after(ticket);
  number();
  keep(ticket);
}

list.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (!button) return;
  const ticket = button.closest("[data-ticket]");
  move(ticket, button.dataset.move);
  // A disabled button cannot hold the focus: move it to the button for the other direction.
  const other = button.dataset.move === "down" ? "up" : "down";
  const stays = button.disabled ? ticket.querySelector(`[data-move=${other}]`) : button;
  stays.focus();
  ticket.scrollIntoView({ block: "nearest" });
});

/* Dragging by the number: the ticket swaps places with the tickets that the pointer passes. */

/** @type {PageElement | null} */
let held = null;

list.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button > 0) return;
  event.preventDefault();
  const ticket = grip.closest("[data-ticket]");
  ticket.setAttribute("data-held", "");
  held = ticket;
  list.setPointerCapture(event.pointerId);
});
list.addEventListener("pointermove", (event) => {
  if (!held) return;
  if (event.clientY < 60) window.scrollBy(0, -20);
  if (event.clientY > window.innerHeight - 60) window.scrollBy(0, 20);
  const under = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-ticket]");
  if (!under || under === held) return;
  const box = under.getBoundingClientRect();
  const before = event.clientY < box.top + box.height / 2;
  if (before && under.previousElementSibling !== held) under.before(held);
  else if (!before && under.nextElementSibling !== held) under.after(held);
  number();
});
for (const name of ["pointerup", "pointercancel"]) {
  list.addEventListener(name, () => {
    if (!held) return;
    held.removeAttribute("data-held");
    keep(held);
    held = null;
  });
}

/**
 * Show the order of an earlier page that has only now reached the server.
 * @param {{moved: boolean, tickets: {id: string}[]}} state
 */
function adopt(state) {
  if (touched || held || !state.moved) return;
  for (const { id } of state.tickets) list.append(list.querySelector(`[data-ticket="${CSS.escape(id)}"]`));
  kept = order().join(" ");
  number();
}

sitting.addEventListener("state", ({ detail }) => adopt(detail));

/* Handing in: the server counts the tickets that were never moved, and then asks first. */

const handIn = document.querySelector("[data-hand-in]");
const dialog = document.querySelector("[data-untouched]");

handIn.addEventListener("click", () => {
  handIn.disabled = true;
  sitting.finish();
});
sitting.addEventListener("untouched", ({ detail }) => {
  const words = dialog.querySelector("[data-untouched-say]");
  const all = tickets().length;
  const sentence = detail.count === all ? words.dataset.all : detail.count === 1 ? words.dataset.one : words.dataset.many;
  words.textContent = sentence.replace("{n}", String(detail.count)).replace("{count}", String(all));
  handIn.disabled = false;
  dialog.showModal();
});
dialog.querySelector("[data-untouched-sure]").addEventListener("click", () => {
  dialog.close();
  handIn.disabled = true;
  sitting.finish({ confirmed: true });
});
