// page.mjs - puts the parts of the page together around the database.

import { setUpChartPanel } from './chart-panel.mjs';
import { confirm } from './confirm.mjs';
import { byId } from './dom.mjs';
import { download } from './downloads.mjs';
import { countOf } from './format.mjs';
import { setUpImport } from './import-dialog.mjs';
import { setUpOverlays } from './overlays.mjs';
import { setUpSqlPanel } from './sql-panel.mjs';
import { notify, showFailure, showStatus } from './status.mjs';
import { setUpSymbols } from './symbols.mjs';
import { tableQuery } from './table-query.mjs';
import { setUpTheme } from './theme.mjs';

/** @typedef {import('./database/client.mjs').Database} Database */

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
  const overlays = setUpOverlays((choice) => void attempt(() => chart.showLines(choice)));
  const symbols = setUpSymbols((symbol) => void attempt(() => chart.showSymbol(symbol, overlays.choice())));

  /** @param {string} [wanted] symbol to select */
  const refresh = async (wanted) => {
    const before = symbols.selected();
    const selected = symbols.setSymbols(await database.symbols(), wanted);
    setButtons(selected);
    await chart.showSymbol(selected, overlays.choice(), { keepView: selected === before });
  };

  const sql = setUpSqlPanel(database, () => void attempt(() => refresh()));
  setUpImport(database, (imported) => void attempt(() => refresh(imported[0])));

  byId('chart-table').addEventListener('click', () => {
    const symbol = symbols.selected();
    if (symbol !== undefined) void sql.runText(tableQuery(symbol, overlays.choice()));
  });
  byId('download-database').addEventListener('click', () => void attempt(async () => {
    download('prices.db', await database.exportDatabase(), 'application/vnd.sqlite3');
  }));
  byId('restore-sample').addEventListener('click', () => void attempt(async () => {
    await database.restoreSample();
    await refresh();
    notify('The sample prices are back.');
  }));
  byId('delete-symbol').addEventListener('click', () => void attempt(async () => {
    const symbol = symbols.selected();
    if (symbol === undefined) return;
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
}

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

/** @param {string | undefined} symbol that is selected */
function setButtons(symbol) {
  byId('delete-symbol', HTMLButtonElement).disabled = symbol === undefined;
  byId('chart-table', HTMLButtonElement).disabled = symbol === undefined;
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
