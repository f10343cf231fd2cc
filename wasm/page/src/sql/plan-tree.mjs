// plan-tree.mjs - the rows of EXPLAIN QUERY PLAN as the tree that the sqlite3 CLI draws of them.

/** @typedef {import('../worker/calls/types.mjs').Table} Table */
/** @typedef {import('../worker/calls/types.mjs').Value} Value */

/**
 * @param {Table} plan with the columns id, parent, notused, detail
 * @returns {Table}
 */
export function treeOf({ rows }) {
  /** @type {Map<Value, Value[][]>} */
  const children = new Map();
  for (const row of rows) children.set(row[1], [...(children.get(row[1]) ?? []), row]);
  /** @type {string[]} */
  const lines = [];
  /** @param {Value} parent @param {string} indent */
  const add = (parent, indent) => {
    const own = children.get(parent) ?? [];
    children.delete(parent);
    own.forEach(([id, , , detail], index) => {
      const isLast = index === own.length - 1;
      lines.push(`${indent}${isLast ? '`--' : '|--'}${detail}`);
      add(id, `${indent}${isLast ? '   ' : '|  '}`);
    });
  };
  add(0, '');
  return { columns: ['QUERY PLAN'], rows: lines.map((line) => [line]), reals: [false] };
}
