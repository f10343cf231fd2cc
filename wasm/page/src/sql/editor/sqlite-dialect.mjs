// sqlite-dialect.mjs - SQLite's own keywords for the editor. CodeMirror's dialect has those of all of
// standard SQL as well, and would show columns named close or open as keywords.

import { SQLDialect, SQLite } from '@codemirror/lang-sql';
import { KEYWORDS } from './language.mjs';

export const dialect = SQLDialect.define({
  ...SQLite.spec,
  keywords: KEYWORDS,
  types: 'any blob int integer numeric real text',
  builtin: '',
});
