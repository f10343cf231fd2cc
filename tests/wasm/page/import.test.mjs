// import.test.mjs - price files into the page: a long one, bad ones, what is asked, what is there, by button and by drop.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../browser/harness.mjs';
import { gzipSync } from '../../../wasm/page/node_modules/fflate/esm/index.mjs';
import { native } from '../support.mjs';
import { sheet, workbook } from './csv/files-of-forms.mjs';
import { days, plain } from './csv/price-files.mjs';
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
  const problemsIn = (explorer, body = '#import-problem-rows') => explorer.page.$$eval(`${body} tr`, (rows) =>
    rows.map((row) => [...row.children].slice(0, 2).map((cell) => cell.textContent)));

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

    await explorer.goesTo('WALK');
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
    // Rows that cannot be taken: they are shown, and Import waits for a word about the others.
    const lists = async (text, problems) => {
      assert.equal(await explorer.import(folder.write('broken.csv', text)), 'preview');
      assert.deepEqual(await problemsIn(explorer, '#preview-fault-rows'), problems);
      assert.match(await explorer.text('#preview-missing'), /^To import, .*(good rows|a row that can be taken)/);
      await explorer.click('#import-start');
      assert.equal(await explorer.attribute('#import-dialog', 'data-state'), 'preview');
      await explorer.closeImport();
      assert.deepEqual(await explorer.symbols(), symbols);
    };
    const refuses = async (text, problem, problems) => {
      assert.equal(await explorer.import(folder.write('broken.csv', text)), 'failed');
      assert.equal(await explorer.text('#import-problem'), `Nothing was imported. ${problem}`);
      assert.deepEqual(await problemsIn(explorer), problems);
      await explorer.closeImport();
      assert.deepEqual(await explorer.symbols(), symbols);
    };

    // Over what is there, so that rows written before the bad one would show. Line 1 is the header.
    const fileOf = (changes) => {
      const broken = lines.map((line) => line.replace('WALK', 'MARKET'));
      for (const [line, change] of Object.entries(changes)) {
        const fields = broken[line - 2].split(',');
        broken[line - 2] = change(fields)?.join(',') ?? fields.join(',');
      }
      return `${[HEADER, ...broken].join('\n')}\n`;
    };
    const set = (field, text) => (fields) => fields.with(field, text);
    const price = ['70,001', 'the close, "12.3x", is not a number'];
    await lists(fileOf({ 70001: set(5, '12.3x') }), [price]);
    const rest = [
      ['70,003', '6 fields instead of 7'],
      ['80,000', '"2024-02-30 00:00:00" is not a date'],
      ['90,000', `the same bar as line 5: MARKET, ${lines[3].split(',')[1]}`],
      ['100,001', `the low, 9999999, is above the high, ${lines[99999].split(',')[3]}`],
    ];
    await lists(fileOf({
      70001: set(5, '12.3x'),
      70003: (fields) => fields.slice(0, 6),
      80000: set(1, '2024-02-30 00:00:00'),
      90000: set(1, lines[3].split(',')[1]),
      100001: set(4, '9999999'),
    }), [price, ...rest]);
    // More than the dialog has room for.
    await lists(`${HEADER}\n${'MARKET,2020-01-01,1,1,1,,\n'.repeat(250)}`,
      Array.from({ length: 200 }, (_, index) => [`${index + 2}`, 'the close is missing']));
    await refuses('', 'The file is empty.', []);
    await refuses(`${HEADER}\n`, 'The file has a header and no rows.', []);
    await refuses('%PDF-1.4', 'The file is not CSV text but a PDF document.', []);
    await refuses('colour,taste\nred,sweet\n', 'The columns of the file are not clear: there is no column for the date and no close among "colour", "taste".',
      [['1', 'there is no column for the date and no close among "colour", "taste"']]);
    await lists(`${HEADER}\nSPX,2020-01-01,1,1,1,1,1\nSPX,2020-01-02,1,1,1,"1,1\n`, [['3', 'a quote is opened and not closed']]);

    assert.equal(await explorer.prices(), prices);
    assert.equal(await explorer.value('SELECT count(*) FROM temp.sqlite_schema'), '0');
  });

  test('an import that is stopped changes nothing', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    const chooser = await page.$('#import-file');
    // Long enough to be stopped before it has been read.
    await chooser.uploadFile(folder.write('longer.csv', `${HEADER}\n${`${lines.join('\n')}\n`.repeat(8)}`));
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
      AMERICAN: 'Date,Open,High,Low,Close/Last,Volume\n04/17/2020,$1.00,"$3,000.00",$1.00,"$1,002.50",10\n05/04/2020,$1.00,$3.00,$1.00,$2.25,10\n',
      GERMAN: '\ufeffDatum;Eröffnung;Hoch;Tief;Schluss;Stücke\n17.04.2020;1,00;3.000,00;1,00;1.002,50;10\n04.05.2020;1,00;3,00;1,00;2,25;10\n',
      NAMED: 'Date,Close\n17-Apr-2020,1002.50\n"May 4, 2020",2.25\n',
      COMPACT: '<DATE>\t<CLOSE>\n20200417\t1002.5\n20200504\t2.25\n',
      UNIX: 'timestamp,close\n1587081600,1002.5\n1588550400000,2.25\n',
      BARE: '2020-04-17,1002.5\n2020-05-04,2.25\n',
      STAMPED: 'time,close\n2020-04-17T00:00:00Z,1002.5\n2020-05-04T00:00:00Z,2.25\n',
    };
    for (const [symbol, text] of Object.entries(files)) {
      const file = folder.write(`${symbol}.csv`, text.replaceAll('\n', symbol === 'AMERICAN' ? '\r\n' : '\n'));
      assert.equal(await explorer.preview(file), 'preview', symbol);
      assert.equal(await explorer.page.$eval('#import-symbol', (box) => box.value), symbol);
      assert.equal(await explorer.startImport(), 'done', symbol);
      await explorer.closeImport();
      await explorer.goesTo(symbol);
    }
    await explorer.run(`SELECT symbol, group_concat(ts), group_concat(close) FROM prices WHERE symbol IN (${
      Object.keys(files).map((name) => `'${name}'`)}) GROUP BY symbol`);
    assert.deepEqual(await explorer.rows(), Object.keys(files).sort().map((name) => [name, days.join(','), '1002.5,2.25']));

    // The symbol is the visitor's to name, and an import that is not begun is none.
    const bare = folder.write('other.csv', files.BARE);
    assert.equal(await explorer.preview(bare), 'preview');
    await explorer.closeImport();
    assert.ok(!(await explorer.symbols()).includes('OTHER'));
    assert.equal(await explorer.preview(bare), 'preview');
    await explorer.page.focus('#import-symbol');
    await explorer.press('Control+a');
    await explorer.page.keyboard.type("O'Neill");
    await explorer.page.keyboard.press('Enter');
    await explorer.page.waitForSelector('#import-dialog[data-state=done]');
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
    assert.equal(await explorer.importEnded(), 'preview');
    assert.equal(await explorer.startImport(), 'done');
    assert.match(await explorer.text('#import-summary'), /^1 row of BUTTON imported/);
    await explorer.closeImport();

    // The same bar and another: the first is replaced.
    const again = `${HEADER}\nBUTTON,2020-04-17,1,2,1,1.5,3\nBUTTON,2020-04-18,1,2,1,2,3\nBUTTON,2020-04-19,,,,,\n`;
    assert.equal(await explorer.import(folder.write('button.csv', again)), 'preview');
    assert.match(await explorer.text('#preview-there'), /BUTTON has 1 bar already, 2020-04-17 to 2020-04-17\..*1 bar new, 1 there with other figures/);
    assert.equal(await explorer.text('#preview-skipped'), 'Left out as no bars: 1 × no price (line 4).');
    await explorer.click('#there-merge');
    assert.equal(await explorer.startImport(), 'done');
    assert.match(await explorer.text('#import-summary'),
      /^2 rows of BUTTON imported in .*\. 1 row that was there before replaced\. 1 row left out that is no bar\.$/);
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
    assert.equal(await explorer.importEnded(), 'preview');
    assert.equal(await explorer.startImport(), 'done');
    assert.match(await explorer.text('#import-summary'), /^500 rows of DROP imported/);
    await explorer.closeImport();
    await explorer.goesTo('DROP');
  });

  test('what a file leaves open is asked, and answered by the keyboard alone', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    const days = ['08/11/2024', '07/11/2024', '06/11/2024'];
    const file = folder.write('FTSE Historical Data.csv', `Date,Price\n${days.map((day, index) => `${day},${9800 - index}.5`).join('\n')}\n`);
    assert.equal(await explorer.import(file), 'preview');
    assert.equal(await explorer.text('#preview-missing'), 'To import, choose the order of the date.');
    assert.deepEqual(await explorer.texts('#preview-questions .choice'), [
      'Day, month, yearsteps of 1 day, none at a weekend, 2024-11-06 to 2024-11-08', 'Month, day, yearthe 11th of every month, 2024-06-11 to 2024-08-11']);
    // The focus is on what is asked; Enter imports nothing yet.
    await page.keyboard.press('Enter');
    assert.equal(await explorer.attribute('#import-dialog', 'data-state'), 'preview');
    await page.keyboard.press('ArrowDown');
    await explorer.reads('#preview-summary', /^3 bars, 2024-06-11 to 2024-08-11, 1 month apart\./);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'question-order-1');
    await page.keyboard.press('ArrowUp');
    await explorer.reads('#preview-summary', /^3 bars, 2024-11-06 to 2024-11-08, 1 day apart\./);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'question-order-0');
    assert.equal(await explorer.text('#preview-missing'), '');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#import-dialog[data-state=done]');
    await explorer.closeImport();
    assert.equal(await explorer.value("SELECT group_concat(ts) FROM prices WHERE symbol = 'FTSE'"), '2024-11-06,2024-11-07,2024-11-08');
  });

  test('several files, one after the other; the good rows of one; prices that come with the page', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const own = 'date,close\n2024-11-04,1\n2024-11-05,2\n';
    assert.equal(await explorer.preview(folder.write('ONE.csv', own), folder.write('TWO.csv', `${own}2024-11-06,x\n`), folder.write('birch.csv', own),
      folder.write('page.csv', '<html>sorry</html>')), 'preview');
    assert.equal(await explorer.text('#import-title'), 'Import ONE.csv (1 of 4)');
    await explorer.click('#import-start');
    await explorer.reads('#import-title', /^Import TWO\.csv \(2 of 4\)$/);
    await explorer.page.waitForSelector('#good-rows');
    assert.deepEqual(await problemsIn(explorer, '#preview-fault-rows'), [['4', 'the close, "x", is not a number']]);
    await explorer.click('#good-rows');
    await explorer.click('#import-start');
    await explorer.reads('#import-title', /^Import birch\.csv \(3 of 4\)$/);
    await explorer.reads('#preview-there', /BIRCH has 123 bars already, .* are samples that come with the page\./);
    assert.equal(await explorer.attribute('#import-start', 'aria-disabled'), 'true');
    await explorer.click('#there-replace');
    await explorer.click('#import-start');
    await explorer.reads('#import-problem', /^Nothing was imported\. The file is a web page, not prices:/);
    await explorer.click('#import-failed-close');
    await explorer.page.waitForSelector('#import-dialog[data-state=done]');
    assert.deepEqual((await explorer.text('#import-summary')).split('\n').map((line) => line.replace(/ in [\d.]+ seconds/, '')), [
      '2 rows of ONE imported.', '2 rows of TWO imported. 1 row left out that cannot be taken.', '2 rows of BIRCH imported.']);
    await explorer.closeImport();
    assert.equal(await explorer.value("SELECT group_concat(symbol || ' ' || n) FROM (SELECT symbol, count(*) AS n FROM prices WHERE symbol IN ('ONE', 'TWO', 'BIRCH', 'birch') GROUP BY symbol)"),
      'BIRCH 2,ONE 2,TWO 2');
  });

  test('columns, decimal mark and time zone can be changed', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const file = folder.write('CL1.csv', 'Date,Last,Settle\n2024-11-04 09:30,1.5,2.5\n2024-11-04 09:31,1.25,2.25\n');
    assert.equal(await explorer.preview(file), 'preview');
    assert.match(await explorer.text('#preview-how'), /^How the file is read: decimal mark: point.*\(2\.5 decides it\); time zone: as in the file, which names none$/);
    assert.equal(await explorer.text('#preview-notes'), 'Closes are those of Settle; the file has Last too.');
    assert.deepEqual(await explorer.page.$$eval('[data-column]', (boxes) => boxes.map(({ value }) => value)), ['date', '', 'close']);
    await explorer.page.select('#column-1', 'close');
    await explorer.reads('#preview-read tbody', /1\.5.*1\.25/);
    assert.deepEqual(await explorer.page.$$eval('[data-column]', (boxes) => boxes.map(({ value }) => value)), ['date', 'close', '']);
    await explorer.click('#preview-how');
    await explorer.page.select('#setting-zone', 'America/New_York');
    await explorer.reads('#preview-summary', /^2 bars, 2024-11-04 14:30:00 to 2024-11-04 14:31:00, 1 minute apart\./);
    assert.equal(await explorer.startImport(), 'done');
    await explorer.closeImport();
    assert.equal(await explorer.value("SELECT group_concat(ts || ' ' || close) FROM prices WHERE symbol = 'CL1'"), '2024-11-04 14:30:00 1.5,2024-11-04 14:31:00 1.25');
  });

  test('a file whose columns are not clear; several symbols; the whole list of faults', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    const focused = () => page.evaluate(() => document.activeElement.id);
    assert.equal(await explorer.preview(folder.write('ODD.csv', 'when,open,how much\n2024-11-04,1,5\n2024-11-05,2,6\n')), 'preview');
    assert.equal(await explorer.text('#preview-missing'), 'To import, choose the columns.');
    assert.match(await explorer.text('#preview-questions'), /^It is not clear which column is which: .* Choose in the table below which column is the close\.$/);
    // By key alone: the first column that is not used is where the focus is.
    assert.equal(await focused(), 'column-2');
    await page.keyboard.type('Close');
    await explorer.reads('#preview-summary', /^2 bars, 2024-11-04 to 2024-11-05, 1 day apart\./);
    assert.equal(await focused(), 'column-2');
    // What was it is not used any more, and without a date there is nothing to read.
    await page.select('#column-1', 'close');
    await page.waitForFunction(() => document.querySelector('#column-2').value === '');
    await page.select('#column-0', '');
    await explorer.reads('#preview-questions', /none is taken for the date\./);
    await page.select('#column-0', 'date');
    await explorer.reads('#preview-summary', /^2 bars/);
    assert.equal(await explorer.startImport(), 'done');
    await explorer.closeImport();
    assert.equal(await explorer.value("SELECT group_concat(close) FROM prices WHERE symbol = 'ODD'"), '1.0,2.0');

    const three = ['BIRCH', 'CCC', 'DDD'].map((symbol, index) => `${symbol},2024-11-04,${index + 1}\n`).join('');
    assert.equal(await explorer.preview(folder.write('THREE.csv', `symbol,date,close\n${three}`)), 'preview');
    await explorer.reads('#preview-there', /BIRCH has 123 bars already/);
    const name = '#preview-symbols input[type=text][data-symbol=BIRCH]';
    await page.focus(name);
    await explorer.press('Control+a');
    await page.keyboard.type('ccc');
    await explorer.reads('#preview-missing', /^To import, give one of two symbols another name than CCC/i);
    await explorer.press('Control+a');
    await page.keyboard.type('MINE');
    await page.waitForFunction(() => document.getElementById('preview-there').textContent === '');
    await explorer.click('#preview-symbols input[type=checkbox][data-symbol=DDD]');
    assert.equal(await explorer.text('#preview-missing'), '');
    assert.equal(await explorer.startImport(), 'done');
    assert.match(await explorer.text('#import-summary'), /^2 rows of MINE, CCC imported/);
    await explorer.closeImport();
    assert.equal(await explorer.value("SELECT group_concat(symbol || ' ' || n) FROM (SELECT symbol, count(*) AS n FROM prices WHERE symbol IN ('BIRCH', 'MINE', 'CCC', 'DDD') GROUP BY symbol)"),
      'BIRCH 123,CCC 1,MINE 1');

    const bad = Array.from({ length: 450 }, (_, index) => `2024-01-01,"x, ${index}"`);
    assert.equal(await explorer.preview(folder.write('BAD.csv', `date,close\n${bad.join('\n')}\n`)), 'preview');
    assert.match(await explorer.text('#preview-faults'), /^450 rows cannot be taken\. The first 200 of them:/);
    const list = await explorer.download('#save-faults');
    assert.deepEqual(list.name, 'BAD-problems.csv');
    assert.deepEqual(list.content.toString().split('\n').slice(-2), ['451,"the close, ""x, 449"", is not a number","2024-01-01,x, 449"', '']);
    await explorer.closeImport();
  });

  test('a workbook is read', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    assert.equal(await explorer.import(folder.write('KO.xlsx', workbook({ Sheet1: sheet(days) }))), 'done');
    await explorer.closeImport();
    assert.equal(await explorer.value("SELECT count(*) || ' ' || min(ts) || ' ' || max(ts) FROM prices WHERE symbol = 'KO'"), `${days.length} ${days[0].ts} ${days.at(-1).ts}`);
    assert.equal(await explorer.import(folder.write('PEP.csv.gz', gzipSync(new TextEncoder().encode(plain(days))))), 'done');
    await explorer.closeImport();
    assert.equal(await explorer.value("SELECT count(*) FROM prices WHERE symbol = 'PEP'"), String(days.length));
  });

  test('samples go when they are not wanted any more, and restoring them asks', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    assert.match((await explorer.texts('.symbol'))[0], /^BIRCH .*123 bars, 2000 to 2010, sample$/);
    assert.equal(await explorer.preview(folder.write('birch.csv', 'date,close\n2024-11-04,1\n2024-11-05,2\n')), 'preview');
    await page.waitForSelector('#there-replace');
    await explorer.click('#there-replace');
    assert.equal(await explorer.startImport(), 'done');
    await explorer.click('#import-remove-samples');
    await explorer.reads('#import-summary', /CEDAR, LARCH, MAPLE, MARKET, WILLOW: the samples are gone\./);
    await explorer.closeImport();
    assert.deepEqual(await explorer.symbols(), ['BIRCH']);
    const restore = async (answer) => {
      // By key, as the notice of the time before may cover it.
      await page.focus('#restore-sample');
      await page.keyboard.press('Enter');
      await page.waitForSelector('#confirm-dialog[open]');
      assert.match(await explorer.text('#confirm-text'), /^BIRCH has prices of your own\./);
      await explorer.click(`#confirm-dialog [value=${answer}]`);
    };
    await restore('no');
    await explorer.reads('#notice', /^The other sample prices are back; yours are kept\.$/);
    assert.equal(await explorer.value("SELECT count(*) FROM prices WHERE symbol = 'BIRCH'"), '2');
    assert.equal((await explorer.symbols()).length, 6);
    await restore('yes');
    await explorer.reads('#notice', /^The sample prices are back\.$/);
    assert.equal(await explorer.value("SELECT count(*) FROM prices WHERE symbol = 'BIRCH'"), '123');
  });
});
