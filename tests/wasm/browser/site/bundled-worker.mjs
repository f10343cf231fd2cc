// bundled-worker.mjs - the worker as Vite makes it.

import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import { loadSmma } from 'sqlite-smma';
import { loadCore } from 'sqlite-smma/core';

import { answer, createAgent } from './agent.mjs';

answer(createAgent({ sqlite3InitModule, loadSmma, loadCore }));
