// language.mjs - the words of SQLite's SQL, and the functions this project brings.

// https://sqlite.org/lang_keywords.html
export const KEYWORDS = `abort action add after all alter always analyze and as asc attach autoincrement before begin between
  by cascade case cast check collate column commit conflict constraint create cross current current_date current_time
  current_timestamp database default deferrable deferred delete desc detach distinct do drop each else end escape except
  exclude exclusive exists explain fail filter first following for foreign from full generated glob group groups having
  if ignore immediate in index indexed initially inner insert instead intersect into is isnull join key last left like
  limit match materialized natural no not nothing notnull null nulls of offset on or order others outer over partition
  plan pragma preceding primary query raise range recursive references regexp reindex release rename replace restrict
  returning right rollback row rows savepoint select set table temp temporary then ties to transaction trigger unbounded
  union unique update using vacuum values view virtual when where window with without`.replace(/\s+/g, ' ');

const keywords = new Set(KEYWORDS.split(' '));

/**
 * The arguments of the functions this project brings; SPEC 3.1.
 * @type {Readonly<Record<string, string | undefined>>}
 */
export const ARGUMENTS = {
  smma: '(price, period, key)',
  rsi: '(price, period, key)',
  atr: '(high, low, close, period, key)',
  plus_di: '(high, low, close, period, key)',
  minus_di: '(high, low, close, period, key)',
  adx: '(high, low, close, period, key)',
  smma_array: '(price, period, key)',
  float64_array: '(value, key)',
  smma_series: '(query, period, last_period, step, value1, …)',
  smma_state: '(price, period, key)',
  smma_start: '(period)',
  smma_append: '(state, price)',
  smma_value: '(state)',
  smma_version: '()',
  smma_debug: '()',
};

/**
 * The name of a table or a column as a statement has to write it.
 * @param {string} name
 */
export const quoteName = (name) =>
  (/^[a-z_]\w*$/i.test(name) && !keywords.has(name.toLowerCase()) ? name : `"${name.replaceAll('"', '""')}"`);
