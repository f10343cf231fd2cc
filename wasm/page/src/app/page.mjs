// page.mjs - puts the parts of the page together around the database.

import { setUpChartPanel } from '../chart/chart-panel.mjs';
import { confirm } from '../shared/confirm.mjs';
import { setUpDock } from './dock.mjs';
import { setUpFillWindow } from './fill-window.mjs';
import { setUpRoom } from './room.mjs';
import { byId } from '../shared/dom.mjs';
import { download } from '../shared/downloads.mjs';
import { countOf } from '../shared/format.mjs';
import { setUpOffline } from '../offline/offline.mjs';
import { setUpImport } from '../import/import-dialog.mjs';
import { keepView, readKept } from './kept-view.mjs';
import { setUpKeeping } from '../keeping/keeping.mjs';
import { setUpLinks, takeLink } from './links.mjs';
import { averagesOf, setUpOverlays, showAverage } from '../chart/overlays.mjs';
import { setUpSqlPanel } from '../sql/sql-panel.mjs';
import { notify, persistence, showFailure, showOwn, showStatus } from './status.mjs';
import { setUpSymbols } from '../symbols/symbols.mjs';
import { tableQuery } from '../chart/table-query.mjs';
import { setUpTheme } from '../shared/theme.mjs';
import { LINE_KEYS, choiceOf, createView, resetView, subjectOf } from './view.mjs';

/** @typedef {import('../worker/calls/client.mjs').Database} Database */
/** @typedef {import('./view.mjs').ViewStore} ViewStore */

/** @type {ReturnType<typeof setUpKeeping> | undefined} */
let keeping;

/** @param {import('../worker/calls/types.mjs').Status} status */
export function takeStatus(status) {
  showStatus(status);
  keeping?.askAboutDamage();
}

/** @param {Promise<Database>} opening */
export async function start(opening) {
  setUpTheme(byId('theme-switch'));
  const link = await takeLink();
  const view = createView({ ...readKept(), ...link?.view });
  keepView(view);
  setUpDock(view);
  setUpRoom(view);
  setUpOverlays(view);
  try {
    await setUp(await opening, view, link);
  } catch (error) {
    showFailure(error instanceof Error ? error.message : String(error));
    console.error(error);
  }
}

/**
 * @param {Database} database
 * @param {ViewStore} view
 * @param {import('./link.mjs').Link | undefined} link that the page was opened by
 */
async function setUp(database, view, link) {
  const chart = setUpChartPanel(view, () => (view.get().demo === undefined ? database : demoOf(database)));
  const symbols = setUpSymbols(view, () => void attempt(() => showSymbol()));
  /** @type {ReturnType<typeof import('../sweep/sweep-panel.mjs').setUpSweepPanel> | undefined} */
  let sweep;
  /** @type {ReturnType<typeof import('../live/live-panel.mjs').setUpLivePanel> | undefined} */
  let live;

  const summary = (symbol = view.get().symbol) => symbols.all().find((entry) => entry.symbol === symbol);

  view.subscribe(() => void attempt(async () => {
    await chart.showLines();
    sweep?.mark();
  }), LINE_KEYS);
  view.subscribe(setButtons, ['symbol', 'demo']);
  view.subscribe(({ demo }) => { if (demo === undefined) void live?.away(); }, ['demo']);
  const fillWindow = setUpFillWindow();
  view.subscribe(() => {
    fillWindow.leave();
    void attempt(showSweep);
  }, ['tab']);

  async function showSweep() {
    if (view.get().tab !== 'sweep') return;
    const { setUpSweepPanel } = await import('../sweep/sweep-panel.mjs');
    sweep ??= setUpSweepPanel(database, {
      onUse: (period) => {
        showAverage(view, period);
        notify(`SMMA ${period} is on the chart.`);
      },
      shown: () => averagesOf(view.get()),
    });
    sweep.show(summary());
  }

  /** Draws the symbol that is chosen. @param {{ keepView?: boolean }} [options] */
  async function showSymbol(options) {
    view.set({ demo: undefined });
    await chart.showSymbol(options);
    if (view.get().tab === 'sweep') sweep?.show(summary());
    await sql.runDue();
  }

  /** @param {string} [wanted] symbol to select */
  const refresh = async (wanted) => {
    const before = view.get().symbol;
    const found = await database.symbols();
    const selected = symbols.setSymbols(found, wanted);
    showOwn(found.some(({ isSample }) => !isSample));
    sweep?.forget();
    setButtons(view.get());
    // The demonstration stays on the chart, unless there is something new to see.
    if (view.get().demo !== undefined && wanted === undefined) return;
    await showSymbol({ keepView: selected === before });
  };

  const sql = setUpSqlPanel(database, { view, bars: () => summary()?.bars ?? 0, onDataChanged: () => void attempt(() => refresh()) });
  keeping = setUpKeeping(database, { refresh, confirmLoss });
  setUpImport(database, (imported) => {
    if ((imported ?? []).length > 0) persistence.askOnce();
    return attempt(() => refresh(imported?.[0]));
  }, keeping.takeDatabases);

  byId('live-demo').addEventListener('click', () => void attempt(async () => {
    const { setUpLivePanel } = await import('../live/live-panel.mjs');
    live ??= setUpLivePanel(database, {
      subject: (again) => {
        const base = summary(again) ?? summary();
        return base && { symbol: base.symbol, bars: base.bars, taken: symbols.all().map(({ symbol }) => symbol) };
      },
      show: async (name, isNew) => {
        const isBack = view.get().demo === undefined;
        view.set({ demo: name });
        await chart.showSymbol({ keepView: !isNew });
        if (isNew || isBack) chart.showRecent();
      },
      leave: () => showSymbol(),
      wanted: chart.wanted,
      append: chart.append,
    });
    await live.open();
  }));
  byId('chart-table').addEventListener('click', () => void attempt(async () => {
    const subject = subjectOf(view.get());
    if (subject === undefined) return;
    view.set({ tab: 'sql', isFolded: false });
    fillWindow.leave();
    const text = tableQuery(subject, choiceOf(view.get()));
    if (view.get().demo === undefined) await sql.runText(text);
    else sql.showRows(await database.live.run(text), subject);
  }));
  byId('reset-view').addEventListener('click', () => void attempt(async () => {
    resetView(view);
    await chart.showSymbol();
    notify('The view is as it was at first. Symbol and SQL stay.');
  }));
  byId('chart-picture').addEventListener('click', () => void attempt(() => chart.download()));
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
    const { symbol, demo } = view.get();
    if (symbol === undefined || demo !== undefined) return;
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

  const links = setUpLinks({
    view, text: sql.text, offer: sql.offer, has: (symbol) => summary(symbol) !== undefined, showSymbol: () => showSymbol(),
  });

  byId('reopen').addEventListener('click', () => void attempt(async () => {
    const { storage } = await reopen(database);
    await refresh();
    if (storage === 'memory') notify('Another tab still has the database.');
  }));

  await attempt(() => refresh().catch((error) => {
    byId('chart-summary').textContent = 'The prices cannot be read.';
    throw error;
  }));
  await keeping.begin();
  await painted();
  performance.mark('first-chart');
  if (link?.view.symbol !== undefined && link.view.symbol !== view.get().symbol) link.faults.push(`symbol ${link.view.symbol}, which is not here`);
  await Promise.all([sql.load({ isOffered: link?.sql !== undefined }), showSweep()]);
  if (link !== undefined) links.open(link);
  void setUpOffline(() => mayReload(database));
}

/**
 * The demonstration, as the chart reads it.
 * @param {Database} database
 * @returns {import('../chart/chart-panel.mjs').Source}
 */
const demoOf = ({ live }) => ({ series: () => live.series(), part: (_, part, wanted) => live.part(part, wanted) });

/** @param {string} text why changes in memory cannot be taken along */
const confirmLoss = (text) => confirm({ title: 'Leave the changes behind?', text, yes: 'Leave them behind' });

/**
 * Opens the database the browser keeps, after asking when that loses changes.
 * @param {Database} database
 */
async function reopen(database) {
  try {
    return await database.reopen();
  } catch (error) {
    const isMeant = await confirmLoss(error instanceof Error ? error.message : String(error));
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

/** @param {import('./view.mjs').View} view */
function setButtons({ symbol, demo }) {
  byId('demo-tag').hidden = demo === undefined;
  byId('delete-symbol', HTMLButtonElement).disabled = symbol === undefined || demo !== undefined;
  for (const id of ['chart-table', 'chart-picture']) byId(id, HTMLButtonElement).disabled = symbol === undefined && demo === undefined;
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
