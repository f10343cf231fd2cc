// csv-reader.test.mjs - rows and lines do not depend on how a file is cut; what is no text is told.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readCsv } from '../../../../wasm/page/src/worker/csv/file/csv-reader.mjs';
import { choices, errorOf } from '../worker/support.mjs';

async function readAll(content, pieceBytes) {
  const rows = [];
  const lines = [];
  const problems = [];
  let separator;
  for await (const batch of readCsv(new Blob([content]), pieceBytes)) {
    for (const [index, problem] of batch.problems) problems.push(`${batch.lines[index]}: ${problem}`);
    rows.push(...batch.rows);
    lines.push(...batch.lines);
    separator = batch.separator;
  }
  return { rows, lines, problems, separator };
}

test('separators', async () => {
  for (const [text, expected] of [
    ['a,b\n1,2', ','], ['a;b\n1,5;2', ';'], ['a\tb\n1\t2,5', '\t'], ['a|b', '|'], ['"a;x",b', ','], ['title\na;b', ';'],
    ['sep=;\na;b,c', ';'], ['sep=|\na,b', '|'], ['alone', ','],
  ]) {
    assert.equal((await readAll(text)).separator, expected, text);
  }
});

test('lines are counted as an editor does', async () => {
  const { rows, lines } = await readAll('a,b\n\n"x\ny",1\r\n2,3\r4,5\n\n\n6,7\n');
  assert.deepEqual(rows, [['a', 'b'], [''], ['x\ny', '1'], ['2', '3'], ['4', '5'], [''], [''], ['6', '7']]);
  assert.deepEqual(lines, [1, 2, 3, 5, 6, 7, 8, 9]);
  assert.deepEqual((await readAll('\n\na,b')).lines, [1, 2, 3]);
  assert.deepEqual((await readAll('\n')).rows, [['']]);
  assert.deepEqual((await readAll('')).rows, []);
});

test('spaces around fields, byte order marks, UTF-16', async () => {
  assert.deepEqual((await readAll(' a , b\n')).rows, [['a', 'b']]);
  assert.deepEqual((await readAll('\ufeffa,é')).rows, [['a', 'é']]);
  for (const isLittle of [true, false]) {
    const text = '\ufeffa;é\n1;2';
    const bytes = new DataView(new ArrayBuffer(text.length * 2));
    [...text].forEach((letter, index) => bytes.setUint16(index * 2, letter.charCodeAt(0), isLittle));
    for (const pieceBytes of [3, 1000]) {
      assert.deepEqual((await readAll(bytes, pieceBytes)).rows, [['a', 'é'], ['1', '2']]);
    }
  }
});

// Written here, read there: fields with everything that needs quotes, and every line end.
test('random files in random pieces', async (t) => {
  const { below, of, chance } = choices(t);
  for (let round = 0; round < 300; round++) {
    const separator = of([',', ';', '\t', '|']);
    const end = of(['\n', '\r\n', '\r']);
    const rows = [['head', 'er']];
    const lines = [1];
    let text = `head${separator}er${end}`;
    let line = 2;
    for (let row = below(30); row >= 0; row--) {
      const fields = Array.from({ length: 1 + below(4) }, () => chance(0.2) ? ''
        : Array.from({ length: 1 + below(6) }, () => of(['x', 'é', '1', '.', '"', '\n', separator, '😀'])).join(''));
      lines.push(line);
      line += 1 + fields.join('').split('\n').length - 1;
      rows.push(fields.map((field) => field.trim()));
      text += fields.map((field) => /["\n\r]/.test(field) || field.includes(separator) || chance(0.1)
        ? `"${field.replaceAll('"', '""').replaceAll('\n', end)}"` : field).join(separator) + end;
    }
    // A last line without its end is the same.
    if (chance(0.3) && !/[\r\n]{2}$/.test(text)) text = text.slice(0, -end.length);
    const bytes = new TextEncoder().encode(text).length;
    for (const pieceBytes of [1 + below(20), 1 + below(bytes), bytes + 1]) {
      const found = await readAll(text, pieceBytes);
      const about = `${JSON.stringify(text)} in pieces of ${pieceBytes}`;
      assert.deepEqual(found.problems, [], about);
      assert.deepEqual(found.rows, rows, about);
      assert.deepEqual(found.lines, lines, about);
    }
  }
});

test('a quote that is not closed, and one within a field', async () => {
  assert.deepEqual((await readAll('a,b\n1,"x\n2,3\n')).problems, ['2: a quote is opened and not closed']);
  assert.match((await readAll('a,b\n1,"x"y\n2,3\n')).problems[0], /^2: a quote/);
  const { rows, problems } = await readAll('a,b\n5" pipe,1\n2,3\n', 4);
  assert.deepEqual([rows, problems], [[['a', 'b'], ['5" pipe', '1'], ['2', '3']], []]);
});

test('UTF-16 without a mark, Windows-1252', async () => {
  const text = 'Datum;Eröffnung\n1;2\n';
  const wide = (isLittle) => {
    const view = new DataView(new ArrayBuffer(text.length * 2));
    [...text].forEach((letter, index) => view.setUint16(index * 2, letter.charCodeAt(0), isLittle));
    return view;
  };
  const narrow = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  for (const content of [wide(true), wide(false), narrow]) {
    for (const pieceBytes of [3, 1000]) assert.deepEqual((await readAll(content, pieceBytes)).rows, [['Datum', 'Eröffnung'], ['1', '2']]);
  }
  // One letter far into the file is enough.
  const late = `a,b\n${'1,2\n'.repeat(5000)}`;
  const bytes = Uint8Array.from(`${late}é,3\n`, (letter) => letter.charCodeAt(0));
  assert.deepEqual((await readAll(bytes)).rows.at(-1), ['é', '3']);
});

test('what is no text, or no CSV', async () => {
  const bytes = (...list) => new Uint8Array(list);
  for (const [content, expected] of [
    [bytes(0xd0, 0xcf, 0x11, 0xe0), /^The file is not CSV text but an old Excel workbook/],
    [bytes(0x42, 0x5a, 0x68, 0x39), /bzip2: unpack it first/],
    ['%PDF-1.4', /a PDF document/],
    ['PAR1', /a Parquet file/],
    ['SQLite format 3\0', /an SQLite database/],
    ['a,b\x01\n1,2', /^The file is not text, so it is no CSV file/],
    [`a,b\n${'1,2\n'.repeat(5000)}\0`, /^The file is not text, so it is no CSV file/],
    ['<!DOCTYPE html>\n<title>x</title><body>You have hit <b>your</b> limit', /^The file is a web page, not prices: .* It says: "You have hit your limit"$/],
    ['<html></html>', /^The file is a web page, not prices: .*there\.$/],
    ['[{"date":"2020-01-01"}]', /^The file is JSON, not CSV/],
    ['{\n "a": 1}', /^The file is JSON, not CSV/],
  ]) {
    const error = await errorOf(() => readAll(content));
    assert.equal(error.name, 'ImportError', error.stack);
    assert.match(error.message, expected);
  }
});

test('a file that vanishes while it is read', async () => {
  const file = new Blob(['a,b\n1,2\n3,4\n']);
  file.slice = (start, end) => start === 0 ? Blob.prototype.slice.call(file, start, end)
    : { arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')) };
  const error = await errorOf(async () => {
    for await (const batch of readCsv(file, 4)) void batch;
  });
  assert.equal(error.name, 'ImportError');
  assert.equal(error.message, 'The file cannot be read: it may have been changed, moved or deleted. (gone)');
});
