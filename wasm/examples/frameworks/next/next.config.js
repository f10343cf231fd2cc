export default {
  output: 'export',
  // Turbopack takes the worker of sqlite-wasm's promiser for an error, which no page needs that has a worker of its own.
  turbopack: { ignoreIssue: [{ path: '**/sqlite3-worker1.mjs' }] },
};
