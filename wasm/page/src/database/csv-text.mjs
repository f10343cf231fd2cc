// csv-text.mjs - a result as CSV text.

/**
 * RFC 4180 with the line ends and the quoting of `sqlite3 -header -csv`: NULL is an empty field,
 * a string is quoted where it has to be, an empty one always.
 * @param {readonly string[]} columns
 * @param {readonly (readonly unknown[])[]} rows
 * @returns {string}
 */
export function toCsv(columns, rows) { return ''; }
