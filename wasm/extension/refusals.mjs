// refusals.mjs - what hosts say when they refuse, and what helps.

/**
 * A text of a host, and what it means there.
 * @type {{ said: RegExp, means: string }[]}
 */
const REFUSALS = [
  {
    // Node, and Bun's node:sqlite; Deno's. Opening it so is what Deno refuses without its flag, and Node with its own.
    said: /^extension loading is not allowed$|allowExtension is not enabled/,
    means: 'this connection of node:sqlite does not allow extensions: open it with '
      + 'new DatabaseSync(path, { allowExtension: true }), in Deno with the flag --allow-ffi, in Node without --permission, '
      + 'and do not call enableLoadExtension(false) before',
  },
  {
    said: /does not support dynamic extension loading/,
    means: "the SQLite that Bun uses cannot load extensions, as Apple's, its default on macOS, cannot: install another "
      + "(brew install sqlite) and name it before the first connection is opened: Database.setCustomSQLite('"
      + "/opt/homebrew/opt/sqlite/lib/libsqlite3.dylib'), on Intel '/usr/local/opt/sqlite/lib/libsqlite3.dylib'",
  },
  {
    said: /LoadExtensionNotSupported/,
    means: 'a remote database of libsql runs on its server, which takes no extension: open a local file, or fetch the '
      + 'prices and take averages with sqlite-smma/core',
  },
  {
    said: /not open\b|closed database|Database is closed|Database handle is closed/i,
    means: 'the connection is not open: load the extension before it is closed',
  },
  {
    said: /not authorized/,
    means: 'this build of SQLite, or its host, does not authorize extensions: have it allow them '
      + '(sqlite3_enable_load_extension), or take one of the hosts that load() knows',
  },
];

/**
 * @param {string} text what a host has said
 * @returns {string | undefined}
 */
export function explain(text) {
  const refusal = REFUSALS.find(({ said }) => said.test(text));
  return refusal === undefined ? undefined : `${refusal.means} (${text})`;
}
