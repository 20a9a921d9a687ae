/* Full-text search over articles, ranked: a word counts more the fewer articles have it, more in a
   title, and less with each time that it comes again (tf-idf with a saturated tf). */

const TITLE = 3; // a word in a title counts like three
const SHORTEST_PREFIX = 3;

const SMALL = /^(?:a|an|and|are|at|be|by|can|do|for|from|has|have|how|if|in|is|it|my|no|not|of|on|or|our|that|the|this|to|was|we|what|when|will|with|you|your)$/;

/** Words in lower case without the common English endings; small words are left out. */
export function terms(text) {
  const words = text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => !SMALL.test(word)).map((word) => (word.length > 4 ? word.replace(/(?:ing|ed|es|s|e)$/, "") : word));
}

function count(words, wanted) {
  return words.filter((word) => word === wanted || (wanted.length >= SHORTEST_PREFIX && word.startsWith(wanted))).length;
}

/** The articles that have a word of the query, best first: {id, score, snippet}.
 *  `all` are the articles by which the rareness of a word is judged. */
export function ranked(articles, query, all = articles) {
  const wanted = [...new Set(terms(query))];
  const read = (one) => ({ ...one, title: terms(one.title), paragraphs: one.body.split("\n").map((text) => ({ text, words: terms(text) })) });
  const frequency = (one, word) => TITLE * count(one.title, word) + one.paragraphs.reduce((sum, part) => sum + count(part.words, word), 0);
  const corpus = all.map(read);
  const weights = wanted.map((word) => Math.log(1 + corpus.length / (1 + corpus.filter((one) => frequency(one, word)).length)));
  const found = articles.map(read).map((one) => {
    const score = wanted.reduce((sum, word, place) => {
      const times = frequency(one, word);
      return sum + (weights[place] * times) / (times + 1);
    }, 0);
    return { id: one.id, score, snippet: bestOf(one.paragraphs, wanted, weights) };
  });
  return found.filter((one) => one.score > 0).sort((a, b) => b.score - a.score || a.id.localeCompare(b.id));
}

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
