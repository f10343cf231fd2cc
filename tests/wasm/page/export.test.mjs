// export.test.mjs - what the page hands out: results as CSV, and the database for the sqlite3 CLI.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../browser/harness.mjs';
import { native } from '../support.mjs';
import { Folder, HEADER, barLines } from './csv-files.mjs';
import { Explorer, nativeText, useSites } from './explorer.mjs';

let folder;
before(() => { folder = new Folder(); });
after(() => folder.remove());

describeInBrowsers('taking data away', (kind) => {
  const browser = useBrowser(kind);
  const newSite = useSites();

  test('a result as CSV is the text of sqlite3 -csv -header', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const sql = `SELECT 'plain' AS name, 'a "quoted" one' AS "the ""text""", 'comma, and' AS [a,b], NULL AS none, '' AS empty,
      'two' || char(10) || 'lines' AS lines, 'it''s' AS apostrophe, 'ü' AS "ü", 2.0 AS real, 2 AS whole, -0.25, 9007199254740993 AS big
      UNION ALL SELECT symbol, ts, ' space ', high, close, volume, '=1+1', '', 0.5, -7, 1e300, 0 FROM prices WHERE symbol = 'MARKET' AND ts < '2000-02-01'`
      .replace(/\n\s*/g, ' ');
    assert.match(await explorer.run(sql), /^21 rows in /);
    const { name, content } = await explorer.download('#download-csv');
    assert.equal(name, 'query.csv');
    // .separator: the CLI's own lines end in CR LF with .mode csv, and in LF with -csv.
    assert.equal(content.toString(), nativeText(`${sql};`, ['.mode csv', '.separator , "\\n"', '.headers on']));
  });

  test('every digit is there, and the name is that of the query', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const sql = "SELECT ts, smma(close, 14) OVER (ORDER BY ts ROWS UNBOUNDED PRECEDING) AS average FROM prices WHERE symbol = 'MARKET' ORDER BY ts";
    await explorer.run(sql);
    const { content } = await explorer.download('#download-csv');
    const [header, ...rows] = content.toString().trimEnd().split('\n');
    assert.equal(header, 'ts,average');
    // As multiples of 2^-44: all are below 2^12, and above 2^9.
    const bits = nativeText(sql.replace('smma(', 'CAST(17592186044416 * smma(').replace(') AS', ') AS INTEGER) AS')).trimEnd().split('\n');
    assert.equal(rows.length, 5105);
    assert.deepEqual(rows.map((row) => {
      const [ts, average] = row.split(',');
      return `${ts}|${average === '' ? '' : BigInt(2 ** 44 * Number(average))}`;
    }), bits);

    const names = await explorer.texts('.query .query-name');
    await explorer.running(() => explorer.click(`#query-list li:nth-child(${names.indexOf('screen.sql') + 1}) .query`));
    assert.equal((await explorer.download('#download-csv')).name, 'screen.csv');
    // There is nothing to take from a statement without rows, or from one that has failed.
    for (const without of ['CREATE TABLE none(i)', 'SELECT nothing']) {
      await explorer.run(without);
      assert.equal(await explorer.page.$eval('#download-csv', (button) => button.disabled), true, without);
    }
  });

  test('the database opens in the sqlite3 CLI', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    assert.equal(await explorer.import(folder.write('walk.csv', `${[HEADER, ...barLines(2000, 7)].join('\n')}\n`)), 'done');
    await explorer.closeImport();
    await explorer.run('CREATE TABLE notes AS SELECT 1 AS i');
    const sql = `SELECT symbol, count(*), min(ts), max(ts), sum(CAST(round(1000000 * close) AS INTEGER)), CAST(4294967296 * smma(close, 14) AS INTEGER) AS average
      FROM prices GROUP BY symbol UNION ALL SELECT 'notes', i, NULL, NULL, NULL, NULL FROM notes`.replace(/\n\s*/g, ' ');
    assert.match(await explorer.run(sql), /^8 rows in /);
    const inPage = await explorer.list();
    const { name, content } = await explorer.download('#download-database');
    assert.equal(name, 'prices.db');
    assert.equal(content.subarray(0, 15).toString(), 'SQLite format 3');
    const { stdout, stderr } = native(`PRAGMA integrity_check;\n.headers on\n${sql};`, { file: folder.write('prices.db', content) });
    assert.equal(stderr, '');
    assert.equal(stdout, `ok\n${inPage}`);
  });
});
