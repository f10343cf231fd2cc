// main.mjs - starts the database and, beside it, loads the page's own code.

import { openDatabase } from '../worker/calls/client.mjs';

// Small, so that the worker begins before the chart's library has been read.
const opening = openDatabase({ onStatus: (status) => void page.then(({ takeStatus }) => takeStatus(status)) });
// A failure is told by the page, which waits for it once it has been loaded.
opening.catch(() => {});
const page = import('./page.mjs');
const { start } = await page;
await start(opening);
