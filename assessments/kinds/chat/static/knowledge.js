/* The articles of one customer's company: search results with the best match first, and a record of what was opened. */

import { say } from "./phrases.js";
import { ranked } from "./search.js";

/** `articles` belong to this customer; `all` are the sitting's, by which search judges how rare a word is. */
export class Knowledge {
  /**
   * @param {PageElement} root
   * @param {{articles: Article[], all: Article[], record: RecordEvent}} options
   */
  constructor(root, { articles, all, record }) {
    this.articles = articles;
    this.all = all;
    this.query = root.querySelector("[data-query]");
    this.summary = root.querySelector("[data-found]");
    this.place = root.querySelector("[data-articles]");
    const articlesOnPage = [...root.querySelectorAll("[data-article]")];
    this.onPage = new Map(articlesOnPage.map((article) => [article.dataset.article, article]));
    this.query.addEventListener("input", () => this.search());
    root.querySelector("[data-search]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.openFirst();
    });
    for (const [id, article] of this.onPage) {
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
    /** @type {{id: string, snippet?: string}[]} */
    const matches = asked ? ranked(this.articles, this.query.value, this.all) : this.articles;
    const ids = new Set(matches.map((match) => match.id));
    for (const [id, article] of this.onPage) article.hidden = !ids.has(id);
    for (const match of matches) {
      const article = this.onPage.get(match.id);
      if (!article) continue;
      this.place.append(article);
      const snippet = article.querySelector("[data-snippet]");
      snippet.textContent = match.snippet ?? "";
      snippet.hidden = !match.snippet;
    }
    this.summary.textContent = !asked ? "" : matches.length ? say("found", { n: matches.length, all: this.articles.length }) : say("none");
  }

  openFirst() {
    const first = [...this.place.children].find((article) => !article.hidden);
    if (!first) return;
    first.open = true;
    first.querySelector("summary").focus();
  }
}
