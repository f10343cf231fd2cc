// workbook.mjs - the sheets of an Excel workbook as CSV, one row a line, as an editor would count them.

import readWorkbookFile from 'read-excel-file/universal';
import { ImportError } from '../../calls/errors.mjs';

/** @typedef {import('./unpack.mjs').PriceFile} PriceFile */

/**
 * @param {Blob} blob
 * @param {string} name
 * @returns {Promise<PriceFile[]>} the sheets that have a table; throws an ImportError
 */
export async function readWorkbook(blob, name) {
  const sheets = (await sheetsOf(blob)).filter(({ data }) => data.filter((row) => row.filter((cell) => cell !== null).length > 1).length > 1);
  if (sheets.length === 0) throw new ImportError('The file is an Excel workbook without a table inside.');
  return sheets.map(({ sheet, data }) => ({
    name: sheets.length === 1 ? name : sheet, packed: 'workbook',
    blob: new Blob([data.map((row) => `${row.map(textOf).join(',')}\n`).join('')]),
  }));
}

/** @param {Blob} blob */
async function sheetsOf(blob) {
  try {
    return await readWorkbookFile(blob);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new ImportError(`The file is an Excel workbook that cannot be read: save the sheet as CSV. (${detail})`);
  }
}

/** @param {import('read-excel-file/universal').CellValue | null} cell */
function textOf(cell) {
  if (cell === null) return '';
  if (cell instanceof Date) return dateText(cell);
  const text = String(cell).replace(/\s*\n\s*/g, ' ');
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {Date} date of which the days are of doubles: a second has a little more or less */
function dateText(date) {
  const text = new Date(Math.round(date.getTime() / 1000) * 1000).toISOString();
  return text.slice(11, 19) === '00:00:00' ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}
