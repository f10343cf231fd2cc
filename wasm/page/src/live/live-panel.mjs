// live-panel.mjs - the live demonstration: made-up bars that arrive at a rate, and the averages that
// live.sql keeps meanwhile, compared with smma() over all bars whenever it pauses.

import { byId, make } from '../shared/dom.mjs';
import { countOf } from '../shared/format.mjs';
import { notify } from '../app/status.mjs';

/** @typedef {import('../worker/calls/client.mjs').Database} Database */
/** @typedef {import('../worker/calls/types.mjs').Indicator} Indicator */
/** @typedef {import('../worker/queries/random-bars.mjs').Bar} Bar */

/**
 * What the panel needs of the page.
 * @typedef {object} Stage
 * @property {(again?: string) => { symbol: string, bars: number, taken: string[] } | undefined} subject
 *   the symbol the demonstration goes on from (again, where it is still there), and the names that are taken
 * @property {(name: string, isNew: boolean) => Promise<void>} show draws the demonstration
 * @property {() => Promise<void>} leave draws the visitor's symbol again
 * @property {() => readonly Indicator[]} wanted those that are drawn
 * @property {(bar: Bar, values: number[]) => void} append adds a bar to what is drawn
 */

/** @typedef {'running' | 'paused' | 'stopped'} State */

// It begins with HISTORY bars, about a year of days, and ends after MOST_BARS more.
const HISTORY = 250;
const MOST_BARS = 5000;
// Bars that are overdue come together, at most this many at a time.
const MOST_AT_ONCE = 10;

const RUN_LABELS = { running: 'Pause', paused: 'Resume', stopped: 'Start again' };

/**
 * @param {Database} database
 * @param {Stage} stage
 */
export function setUpLivePanel(database, stage) {
  const panel = byId('live-panel');
  const runButton = byId('live-run', HTMLButtonElement);
  const stopButton = byId('live-stop', HTMLButtonElement);
  const status = byId('live-status');
  const figures = byId('live-averages');
  const rates = [...byId('live-rates').querySelectorAll('input')];
  const layout = /** @type {HTMLElement} */ (byId('chart-section').parentElement);
  const prefersLessMotion = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const { live } = database;
  /** @type {State} */
  let state = 'stopped';
  let name = '';
  /** @type {string | undefined} */
  let base;
  let appended = 0;
  let total = 0;
  let isShown = false;
  let isWaiting = false;
  let late = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  // Counts the demonstrations: an answer that was asked for in an earlier one is dropped.
  let run = 0;

  if (prefersLessMotion) rates[0].checked = true;
  new ResizeObserver(() => {
    layout.style.setProperty('--live-height', `${panel.offsetHeight}px`);
  }).observe(panel);

  /** @param {State} next */
  function enter(next) {
    state = next;
    runButton.textContent = next === 'paused' && appended === 0 ? 'Start' : RUN_LABELS[next];
    stopButton.setAttribute('aria-disabled', String(next === 'stopped'));
    clearInterval(timer);
    late = 0;
    if (next !== 'running') return;
    const rate = Number(rates.find(({ checked }) => checked)?.value ?? 1);
    timer = setInterval(() => void tick(), 1000 / rate);
  }

  async function begin() {
    const subject = stage.subject(base);
    if (subject === undefined) return;
    run += 1;
    const own = run;
    enter('stopped');
    base = subject.symbol;
    name = nameFor(base, subject.taken);
    appended = 0;
    total = Math.min(HISTORY, subject.bars);
    await live.start(base, { name, bars: HISTORY, seed: Math.floor(Math.random() * 2 ** 32) });
    if (own !== run) return;
    panel.hidden = false;
    figures.replaceChildren();
    status.textContent = `${name} goes on from the last ${countOf(total, 'bar')} of ${base} with made-up ones. `
      + 'It has a database of its own, where the triggers of live.sql keep the averages.';
    isShown = true;
    await stage.show(name, true);
    if (own !== run) return;
    if (prefersLessMotion || document.hidden) enter('paused');
    else enter('running');
  }

  async function resume() {
    if (!isShown) {
      isShown = true;
      await stage.show(name, false);
    }
    status.textContent = 'Bars arrive.';
    enter('running');
  }

  async function tick() {
    if (isWaiting) {
      late = Math.min(MOST_AT_ONCE - 1, late + 1);
      return;
    }
    isWaiting = true;
    const own = run;
    const wanted = stage.wanted();
    const count = Math.min(1 + late, MOST_BARS - appended);
    late = 0;
    try {
      const { bars, values } = await live.append(count, wanted);
      if (own !== run) return;
      appended += bars.length;
      total += bars.length;
      if (isShown) {
        // Other lines may have been asked for while the bars were on their way.
        if (wanted === stage.wanted()) bars.forEach((bar, index) => stage.append(bar, values.map((line) => line[index])));
        else await stage.show(name, false);
      }
      if (state !== 'running') return;
      tell(wanted.flatMap(({ kind, period }, index) => (kind === 'close' ? [{ period, kept: values[index][bars.length - 1] }] : [])));
      if (appended >= MOST_BARS) await halt('stopped', 'That was the demonstration.');
    } catch (error) {
      await fail(error, own);
    } finally {
      isWaiting = false;
    }
  }

  /**
   * The averages as live has them. They change with every bar, so they are not read out.
   * @param {{ period: number, kept: number | null, isSame?: boolean }[]} averages
   */
  function tell(averages) {
    figures.replaceChildren(make('li', { class: 'live-count' }, countOf(total, 'bar')), ...averages.map(({ period, kept, isSame }) => {
      const value = kept === null || Number.isNaN(kept) ? 'none yet' : isSame === undefined ? kept.toFixed(4) : kept.toPrecision(17);
      return make('li', {}, ...(isSame === undefined ? [] : [mark(isSame), ' ']), `SMMA ${period} ${value}`);
    }));
  }

  /**
   * @param {'paused' | 'stopped'} next
   * @param {string} why
   */
  async function halt(next, why) {
    if (state !== 'running' && !(state === 'paused' && next === 'stopped')) return;
    enter(next);
    const own = run;
    // Bars that are on their way still arrive, before the answer to what is asked after them.
    const count = () => `${why} ${countOf(appended, 'bar')} appended, ${countOf(total, 'bar')} in all.`;
    try {
      const compared = await live.compare();
      if (own !== run || state !== next) return;
      tell(compared);
      const isSame = compared.every((average) => average.isSame);
      const verdict = isSame ? 'What live keeps has the bits of smma() over all of them.' : 'What live keeps is not what smma() gives over all of them.';
      status.replaceChildren(`${count()} `, ...(compared.length === 0 ? [] : [mark(isSame), ` ${verdict}`]));
    } catch (error) {
      status.textContent = count();
      await fail(error, own);
    }
  }

  /**
   * @param {unknown} error
   * @param {number} own the demonstration in which it happened
   */
  async function fail(error, own) {
    // Cancelled with a query that ran: the next bar shows whether the demonstration is still there.
    if (own !== run || (error instanceof Error && error.name === 'AbortError')) return;
    await remove();
    notify(error instanceof Error ? error.message : String(error));
  }

  async function remove() {
    run += 1;
    enter('stopped');
    const hadFocus = panel.contains(document.activeElement);
    panel.hidden = true;
    if (hadFocus) byId('live-demo').focus();
    name = '';
    base = undefined;
    if (isShown) {
      isShown = false;
      await stage.leave();
    }
    await live.end();
  }

  /** @param {() => Promise<void>} action */
  const act = async (action) => {
    const own = run;
    try {
      await action();
    } catch (error) {
      await fail(error, own);
    }
  };
  runButton.addEventListener('click', () => void act(() => {
    if (state === 'running') return halt('paused', 'Paused.');
    return state === 'paused' ? resume() : begin();
  }));
  stopButton.addEventListener('click', () => void act(() => halt('stopped', 'Stopped.')));
  byId('live-remove').addEventListener('click', () => void act(remove));
  for (const rate of rates) rate.addEventListener('change', () => { if (state === 'running') enter('running'); });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) void act(() => halt('paused', 'Paused while the tab was hidden.'));
  });

  return {
    /** Begins a demonstration, or shows again the one there is. */
    async open() {
      if (name === '') await act(begin);
      else if (!isShown) await act(async () => {
        isShown = true;
        await stage.show(name, false);
      });
      runButton.focus();
    },

    /** Another symbol is on the chart now. */
    async away() {
      isShown = false;
      await act(() => halt('paused', 'Paused.'));
    },
  };
}

/** @param {boolean} isSame */
const mark = (isSame) => make('span', { class: isSame ? 'live-check' : 'live-check wrong', 'aria-hidden': 'true' }, isSame ? '✓' : '✗');

/**
 * @param {string} symbol
 * @param {string[]} taken
 */
function nameFor(symbol, taken) {
  const name = `${symbol}-LIVE`;
  let next = name;
  for (let count = 2; taken.includes(next); count++) next = `${name}-${count}`;
  return next;
}
