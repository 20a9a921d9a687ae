/* Full-text search over articles, ranked: a word counts more if few articles contain it or if it is in
   a title; each repetition adds less (tf-idf with a saturated tf). */

const TITLE = 3; // a word in a title counts as three
const SHORTEST_PREFIX = 3;

const SMALL = /^(?:a|an|and|are|at|be|by|can|do|for|from|has|have|how|if|in|is|it|my|no|not|of|on|or|our|that|the|this|to|was|we|what|when|will|with|you|your)$/;

/**
 * Return the words of a text in lower case, without common English endings and small words.
 * @param {string} text
 */
export function terms(text) {
  const words = text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => !SMALL.test(word)).map((word) => (word.length > 4 ? word.replace(/(?:ing|ed|es|s|e)$/, "") : word));
}

/**
 * @param {string[]} words
 * @param {string} wanted
 */
function count(words, wanted) {
  return words.filter((word) => word === wanted || (wanted.length >= SHORTEST_PREFIX && word.startsWith(wanted))).length;
}

/**
 * Return an article with its title and paragraphs split into words.
 * @param {Article} article
 */
function read(article) {
  const paragraphs = article.body.split("\n").map((text) => ({ text, words: terms(text) }));
  return { ...article, title: terms(article.title), paragraphs };
}

/**
 * Return how often a word occurs in an article from `read`; an occurrence in the title counts TITLE times.
 * @param {ReturnType<typeof read>} article
 * @param {string} word
 */
function frequency(article, word) {
  return TITLE * count(article.title, word) + article.paragraphs.reduce((sum, part) => sum + count(part.words, word), 0);
}

/**
 * Return the articles that contain a word of the query, best first: {id, score, snippet}.
 * How rare a word is, is judged by `all`.
 * @param {Article[]} articles
 * @param {string} query
 * @param {Article[]} all
 */
export function ranked(articles, query, all = articles) {
  const wanted = [...new Set(terms(query))];
  const corpus = all.map(read);
  const weights = wanted.map((word) => {
    const having = corpus.filter((article) => frequency(article, word)).length;
    return Math.log(1 + corpus.length / (1 + having));
  });
  const matches = articles.map(read).map((article) => {
    const score = wanted.reduce((sum, word, place) => {
      const times = frequency(article, word);
      return sum + (weights[place] * times) / (times + 1);
    }, 0);
    return { id: article.id, score, snippet: bestOf(article.paragraphs, wanted, weights) };
  });
  return matches.filter((match) => match.score > 0).sort((a, b) => b.score - a.score || a.id.localeCompare(b.id));
}

/**
 * @param {{text: string}[]} paragraphs
 * @param {string[]} wanted
 * @param {number[]} weights
 */
function bestOf(paragraphs, wanted, weights) {
  const sentences = paragraphs.flatMap(({ text }) => text.split(/(?<=[.!?])\s+/));
  let best = { text: "", worth: 0 };
  for (const text of sentences) {
    const words = terms(text);
    const worth = wanted.reduce((sum, word, place) => sum + (count(words, word) ? weights[place] : 0), 0);
    if (worth > best.worth) best = { text, worth };
  }
  return best.text;
}
