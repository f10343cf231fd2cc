// queries.mjs - what the sqlite3 CLI does with the files of sql/, in a sqlite-wasm: in Node and in
// browsers (SPEC 5.6).

/**
 * The database of the sample prices.
 * @param {any} db
 * @param {{ schema: string, data: string[], import: string }} texts schema.sql, CSV files, import.sql
 */
export function fill(db, texts) {
  db.exec(texts.schema);
  for (const text of texts.data) {
    const [columns, ...lines] = text.trimEnd().split('\n');
    db.exec(`CREATE TABLE prices_raw(${columns})`);
    const insert = db.prepare('INSERT INTO prices_raw VALUES (?, ?, ?, ?, ?, ?, ?)');
    db.transaction(() => {
      for (const line of lines) insert.bind(line.split(',')).stepReset();
    });
    insert.finalize();
    db.exec(texts.import);
  }
}

/**
 * What the CLI prints with .headers on for statements: its list mode.
 * @param {{ capi: any, wasm: any }} sqlite3
 * @param {any} db
 * @param {string} sql
 * @returns {string}
 */
export function list({ capi, wasm }, db, sql) {
  const lines = [];
  const scope = wasm.scopedAllocPush();
  try {
    const out = wasm.scopedAlloc(8);
    const tail = out + 4;
    wasm.poke32(tail, wasm.scopedAllocCString(sql));
    while (wasm.peek8(wasm.peek32(tail)) !== 0) {
      db.checkRc(capi.sqlite3_prepare_v2(db.pointer, wasm.peek32(tail), -1, out, tail));
      const statement = wasm.peek32(out);
      // A comment at the end is no statement.
      if (statement !== 0) lines.push(...rowsOf(capi, db, statement));
    }
  } finally {
    wasm.scopedAllocPop(scope);
  }
  return lines.map((line) => `${line}\n`).join('');
}

function rowsOf(capi, db, statement) {
  const lines = [];
  try {
    const columns = Array.from({ length: capi.sqlite3_column_count(statement) }, (_, i) => i);
    for (;;) {
      const status = capi.sqlite3_step(statement);
      if (status === capi.SQLITE_DONE) return lines;
      if (status !== capi.SQLITE_ROW) db.checkRc(status);
      if (lines.length === 0) lines.push(columns.map((i) => capi.sqlite3_column_name(statement, i)).join('|'));
      lines.push(columns.map((i) => capi.sqlite3_column_text(statement, i) ?? '').join('|'));
    }
  } finally {
    capi.sqlite3_finalize(statement);
  }
}
