/* The customer's record: fields edited in place and actions that ask for confirmation. */

import { say } from "./phrases.js";

const AMOUNT = /^\D*\d[\d,]*(?:\.\d+)?\D*$/;
const figures = new Intl.NumberFormat("en-PH", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** An editable field: shows its value, or a small form in its place. */
class Field {
  /**
   * @param {PageElement} place
   * @param {RecordEvent} record
   */
  constructor(place, record) {
    this.name = place.dataset.editable;
    this.value = place.querySelector("[data-value]");
    this.display = place.querySelector("[data-shown]");
    this.form = place.querySelector("[data-change-form]");
    this.box = this.form.querySelector(".input");
    this.opener = place.querySelector("[data-change]");
    this.opener.addEventListener("click", () => this.change());
    this.form.querySelector("[data-leave]").addEventListener("click", () => this.leave());
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.leave();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const value = this.box.value.trim();
      if (value && value !== this.value.textContent) record("record_edited", { field: this.name, value });
      if (value) this.value.textContent = value;
      this.leave();
    });
  }

  change() {
    this.box.value = this.value.textContent;
    this.display.hidden = true;
    this.form.hidden = false;
    this.box.focus();
    this.box.select?.();
  }

  leave() {
    this.form.hidden = true;
    this.display.hidden = false;
    this.opener.focus();
  }

  /** @param {string} value */
  show(value) {
    this.value.textContent = value;
  }

  shut() {
    this.form.hidden = true;
    this.display.hidden = false;
  }
}

/** Records the events record_edited and action. */
export class CustomerRecord {
  /**
   * @param {PageElement} root
   * @param {{record: RecordEvent}} options
   */
  constructor(root, { record }) {
    this.root = root;
    this.fields = new Map([...root.querySelectorAll("[data-editable]")].map((place) => [place.dataset.editable, new Field(place, record)]));
    for (const form of root.querySelectorAll("form[data-action]")) this.bindAction(form, record);
  }

  /** @param {Chat["record"]} record */
  show({ customer, orders }) {
    for (const row of [customer, ...orders].flat()) {
      if (row.field !== null) this.fields.get(row.field)?.show(row.value);
    }
  }

  /** Close every open field: the chat is over. */
  shut() {
    for (const field of this.fields.values()) field.shut();
  }

  /**
   * @param {PageElement} form
   * @param {RecordEvent} record
   */
  bindAction(form, record) {
    const amounts = [...form.querySelectorAll("[data-amount]")];
    const back = form.querySelector("[data-read-back]");
    const readBack = () => {
      for (const box of amounts) box.setCustomValidity(!box.value || AMOUNT.test(box.value) ? "" : say("amount"));
      const read = amounts.filter((box) => box.value && box.checkValidity());
      back.hidden = read.length === 0;
      back.textContent = read.map((box) => `${box.dataset.amount}: ${figures.format(asNumber(box.value))}`).join(" · ");
    };
    form.addEventListener("input", readBack);
    form.addEventListener("submit", () => {
      record("action", { action: form.dataset.action, values: Object.fromEntries(new FormData(/** @type {any} */ (form))) });
      form.reset();
      readBack();
    });
  }
}

/** @param {string} text */
function asNumber(text) {
  return Number.parseFloat(text.replace(/[^\d.]/g, "").replace(/^\.+/, ""));
}
