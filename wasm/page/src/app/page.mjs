// page.mjs - puts the parts of the page together around the database.

import { setUpChartPanel } from '../chart/chart-panel.mjs';
import { confirm } from '../shared/confirm.mjs';
import { setUpDock } from './dock.mjs';
import { byId } from '../shared/dom.mjs';
import { download } from '../shared/downloads.mjs';
import { countOf } from '../shared/format.mjs';
import { setUpOffline } from '../offline/offline.mjs';
import { setUpImport } from '../import/import-dialog.mjs';
import { setUpOverlays } from '../chart/overlays.mjs';
import { setUpSqlPanel } from '../sql/sql-panel.mjs';
import { notify, showFailure, showStatus } from './status.mjs';
import { setUpSymbols } from '../symbols/symbols.mjs';
import { tableQuery } from '../chart/table-query.mjs';
import { setUpTheme } from '../shared/theme.mjs';

/** @typedef {import('../worker/calls/client.mjs').Database} Database */

export { showStatus };

/** @param {Promise<Database>} opening */
export async function start(opening) {
  setUpTheme(byId('theme-switch'));
  try {
    await setUp(await opening);
  } catch (error) {
    showFailure(error instanceof Error ? error.message : String(error));
    console.error(error);
  }
}

/** @param {Database} database */
async function setUp(database) {
  const chart = setUpChartPanel(database);
  const overlays = setUpOverlays((choice) => void attempt(async () => {
    await chart.showLines(choice);
    sweep?.mark();
  }));
  const symbols = setUpSymbols((symbol) => void attempt(() => showSymbol(symbol)));
  /** @type {ReturnType<typeof import('../sweep/sweep-panel.mjs').setUpSweepPanel> | undefined} */
  let sweep;
  /** @type {ReturnType<typeof import('../live/live-panel.mjs').setUpLivePanel> | undefined} */
  let live;
  // The symbol of the demonstration, while the chart shows it.
  /** @type {string | undefined} */
  let liveName;

  const summary = (symbol = symbols.selected()) => symbols.all().find((entry) => entry.symbol === symbol);

  /** @param {string | undefined} shown what the chart shows of the demonstration */
  function setLive(shown) {
    liveName = shown;
    symbols.leave(shown !== undefined);
    byId('demo-tag').hidden = shown === undefined;
    setButtons(symbols.selected(), shown !== undefined);
  }

  /** @param {string | undefined} symbol @param {{ keepView?: boolean }} [options] */
  async function showSymbol(symbol, options) {
    if (liveName !== undefined) {
      setLive(undefined);
      void live?.away();
    }
    await chart.showSymbol(symbol, overlays.choice(), options);
    if (dock.shown() === 'sweep') sweep?.show(summary());
  }

  /** @param {string} [wanted] symbol to select */
  const refresh = async (wanted) => {
    const before = symbols.selected();
    const selected = symbols.setSymbols(await database.symbols(), wanted);
    sweep?.forget();
    setButtons(selected, liveName !== undefined);
    // The demonstration stays on the chart, unless there is something new to see.
    if (liveName !== undefined && wanted === undefined) return;
    await showSymbol(selected, { keepView: selected === before });
  };

  const dock = setUpDock((tab) => void attempt(async () => {
    if (tab !== 'sweep') return;
    const { setUpSweepPanel } = await import('../sweep/sweep-panel.mjs');
    sweep ??= setUpSweepPanel(database, { onUse: showAverage, shown: overlays.shown });
    sweep.show(summary());
  }));

  /** @param {number} period */
  function showAverage(period) {
    overlays.showAverage(period);
    notify(`SMMA ${period} is on the chart.`);
  }

  const sql = setUpSqlPanel(database, () => void attempt(() => refresh()));
  setUpImport(database, (imported) => void attempt(() => refresh(imported?.[0])));

  byId('live-demo').addEventListener('click', () => void attempt(async () => {
    const { setUpLivePanel } = await import('../live/live-panel.mjs');
    live ??= setUpLivePanel(database, {
      subject: (again) => {
        const base = summary(again) ?? summary();
        return base && { symbol: base.symbol, bars: base.bars, taken: symbols.all().map(({ symbol }) => symbol) };
      },
      show: async (name, isNew) => {
        const isBack = liveName === undefined;
        setLive(name);
        await chart.showSymbol(name, overlays.choice(), { from: demoOf(database), keepView: !isNew });
        if (isNew || isBack) chart.showRecent();
      },
      leave: () => showSymbol(symbols.selected()),
      wanted: chart.wanted,
      append: chart.append,
    });
    await live.open();
  }));
  byId('chart-table').addEventListener('click', () => void attempt(async () => {
    const symbol = liveName ?? symbols.selected();
    if (symbol === undefined) return;
    dock.show('sql');
    const text = tableQuery(symbol, overlays.choice());
    if (liveName === undefined) await sql.runText(text);
    else sql.showRows(await database.live.run(text), symbol);
  }));
  byId('download-database').addEventListener('click', () => void attempt(async () => {
    download('prices.db', await database.exportDatabase(), 'application/vnd.sqlite3');
  }));
  byId('restore-sample').addEventListener('click', () => void attempt(async () => {
    const own = await database.ownAmongSamples();
    const isMeant = own.length > 0 && await confirm({
      title: 'Replace your own prices?',
      text: `${own.join(', ')} ${own.length === 1 ? 'has' : 'have'} prices of your own. The samples can take their place, or come back without ${own.length === 1 ? 'it' : 'them'}.`,
      yes: 'Replace mine',
    });
    await database.restoreSample({ without: isMeant ? [] : own });
    await refresh();
    notify(own.length > 0 && !isMeant ? 'The other sample prices are back; yours are kept.' : 'The sample prices are back.');
  }));
  byId('delete-symbol').addEventListener('click', () => void attempt(async () => {
    const symbol = symbols.selected();
    if (symbol === undefined || liveName !== undefined) return;
    const bars = (await database.symbols()).find((entry) => entry.symbol === symbol)?.bars ?? 0;
    const isMeant = await confirm({
      title: `Delete ${symbol}?`,
      text: `${countOf(bars, 'bar')} will be deleted from the database in this browser.`,
      yes: 'Delete',
    });
    if (!isMeant) return;
    await database.deleteSymbol(symbol);
    await refresh();
    notify(`${symbol} is deleted.`);
  }));

  byId('reopen').addEventListener('click', () => void attempt(async () => {
    const { storage } = await reopen(database);
    await refresh();
    if (storage === 'memory') notify('Another tab still has the database.');
  }));

  await refresh();
  await painted();
  performance.mark('first-chart');
  await sql.load();
  void setUpOffline(() => mayReload(database));
}

/**
 * The demonstration, as the chart reads it.
 * @param {Database} database
 * @returns {import('../chart/chart-panel.mjs').Source}
 */
const demoOf = ({ live }) => ({ bars: () => live.bars(), indicators: (_, wanted) => live.indicators(wanted) });

/**
 * Opens the database the browser keeps, after asking when that loses changes.
 * @param {Database} database
 */
async function reopen(database) {
  try {
    return await database.reopen();
  } catch (error) {
    const isMeant = await confirm({
      title: 'Leave the changes behind?',
      text: error instanceof Error ? error.message : String(error),
      yes: 'Leave them behind',
    });
    return isMeant ? database.reopen({ discard: true }) : database.status;
  }
}

/**
 * What is in memory only does not outlive the page.
 * @param {Database} database
 * @returns {Promise<boolean>}
 */
async function mayReload({ status }) {
  if (status.storage !== 'memory') return true;
  return confirm({
    title: 'Reload the page?',
    text: 'The prices are in memory only: what has been imported or changed here is lost.',
    yes: 'Reload',
  });
}

/**
 * @param {string | undefined} symbol that is selected
 * @param {boolean} isLive whether the chart shows the demonstration
 */
function setButtons(symbol, isLive) {
  byId('delete-symbol', HTMLButtonElement).disabled = symbol === undefined || isLive;
  byId('chart-table', HTMLButtonElement).disabled = symbol === undefined && !isLive;
  byId('live-demo', HTMLButtonElement).disabled = symbol === undefined;
}

/**
 * Does what a visitor asked for; what goes wrong is said on the page.
 * @param {() => Promise<void>} action
 */
async function attempt(action) {
  try {
    await action();
  } catch (error) {
    notify(error instanceof Error ? error.message : String(error));
  }
}

/** After the next frame has been drawn. */
const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
