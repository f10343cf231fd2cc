// sweep-panel.mjs - the tab that tries many periods at a crossover rule: its range, its run, its result.

import { byId } from '../shared/dom.mjs';
import { formatDuration } from '../shared/format.mjs';
import { ResultTable } from '../shared/table/result-table.mjs';
import { SweepPlot } from './sweep-plot.mjs';
import { readingOf, summaryOf, tableOf } from './sweep-summary.mjs';

/** @typedef {import('../worker/calls/client.mjs').Database} Database */
/** @typedef {import('../worker/calls/types.mjs').Sweep} Sweep */
/** @typedef {import('./sweep-plot.mjs').Shown} Shown */

// A sweep of so many averages, bars times periods, takes about a second. A larger one waits for a click.
const UNASKED = 4_000_000;

/**
 * @param {Database} database
 * @param {{ onUse: (period: number) => void, shown: () => readonly Shown[] }} chart onUse: has an
 *   average shown; shown: which ones are
 */
export function setUpSweepPanel(database, { onUse, shown }) {
  const form = byId('sweep-form', HTMLFormElement);
  const from = byId('sweep-from', HTMLInputElement);
  const to = byId('sweep-to', HTMLInputElement);
  const step = byId('sweep-step', HTMLInputElement);
  const cancelButton = byId('sweep-cancel', HTMLButtonElement);
  const tableButton = byId('sweep-table', HTMLButtonElement);
  const useButton = byId('sweep-use', HTMLButtonElement);
  const progress = byId('sweep-progress', HTMLProgressElement);
  const status = byId('sweep-status');
  const reading = byId('sweep-reading');
  const foot = byId('sweep-foot');
  const plotBox = byId('sweep-plot');
  const tableBox = byId('sweep-grid');
  const table = new ResultTable(tableBox);
  /** @type {{ symbol: string, bars: number } | undefined} */
  let subject;
  /** @type {Sweep | undefined} */
  let result;
  /** @type {AbortController | undefined} */
  let running;
  let isTable = false;
  // The last period that was asked for; a short history takes a shorter one.
  let last = to.valueAsNumber;

  const plot = new SweepPlot(plotBox, (index) => {
    if (result === undefined) return;
    reading.textContent = `${readingOf(result, index)}.`;
    useButton.textContent = `Show SMMA ${result.periods[index]} on the chart`;
  }, use);

  /** @param {number} index */
  function use(index) {
    if (result === undefined) return;
    onUse(result.periods[index]);
    plot.mark(shown());
  }

  function arrange() {
    const has = result !== undefined;
    plotBox.hidden = !has || isTable;
    tableBox.hidden = !has || !isTable;
    tableButton.disabled = !has;
    tableButton.textContent = isTable ? 'Show as line' : 'Show as table';
    useButton.disabled = !has;
    foot.hidden = isTable;
    if (result === undefined) {
      reading.textContent = '';
      useButton.textContent = 'Show on the chart';
    } else if (isTable) {
      table.show(tableOf(result), `Sweep, ${result.periods.length} periods`);
    }
  }

  /** @param {boolean} isRunning */
  function setRunning(isRunning) {
    cancelButton.setAttribute('aria-disabled', String(!isRunning));
    progress.hidden = !isRunning;
    progress.value = 0;
    plotBox.setAttribute('aria-busy', String(isRunning));
  }

  async function run() {
    if (subject === undefined || !form.checkValidity()) return;
    const { symbol } = subject;
    const range = { from: from.valueAsNumber, to: to.valueAsNumber, step: step.valueAsNumber };
    if (range.to < range.from) {
      status.textContent = 'The last period is shorter than the first.';
      return;
    }
    running?.abort();
    const own = new AbortController();
    running = own;
    setRunning(true);
    status.textContent = `Sweeping ${symbol}…`;
    const start = performance.now();
    try {
      const swept = await database.sweep(symbol, range, {
        signal: own.signal,
        onProgress: ({ done, total }) => { if (own === running) progress.value = done / total; },
      });
      if (own !== running) return;
      status.textContent = `${summaryOf(symbol, swept)}${swept.judged > 0 ? ` ${formatDuration(performance.now() - start)}.` : ''}`;
      result = swept.judged > 0 ? swept : undefined;
      arrange();
      if (result !== undefined) plot.show(result, shown());
    } catch (error) {
      if (own !== running) return;
      result = undefined;
      arrange();
      status.textContent = error instanceof Error && error.name !== 'AbortError' ? error.message : 'Cancelled.';
    } finally {
      if (own === running) {
        running = undefined;
        setRunning(false);
      }
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void run();
  });
  to.addEventListener('input', () => { last = to.valueAsNumber || last; });
  cancelButton.addEventListener('click', () => running?.abort());
  tableButton.addEventListener('click', () => {
    isTable = !isTable;
    tableButton.setAttribute('aria-pressed', String(isTable));
    arrange();
    if (!isTable) plot.mark(shown());
  });
  useButton.addEventListener('click', () => use(plot.at));

  return {
    /**
     * Sweeps what the chart shows, unless that would take long.
     * @param {{ symbol: string, bars: number } | undefined} next
     */
    show(next) {
      if (next?.symbol === subject?.symbol && next?.bars === subject?.bars) return;
      running?.abort();
      subject = next;
      result = undefined;
      arrange();
      if (next === undefined) {
        status.textContent = 'No prices.';
        return;
      }
      // The longest period is at most half of a short history, so that the other half is left to be
      // judged.
      to.value = String(Math.max(from.valueAsNumber || 1, Math.min(last, Math.floor(next.bars / 2))));
      const averages = next.bars * ((to.valueAsNumber - from.valueAsNumber) / step.valueAsNumber + 1);
      if (averages <= UNASKED) void run();
      else status.textContent = `${next.symbol} has many bars: press Sweep to begin.`;
    },

    /** The prices may have changed: the next show() sweeps again. */
    forget() {
      subject = undefined;
    },

    /** Marks the periods that are on the chart. */
    mark: () => plot.mark(shown()),
  };
}
