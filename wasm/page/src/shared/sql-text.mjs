// sql-text.mjs - values as SQL writes them.

/** @param {string} text */
export const quoteText = (text) => `'${text.replaceAll("'", "''")}'`;
