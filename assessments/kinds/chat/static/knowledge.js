/* The articles of one customer's company: a search that puts the best first, and what was opened. */

import { say } from "./phrases.js";
import { ranked } from "./search.js";

/** `articles` are this customer's, `all` those of the sitting (for the rareness of words). */
export class Knowledge {
  constructor(root, { articles, all, record }) {
    this.articles = articles;
    this.all = all;
    this.query = root.querySelector("[data-query]");
    this.found = root.querySelector("[data-found]");
    this.place = root.querySelector("[data-articles]");
    this.shown = new Map([...root.querySelectorAll("[data-article]")].map((one) => [one.dataset.article, one]));
    this.query.addEventListener("input", () => this.search());
    root.querySelector("[data-search]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.openFirst();
    });
    for (const [id, article] of this.shown) {
      article.addEventListener("toggle", () => {
        if (article.open) record("article_opened", { article: id });
      });
    }
  }

  focus() {
    this.query.focus();
    this.query.select();
  }

  search() {
    const asked = this.query.value.trim() !== "";
    const found = asked ? ranked(this.articles, this.query.value, this.all) : this.articles;
    const ids = new Set(found.map((one) => one.id));
    for (const [id, article] of this.shown) article.hidden = !ids.has(id);
    for (const one of found) {
      const article = this.shown.get(one.id);
      this.place.append(article);
      const snippet = article.querySelector("[data-snippet]");
      snippet.textContent = one.snippet ?? "";
      snippet.hidden = !one.snippet;
    }
    this.found.textContent = !asked ? "" : found.length ? say("found", { n: found.length, all: this.articles.length }) : say("none");
  }

  openFirst() {
    const first = [...this.place.children].find((article) => !article.hidden);
    if (!first) return;
    first.open = true;
    first.querySelector("summary").focus();
  }
}
