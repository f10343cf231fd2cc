// sql.test.mjs - the editor and the result: the files of sql/, long results, errors, and cancelling.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { describeInBrowsers, useBrowser } from '../browser/harness.mjs';
import { native, nativeAnswers, queries } from '../support.mjs';
import { Explorer, nativeRun, nativeText, pause, takeExpected, useSites, watched } from './explorer.mjs';

let answers;
before(() => { answers = nativeAnswers(); });

/** Numbers from 1. @param {number} [last] */
const numbers = (last) =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n${last === undefined ? '' : ` WHERE i < ${last}`})`;

// What writes is run when its reader says so.
const WRITING = ['live.sql'];

describeInBrowsers('SQL', (kind) => {
  const browser = useBrowser(kind);
  const newSite = useSites();

  // To Chromium a call that is to stop is a request that fails; see interrupt.mjs.
  const takeCancel = async () => {
    if (kind.name === 'chromium') await takeExpected(browser, /^request: blob:|^console: .*ERR_FILE_NOT_FOUND/);
  };

  test('every file of sql/ gives the text the CLI gives (SPEC 5.6)', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const names = await explorer.texts('.query .query-name');
    const others = ['import.sql', 'schema.sql'];
    assert.deepEqual([...names].sort(), [...queries, ...others].sort());
    const button = (name) => `#query-list li:nth-child(${names.indexOf(name) + 1}) .query`;
    for (const [index, name] of queries.entries()) {
      if (WRITING.includes(name)) {
        await explorer.click(button(name));
        assert.equal(await explorer.text('#result-status'), `${name} changes the database. Run starts it.`);
        await explorer.running(() => explorer.click('#run-query'));
      } else {
        await explorer.running(() => explorer.click(button(name)));
      }
      assert.equal(await explorer.text('#sql-error'), '', name);
      assert.equal(await explorer.attribute(button(name), 'aria-current'), 'true');
      assert.equal(await explorer.list(), answers[index], name);
      assert.match(await explorer.text('#result-status'), new RegExp(`^${answers[index].split('\n').length - 2} rows in `), name);
    }
    // import.sql is for a table that the CLI makes: the page has a way of its own.
    const says = { 'import.sql': [/^Failed\.$/, /^no such table: prices_raw/], 'schema.sql': [/^Done in [\d.]+ m?s, 0 rows changed\.$/, /^$/] };
    for (const name of others) {
      await explorer.click(button(name));
      const [status, error] = says[name];
      assert.match(await explorer.running(() => explorer.click('#run-query')), status, name);
      assert.match(await explorer.text('#sql-error'), error, name);
    }
    assert.equal(await explorer.value('SELECT count(*) FROM prices'), nativeText('SELECT count(*) FROM prices').trim());
  });

  test('values of every type as the CLI writes them', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const reals = ['-0.5', '1e300', '0.1 + 0.2', '2.0', '-2 / 3.0', '1e20 / 3', '1e-5 / 3', '9e999'];
    const others = `1 AS one, 9007199254740993 AS big, NULL, '', 'a''b "c"' AS text, 'ü' AS "ü"`;
    await explorer.run(`SELECT ${others}, ${reals.join(', ')}`);
    // To 15 digits, in which all versions of the CLI that print so many agree.
    const native15 = reals.map((real) => `printf('%!.15g', ${real}) AS "${real}"`).join(', ');
    assert.equal(await explorer.list(), native(`.headers on\nSELECT ${others}, ${native15};`).stdout);
    const empty = await explorer.run('SELECT 1 AS one WHERE 0');
    assert.match(empty, /^0 rows in /);
    assert.deepEqual(await explorer.columns(), ['one']);
  });

  test('100,000 rows: their count, the last of them, and few in the document', async (t) => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    await explorer.type(`${numbers(100000)} SELECT i, i * i AS square, printf('%d of many', i) AS name FROM n;`);
    const { longest } = await watched(page, () => explorer.running(() => explorer.click('#run-query')));
    assert.match(await explorer.text('#result-status'), /^100,000 rows in /);
    t.diagnostic(`100,000 rows: longest time between two frames ${Math.round(longest)} ms`);
    // Not a measurement: a page that lays out all rows takes seconds.
    assert.ok(longest < 1000, `${longest} ms between two frames`);
    assert.equal(await explorer.attribute('.grid', 'aria-rowcount'), '100001');
    const inDocument = () => page.$$eval('.grid-body .grid-row', (rows) => rows.length);
    assert.ok(await inDocument() < 100);
    assert.deepEqual(await explorer.rows(0, 3), [1, 2, 3].map((i) => [`${i}`, `${i * i}`, `${i} of many`]));

    await page.$eval('.grid', (grid) => { grid.scrollTop = grid.scrollHeight; });
    const last = await page.waitForSelector('.grid-row[aria-rowindex="100001"]');
    assert.equal(await last.evaluate((row) => row.textContent), '100,000100000' + '10000000000' + '100000 of many');
    // It is in sight, beneath the header.
    assert.ok(await last.evaluate((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      const grid = row.closest('.grid').getBoundingClientRect();
      return top > grid.top && bottom <= grid.bottom + 1;
    }));
    assert.ok(await inDocument() < 100);

    // The page answers: another symbol is drawn, from the same worker.
    await explorer.choose('MAPLE');
    // And by keys, from a cell.
    assert.equal((await explorer.rows(0, 1)).length, 1);
    await explorer.click('.grid-row[aria-rowindex="2"] .grid-cell:nth-child(2)');
    await explorer.press('Control+End');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), '100000 of many');
  });

  test("an error has SQLite's text, and its place", async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    const { page } = explorer;
    const place = '#sql-error button';
    const cases = [
      ['SELECT clos FROM prices', 'no such column: clos', [1, 8]],
      [`SELECT 'ü€𝄞', *\nFROM prices\nWHERE close >> > 3`, 'near ">": syntax error', [3, 16]],
      ["SELECT 1; SELECT 2;\nSELECT smma(1) FROM prices", 'wrong number of arguments to function smma()', [2, 8]],
      ["SELECT smma(close, 0) FROM prices", '2nd argument to smma() is not an integer between 1 and 2147483647: 0', undefined],
      ["SELECT smma('x', 2) FROM prices", "1st argument to smma() is not a number: 'x'", undefined],
      ["INSERT INTO prices VALUES ('', '2020-01-01', 1, 1, 1, 1, 1)", "CHECK constraint failed: symbol <> ''", undefined],
    ];
    for (const [sql, message, where] of cases) {
      const { stderr } = nativeRun(`${sql};`);
      assert.ok(stderr.includes(message), `the CLI says: ${stderr}`);
      // The third of three statements fails: the rows of the others are there.
      const before = sql.startsWith('SELECT 1; SELECT 2;');
      assert.match(await explorer.run(sql), before ? /^Failed\. Before that: Result 2 of 2: 1 row in [\d.]+ ms\.$/ : /^Failed\.$/);
      const [line, column] = where ?? [];
      assert.equal(await explorer.text('#sql-error'), where === undefined ? message : `${message} Line ${line}, column ${column}`);
      assert.equal(await page.$(place) !== null, where !== undefined, sql);
      assert.equal(await page.$('.grid') !== null, before);
      if (where === undefined) continue;
      await explorer.click(place);
      // The cursor stands there: what is typed now comes before the error.
      await page.keyboard.type('#');
      const text = sql.split('\n');
      const at = column - 1;
      text[line - 1] = `${text[line - 1].slice(0, at)}#${text[line - 1].slice(at)}`;
      assert.deepEqual(await explorer.texts('.cm-line'), text.map((one) => one.trim()));
    }
    assert.match(await explorer.run('SELECT 1'), /^1 row in /);
    assert.equal(await explorer.text('#sql-error'), '');
  });

  test('an endless query is cancelled, and the page goes on', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    await explorer.type(`${numbers()} SELECT count(*) FROM n;`);
    const cancel = async (milliseconds) => {
      await explorer.click('#run-query');
      assert.equal(await explorer.text('#result-status'), 'Running…');
      await pause(milliseconds);
      assert.equal(await explorer.text('#result-status'), 'Running…');
      assert.equal(await explorer.attribute('#cancel-query', 'aria-disabled'), 'false');
      return explorer.running(() => explorer.click('#cancel-query'));
    };
    for (const milliseconds of [0, 300]) {
      assert.equal(await cancel(milliseconds), 'Cancelled.');
      await takeCancel();
      assert.equal(await explorer.attribute('#cancel-query', 'aria-disabled'), 'true');
    }
    await explorer.choose('WILLOW');
    assert.equal(await explorer.value('SELECT smma(3, 1)'), '3.0');

    // Half of an INSERT that is cancelled is none of it. The table would be gone with its connection.
    await explorer.run('CREATE TEMP TABLE t(i)');
    await explorer.type(`${numbers()} INSERT INTO t SELECT i FROM n;`);
    assert.equal(await cancel(300), 'Cancelled.');
    await takeCancel();
    assert.equal(await explorer.value('SELECT count(*) FROM t'), '0');
  });

  test('what SQLite does not interrupt is cancelled too, and the database is kept', async () => {
    const explorer = await Explorer.open(browser, (await newSite()).url);
    await explorer.run("CREATE TABLE kept AS SELECT 'there' AS value");
    // One call of a function that takes minutes.
    await explorer.type("SELECT instr(zeroblob(8000000), unhex(hex(zeroblob(4000000)) || '01'))");
    await explorer.press('Control+Enter');
    await pause(300);
    assert.equal(await explorer.running(() => explorer.click('#cancel-query')), 'Cancelled.');
    if (kind.name === 'chromium') browser.takeProblems();
    assert.equal(await explorer.value('SELECT value FROM kept'), 'there');
    assert.equal(await explorer.storage(), 'kept');
    await explorer.choose('LARCH');
  });
});
