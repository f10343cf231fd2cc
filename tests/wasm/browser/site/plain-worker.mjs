// plain-worker.mjs - the worker without a bundler: import maps do not reach workers.

import sqlite3InitModule from '/node_modules/@sqlite.org/sqlite-wasm/dist/index.mjs';
import { loadCore } from '/node_modules/sqlite-smma/core.mjs';
import { loadSmma } from '/node_modules/sqlite-smma/index.mjs';

import { answer, createAgent } from './agent.mjs';

answer(createAgent({ sqlite3InitModule, loadSmma, loadCore }));
