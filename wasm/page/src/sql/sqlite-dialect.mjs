// sqlite-dialect.mjs - SQLite's own keywords for the editor. CodeMirror's dialect has those of all of
// standard SQL as well, and would show columns named close or open as keywords.

import { SQLDialect, SQLite } from '@codemirror/lang-sql';

// https://sqlite.org/lang_keywords.html
const KEYWORDS = `abort action add after all alter always analyze and as asc attach autoincrement before begin between
  by cascade case cast check collate column commit conflict constraint create cross current current_date current_time
  current_timestamp database default deferrable deferred delete desc detach distinct do drop each else end escape except
  exclude exclusive exists explain fail filter first following for foreign from full generated glob group groups having
  if ignore immediate in index indexed initially inner insert instead intersect into is isnull join key last left like
  limit match materialized natural no not nothing notnull null nulls of offset on or order others outer over partition
  plan pragma preceding primary query raise range recursive references regexp reindex release rename replace restrict
  returning right rollback row rows savepoint select set table temp temporary then ties to transaction trigger unbounded
  union unique update using vacuum values view virtual when where window with without`;

export const dialect = SQLDialect.define({
  ...SQLite.spec,
  keywords: KEYWORDS.replace(/\s+/g, ' '),
  types: 'any blob int integer numeric real text',
  builtin: '',
});
