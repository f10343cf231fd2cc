// schema.mjs - what SQL can name: tables, views and their columns, and functions.

/** @typedef {import('../store/sqlite.mjs').Connection} Connection */

/**
 * rows: how many; undefined for a view, which may take any time, and for a table that cannot be read.
 * @typedef {{ name: string, kind: 'table' | 'view', columns: { name: string, type: string }[], rows?: number, isMore: boolean }} Relation
 *   isMore: there are more rows than are counted
 */

/** @typedef {{ relations: Relation[], functions: string[] }} Schema */

// As many rows as are counted: a longer table would have to be read from end to end.
const MOST_ROWS = 100_000;

const RELATIONS = `
SELECT name, type
  FROM (SELECT name, type, 0 AS is_temp FROM sqlite_schema UNION ALL SELECT name, type, 1 FROM temp.sqlite_schema)
 WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
 GROUP BY name
 ORDER BY type, name`;
const COLUMNS = 'SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden <> 1 ORDER BY cid';
const FUNCTIONS = `
SELECT DISTINCT name FROM pragma_function_list
 WHERE name GLOB '[a-z]*' AND name NOT GLOB '*_tokenizer' ORDER BY name`;
// pragma_module_list has what is no function of SQL, but is called as one.
const TABLE_FUNCTIONS = "SELECT name FROM pragma_module_list WHERE name GLOB 'smma*' ORDER BY name";

/**
 * @param {Connection} db
 * @returns {Schema}
 */
export function readSchema(db) {
  const functions = [...db.selectValues(FUNCTIONS), ...db.selectValues(TABLE_FUNCTIONS)].map(String);
  return {
    relations: db.selectArrays(RELATIONS).map(([name, kind]) => relationOf(db, String(name), kind === 'view' ? 'view' : 'table')),
    functions: [...new Set(functions)].sort(),
  };
}

/**
 * @param {Connection} db
 * @param {string} name
 * @param {Relation['kind']} kind
 * @returns {Relation}
 */
function relationOf(db, name, kind) {
  const columns = columnsOf(db, name);
  const count = kind === 'view' ? undefined : countOf(db, name);
  return { name, kind, columns, rows: count === undefined ? undefined : Math.min(count, MOST_ROWS), isMore: (count ?? 0) > MOST_ROWS };
}

/**
 * @param {Connection} db
 * @param {string} name
 */
function columnsOf(db, name) {
  try {
    return db.selectArrays(COLUMNS, [name]).map(([column, type]) => ({ name: String(column), type: String(type) }));
  } catch {
    return []; // a view of what is not there any more
  }
}

/**
 * @param {Connection} db
 * @param {string} name
 * @returns {number | undefined} one more than MOST_ROWS where there are more
 */
function countOf(db, name) {
  try {
    return Number(db.selectValue(`SELECT count(*) FROM (SELECT 1 FROM "${name.replaceAll('"', '""')}" LIMIT ${MOST_ROWS + 1})`));
  } catch {
    return undefined; // a virtual table whose module is not there
  }
}
