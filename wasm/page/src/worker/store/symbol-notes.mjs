// symbol-notes.mjs - what the page knows of a symbol beside its bars: the zone of its times, and whether
// it is a sample. The table is the page's own, and made with the first note.

/** @typedef {import('./sqlite.mjs').Connection} Connection */

const TABLE = `
CREATE TABLE IF NOT EXISTS main.symbol_notes(
  symbol    TEXT PRIMARY KEY,
  zone      TEXT NOT NULL DEFAULT '',  -- of bars in UTC: where they are from, as America/New_York; '' where times are as some clock showed them
  is_sample INTEGER NOT NULL DEFAULT 0 -- comes with the page
) WITHOUT ROWID`;

/** Whether anything has been noted yet. @param {Connection} db */
export const hasNotes = (db) => db.selectValue("SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = 'symbol_notes'") !== undefined;

/**
 * @param {Connection} db
 * @param {string} symbol
 * @returns {{ zone: string, isSample: boolean }}
 */
export function notesOf(db, symbol) {
  const row = hasNotes(db) ? db.selectArray('SELECT zone, is_sample FROM main.symbol_notes WHERE symbol = ?', [symbol]) : undefined;
  return { zone: String(row?.[0] ?? ''), isSample: Number(row?.[1] ?? 0) !== 0 };
}

/**
 * Notes that a symbol has bars of one's own, and their zone.
 * @param {Connection} db
 * @param {string} symbol
 * @param {string} zone '' for none
 * @param {boolean} isMerged whether it has other bars too, whose zone stays
 */
export function setZone(db, symbol, zone, isMerged) {
  if (!hasNotes(db)) {
    if (zone === '') return;
    db.exec(TABLE);
  }
  if (isMerged && notesOf(db, symbol).zone !== '') return;
  forget(db, symbol);
  if (zone !== '') db.exec({ sql: 'INSERT INTO main.symbol_notes(symbol, zone) VALUES (?, ?)', bind: [symbol, zone] });
}

/**
 * @param {Connection} db
 * @param {readonly string[]} symbols
 */
export function noteSamples(db, symbols) {
  db.exec(TABLE);
  for (const symbol of symbols) {
    db.exec({ sql: 'INSERT OR REPLACE INTO main.symbol_notes(symbol, is_sample) VALUES (?, 1)', bind: [symbol] });
  }
}

/**
 * @param {Connection} db
 * @param {string} symbol
 */
export function forget(db, symbol) {
  if (hasNotes(db)) db.exec({ sql: 'DELETE FROM main.symbol_notes WHERE symbol = ?', bind: [symbol] });
}

/**
 * The symbols that have the bars that come with the page.
 * @param {Connection} db
 * @returns {string[]}
 */
export const samplesIn = (db) => hasNotes(db) ? db.selectValues(
  'SELECT symbol FROM main.symbol_notes WHERE is_sample AND symbol IN (SELECT symbol FROM main.prices) ORDER BY symbol').map(String) : [];
