// import.test.mjs - CSV files into the page: a long one, bad ones, forms of dates, by button and by drop.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../browser/harness.mjs';
import { native } from '../support.mjs';
import { Folder, HEADER, barLines } from './csv-files.mjs';
import { Explorer, useSites, takeExpected, watched } from './explorer.mjs';

const seed = Number(process.env.SMMA_TEST_SEED ?? Date.now() % 1e9);
const ROWS = 100000;

let folder;
let lines;
let long;
before(() => {
  console.log(`# seed ${seed} (SMMA_TEST_SEED)`);
  folder = new Folder();
  lines = barLines(ROWS, seed);
  long = folder.write('walk.csv', `${[HEADER, ...lines].join('\n')}\n`);
});
after(() => folder.remove());

describeInBrowsers('importing CSV', (kind) => {
  const browser = useBrowser(kind);
  const newSite = useSites();

  /** What is wrong, by line, as the dialog shows it. */
  const problemsIn = (explorer) => explorer.page.$$eval('#import-problem-rows tr', (rows) =>
    rows.map((row) => [...row.children].map((cell) => cell.textContent)));

  test('100,000 rows, while the page goes on drawing', async (t) => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    const start = performance.now();
    let took;
    const seen = await watched(page, async () => {
      assert.equal(await explorer.import(long), 'done');
      took = performance.now() - start;
    });
    t.diagnostic(`import of ${ROWS} rows: ${Math.round(took)} ms (target 3000), longest time between two frames ${Math.round(seen.longest)} ms`);
    assert.match(await explorer.text('#import-summary'), /^100,000 rows of WALK imported in [\d.]+ seconds\.$/);
    // Not a measurement: a page that waits for the import draws no frame and moves no bar.
    assert.ok(seen.longest < 1000, `${seen.longest} ms between two frames`);
    assert.ok(seen.frames > 10 && seen.progress >= 5, JSON.stringify(seen));
    await explorer.closeImport();

    assert.equal(await explorer.selected(), 'WALK');
    await explorer.reads('#chart-summary', /^WALK: 100,000 bars from 2024-01-01( 00:00:00)? to 2024-03-10 10:39:00\. .*SMMA 200/);
    const sql = `SELECT count(*) AS bars, min(ts), max(ts), sum(volume), cast(round(100 * sum(close)) AS INTEGER),
      printf('%!.15g', smma(close, 14)) FROM prices WHERE symbol = 'WALK'`;
    const { stdout, stderr } = native(`CREATE TABLE prices(symbol, ts, open REAL, high REAL, low REAL, close REAL, volume NUMERIC);
.import --csv --skip 1 "${long}" prices
.headers on
${sql};`);
    assert.equal(stderr, '');
    await explorer.run(sql.replace(/\n\s*/g, ' '));
    const [names, ...values] = (await explorer.list()).split('\n');
    assert.deepEqual(values, stdout.split('\n').slice(1), names);

  });

  test('a broken file changes nothing, and every bad line is named', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const prices = await explorer.prices();
    assert.ok(prices.split('\n').length > 5000);
    const symbols = await explorer.symbols();
    const refuses = async (text, problem, problems) => {
      assert.equal(await explorer.import(folder.write('broken.csv', text)), 'failed');
      assert.equal(await explorer.text('#import-problem'), `Nothing was imported. ${problem}`);
      assert.deepEqual(await problemsIn(explorer), problems);
      await explorer.closeImport();
      assert.deepEqual(await explorer.symbols(), symbols);
    };

    // Over what is there, so that rows written before the bad one would show. Line 1 is the header.
    const fileOf = (changes) => {
      const broken = lines.map((line) => line.replace('WALK', 'SPX'));
      for (const [line, change] of Object.entries(changes)) {
        const fields = broken[line - 2].split(',');
        broken[line - 2] = change(fields)?.join(',') ?? fields.join(',');
      }
      return `${[HEADER, ...broken].join('\n')}\n`;
    };
    const set = (field, text) => (fields) => fields.with(field, text);
    const price = ['70,001', 'the close, "12.3x", is not a number'];
    await refuses(fileOf({ 70001: set(5, '12.3x') }), 'Line 70001: the close, "12.3x", is not a number.', [price]);
    const rest = [
      ['70,003', '6 fields instead of 7'],
      ['80,000', '"2024-02-30 00:00:00" is not a date'],
      ['90,000', `the same bar as line 5: SPX, ${lines[3].split(',')[1]}`],
      ['100,001', `the low, 9999999, is above the high, ${lines[99999].split(',')[3]}`],
    ];
    await refuses(fileOf({
      70001: set(5, '12.3x'),
      70003: (fields) => fields.slice(0, 6),
      80000: set(1, '2024-02-30 00:00:00'),
      90000: set(1, lines[3].split(',')[1]),
      100001: set(4, '9999999'),
    }), '5 lines cannot be imported; the first is line 70001: the close, "12.3x", is not a number.', [price, ...rest]);
    // More than the dialog has room for.
    await refuses(`${HEADER}\n${'SPX,2020-01-01,1,1,1,,\n'.repeat(50)}`,
      '50 lines cannot be imported; the first is line 2: the close is missing.',
      [...Array.from({ length: 20 }, (_, index) => [`${index + 2}`, 'the close is missing']), ['…', 'and 30 more']]);
    await refuses('', 'The file is empty.', []);
    await refuses(`${HEADER}\n`, 'The file has a header and no rows.', []);
    await refuses('PK\x03\x04and so on', 'The file is not CSV text but an Excel workbook or another zip archive: save the sheet as CSV first.', []);
    await refuses('colour,taste\nred,sweet\n', 'The columns of the file are not clear: there is no column for the date and no close among "colour", "taste".',
      [['1', 'there is no column for the date and no close among "colour", "taste"']]);
    await refuses(`${HEADER}\nSPX,2020-01-01,1,1,1,1,1\nSPX,2020-01-02,1,1,1,"1,1\n`, 'Line 3: a quote is opened and not closed.',
      [['3', 'a quote is opened and not closed']]);

    assert.equal(await explorer.prices(), prices);
    assert.equal(await explorer.value('SELECT count(*) FROM temp.sqlite_schema'), '0');
  });

  test('an import that is stopped changes nothing', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    const chooser = await page.$('#import-file');
    await chooser.uploadFile(long);
    await page.waitForFunction(() => document.getElementById('import-progress').value > 0);
    await explorer.click('#import-stop');
    await page.waitForSelector('#import-dialog:not([open])');
    if (kind.name === 'chromium') await takeExpected(browser, /^request: blob:|^console: .*ERR_FILE_NOT_FOUND/);
    assert.equal(await explorer.value("SELECT count(*) FROM prices WHERE symbol = 'WALK'"), '0');
    assert.ok(!(await explorer.symbols()).includes('WALK'));
  });

  test('forms of dates and numbers; a file without a symbol asks for it', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const days = ['2020-04-17', '2020-05-04'];
    const files = {
      AMERICAN: 'Date,Open,High,Low,Close/Last,Volume\n04/17/2020,$1.00,$3.00,$1.00,"$1,002.50",10\n05/04/2020,$1.00,$3.00,$1.00,$2.25,10\n',
      GERMAN: '\ufeffDatum;Eröffnung;Hoch;Tief;Schluss;Stücke\n17.04.2020;1,00;3,00;1,00;1.002,50;10\n04.05.2020;1,00;3,00;1,00;2,25;10\n',
      NAMED: 'Date,Close\n17-Apr-2020,1002.50\n"May 4, 2020",2.25\n',
      COMPACT: '<DATE>\t<CLOSE>\n20200417\t1002.5\n20200504\t2.25\n',
      UNIX: 'timestamp,close\n1587081600,1002.5\n1588550400000,2.25\n',
      BARE: '2020-04-17,1002.5\n2020-05-04,2.25\n',
      STAMPED: 'time,close\n2020-04-17T00:00:00Z,1002.5\n2020-05-04T00:00:00Z,2.25\n',
    };
    for (const [symbol, text] of Object.entries(files)) {
      const file = folder.write(`${symbol}.csv`, text.replaceAll('\n', symbol === 'AMERICAN' ? '\r\n' : '\n'));
      assert.equal(await explorer.import(file), 'asking', symbol);
      assert.equal(await explorer.page.$eval('#import-symbol', (box) => box.value), symbol);
      await explorer.page.keyboard.press('Enter');
      assert.equal(await explorer.importEnded(), 'done', symbol);
      await explorer.closeImport();
      assert.equal(await explorer.selected(), symbol);
    }
    await explorer.run(`SELECT symbol, group_concat(ts), group_concat(close) FROM prices WHERE symbol IN (${
      Object.keys(files).map((name) => `'${name}'`)}) GROUP BY symbol`);
    assert.deepEqual(await explorer.rows(), Object.keys(files).sort().map((name) => [name, days.join(','), '1002.5,2.25']));

    // The symbol is the visitor's to name, and an import that is not begun is none.
    const bare = folder.write('bare.csv', files.BARE);
    assert.equal(await explorer.import(bare), 'asking');
    await explorer.closeImport();
    assert.ok(!(await explorer.symbols()).includes('bare'));
    assert.equal(await explorer.import(bare), 'asking');
    await explorer.page.keyboard.type("O'Neill");
    await explorer.click('#import-asking [type=submit]');
    assert.equal(await explorer.importEnded(), 'done');
    await explorer.closeImport();
    await explorer.reads('#chart-summary', /^O'Neill: 2 bars from 2020-04-17 to 2020-05-04\. Last close 2\.25000; SMMA 14 none yet/);
    await explorer.running(() => explorer.click('#chart-table'));
    assert.deepEqual((await explorer.rows()).map((row) => row.slice(0, 1)), [['2020-05-04'], ['2020-04-17']]);
    await explorer.click('#delete-symbol');
    await explorer.page.waitForSelector('#confirm-dialog[open]');
    await explorer.click('#confirm-yes');
    await explorer.reads('#notice', /^O'Neill is deleted\.$/);
    assert.equal(await explorer.value(`SELECT count(*) FROM prices WHERE symbol = 'O''Neill'`), '0');
  });

  test('by the button, and by dropping', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    const [chooser] = await Promise.all([page.waitForFileChooser(), explorer.click('#import-button')]);
    await chooser.accept([folder.write('button.csv', `${HEADER}\nBUTTON,2020-04-17,1,2,1,2,3\n`)]);
    assert.equal(await explorer.importEnded(), 'done');
    assert.match(await explorer.text('#import-summary'), /^1 row of BUTTON imported/);
    await explorer.closeImport();

    // The same bar and another: the first is replaced.
    const again = `${HEADER}\nBUTTON,2020-04-17,1,2,1,1.5,3\nBUTTON,2020-04-18,1,2,1,2,3\nBUTTON,2020-04-19,,,,,\n`;
    assert.equal(await explorer.import(folder.write('button.csv', again)), 'done');
    assert.match(await explorer.text('#import-summary'),
      /^2 rows of BUTTON imported in .*\. 1 row that was there before replaced\. 1 row without any price left out\.$/);
    await explorer.closeImport();
    assert.equal(await explorer.value("SELECT group_concat(close) FROM prices WHERE symbol = 'BUTTON'"), '1.5,2.0');

    const text = `${[HEADER, ...barLines(500, seed, 'DROP')].join('\n')}\n`;
    await page.evaluate((text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], 'drop.csv', { type: 'text/csv' }));
      const send = (type) => document.getElementById('chart')
        .dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      send('dragenter');
      if (!document.getElementById('drop-target').classList.contains('shown')) throw new Error('nothing shows where to drop');
      if (send('dragover')) throw new Error('the browser would open the file');
      if (send('drop')) throw new Error('the browser would open the file');
      if (document.getElementById('drop-target').classList.contains('shown')) throw new Error('it still shows where to drop');
    }, text);
    assert.equal(await explorer.importEnded(), 'done');
    assert.match(await explorer.text('#import-summary'), /^500 rows of DROP imported/);
    await explorer.closeImport();
    assert.equal(await explorer.selected(), 'DROP');
  });
});
