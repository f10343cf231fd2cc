// bundled.mjs - the page as Vite makes it.

import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import { loadSmma } from 'sqlite-smma';
import { loadCore } from 'sqlite-smma/core';

import { createAgent, listen } from './agent.mjs';

listen(createAgent({ sqlite3InitModule, loadSmma, loadCore }),
  new Worker(new URL('./bundled-worker.mjs', import.meta.url), { type: 'module' }));
