// restore-service.mjs - the calls about a database file that is to be restored, carried out in the worker.

import { contentsOf, problemOf } from '../restore/inspect.mjs';
import { readHeader } from '../restore/header.mjs';
import { inBoth, mergeSymbols, symbolsToTake } from '../restore/merge.mjs';
import { salvage } from '../restore/salvage.mjs';
import { beside, stageEmpty, stageFile, takeOver, unstage } from '../restore/staged.mjs';
import { refuseTransaction } from '../store/import.mjs';
import { markSamples } from '../store/sample.mjs';
import { openFile, storeOf } from '../store/store.mjs';
import { samplesIn } from '../store/symbol-notes.mjs';
import { CancelledError } from './errors.mjs';

/** @typedef {import('../store/sqlite.mjs').Sqlite3} Sqlite3 */
/** @typedef {import('../restore/staged.mjs').Staged} Staged */
/** @typedef {import('../restore/merge.mjs').Taken} Taken */

/**
 * What is in a file, beside what is here.
 * @typedef {object} Inspection
 * @property {string} name
 * @property {boolean} hasLog a write-ahead log was in use: what is in that file of its own is not in this one
 * @property {import('../restore/header.mjs').Problem} [problem] why it cannot be restored as it is
 * @property {boolean} canSave what can be read of it can be saved
 * @property {import('../restore/salvage.mjs').Salvaged} [saved] it is what was saved of a damaged one
 * @property {import('../restore/inspect.mjs').Contents} [there] undefined where it cannot be read
 * @property {import('../restore/inspect.mjs').Contents} here
 * @property {boolean} isOwnHere whether there is anything here but samples
 * @property {number} taken symbols of the file without samples
 * @property {string[]} samples of the file
 * @property {import('../restore/merge.mjs').Both[]} both symbols that have bars in both
 */

export class RestoreService {
  #sqlite3;
  #contents;
  #interrupt;
  #holder;
  /** @type {File | undefined} */
  #file;
  /** @type {Staged | undefined} */
  #staged;
  /** @type {Taken[]} */
  #taken = [];

  /**
   * @param {Sqlite3} sqlite3
   * @param {import('../store/sample.mjs').Contents} contents
   * @param {import('./interrupt.mjs').Interrupt} interrupt
   * @param {import('../store/holder.mjs').Holder} holder
   */
  constructor(sqlite3, contents, interrupt, holder) {
    this.#sqlite3 = sqlite3;
    this.#contents = contents;
    this.#interrupt = interrupt;
    this.#holder = holder;
  }

  /**
   * Looks into a file, and changes nothing. It stays here for the calls below, until leave().
   * @param {File} file
   * @param {((progress: { bytes: number, total: number }) => void) | undefined} onProgress
   * @returns {Promise<Inspection>}
   */
  async inspect(file, onProgress) {
    this.leave();
    refuseTransaction(this.#sqlite3, this.#holder.db);
    this.#file = file;
    const { problem, hasLog } = await readHeader(file);
    if (problem !== undefined) return this.#refused({ code: problem, detail: '' }, hasLog);
    this.#staged = await stageFile(this.#sqlite3, this.#holder.store, file, (bytes) => {
      if (this.#interrupt.isStopped()) throw new CancelledError();
      onProgress?.({ bytes, total: file.size });
    });
    this.#interrupt.watch(this.#sqlite3, this.#staged.db);
    const fault = problemOf(this.#staged.db, file.size);
    if (fault === undefined) return this.#inspection(hasLog);
    this.#unstage();
    return this.#refused(fault, hasLog);
  }

  /**
   * @param {import('../restore/header.mjs').Problem} problem
   * @param {boolean} hasLog
   * @returns {Inspection}
   */
  #refused(problem, hasLog) {
    const canSave = problem.code === 'damaged' || problem.code === 'cut-short';
    return { ...this.#here(), hasLog, problem, canSave, taken: 0, samples: [], both: [] };
  }

  #here() {
    const { db } = this.#holder;
    const here = contentsOf(db);
    return { name: this.#file?.name ?? '', here, isOwnHere: here.symbols > samplesIn(db).length || here.tables.length > 0 };
  }

  /**
   * @param {boolean} hasLog
   * @param {Inspection['saved']} [saved]
   * @returns {Promise<Inspection>}
   */
  async #inspection(hasLog, saved) {
    const { db } = this.#holder;
    const staged = this.#lastStaged;
    await markSamples(staged.db, this.#contents);
    db.exec(this.#contents.schema);
    const there = contentsOf(staged.db);
    const found = there.hasPrices ? beside(this.#sqlite3, db, staged, () => {
      const { taken, samples } = symbolsToTake(db, staged.db);
      return { taken, samples, both: inBoth(db, staged.db, taken) };
    }) : { taken: [], samples: [], both: [] };
    this.#taken = found.taken;
    return { ...this.#here(), ...found, hasLog, saved, there, canSave: false, taken: found.taken.length };
  }

  /**
   * Saves what can be read of the damaged file that was looked into last, and looks into that.
   * @returns {Promise<Inspection>}
   */
  async saveReadable() {
    const file = this.#file;
    if (file === undefined) throw new Error('The file has to be read again.');
    const bytes = new Uint8Array(await file.arrayBuffer());
    this.#staged = await stageEmpty(this.#sqlite3, this.#holder.store);
    this.#interrupt.watch(this.#sqlite3, this.#staged.db);
    const saved = salvage(this.#sqlite3, bytes, this.#staged.db, this.#contents.schema);
    return this.#inspection(false, saved);
  }

  /** Puts the file in the place of the whole database. */
  async replaceAll() {
    refuseTransaction(this.#sqlite3, this.#holder.db);
    const staged = this.#lastStaged;
    staged.db.exec(this.#contents.schema);
    const { tables } = contentsOf(staged.db);
    const samples = samplesIn(staged.db);
    const own = staged.db.selectValues('SELECT DISTINCT symbol FROM main.prices').map(String).filter((symbol) => !samples.includes(symbol));
    this.#staged = undefined;
    this.#file = undefined;
    await this.#holder.use(await this.#takeOver(staged));
    this.#holder.noteReplaced(own, tables.length > 0);
    return { symbols: own };
  }

  /** @param {Staged} staged */
  async #takeOver(staged) {
    const before = this.#holder.store;
    try {
      return takeOver(before, staged);
    } catch (error) {
      // The one in use could not be deleted: so it stays.
      if (before.kept !== undefined && before.storage === 'opfs') await this.#holder.use(storeOf(before.kept, openFile(before.kept)));
      unstage(before, staged);
      throw error;
    }
  }

  /**
   * Takes the symbols of the file into the database in use, all or nothing; samples stay out.
   * @param {{ there?: 'merge' | 'replace' | 'leave' }} options what becomes of symbols that have bars, 'leave' unless told
   *   otherwise
   * @returns {{ rows: number, symbols: string[], replaced: number }}
   */
  takeSymbols({ there = 'leave' }) {
    const { db } = this.#holder;
    refuseTransaction(this.#sqlite3, db);
    const staged = this.#lastStaged;
    const done = beside(this.#sqlite3, db, staged, () => {
      const isHindered = there === 'merge' && inBoth(db, staged.db, this.#taken).some(({ obstacle }) => obstacle !== '');
      if (isHindered) throw new Error('The bars of a symbol cannot be put together.');
      return mergeSymbols(db, staged.db, this.#taken, there);
    });
    this.#holder.noteImported(done.symbols);
    this.leave();
    return done;
  }

  /** Forgets the file. */
  leave() {
    this.#file = undefined;
    this.#taken = [];
    this.#unstage();
  }

  #unstage() {
    const staged = this.#staged;
    this.#staged = undefined;
    if (staged !== undefined) unstage(this.#holder.store, staged);
  }

  get #lastStaged() {
    if (this.#staged === undefined) throw new Error('The file has to be read again.');
    return this.#staged;
  }
}
