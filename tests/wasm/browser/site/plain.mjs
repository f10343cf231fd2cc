// plain.mjs - the page without a bundler: its import map names the packages.

import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import { loadSmma } from 'sqlite-smma';
import { loadCore } from 'sqlite-smma/core';

import { createAgent, listen } from './agent.mjs';

listen(createAgent({ sqlite3InitModule, loadSmma, loadCore }),
  new Worker('./plain-worker.mjs', { type: 'module' }));
