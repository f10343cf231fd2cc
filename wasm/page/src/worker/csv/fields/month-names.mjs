// month-names.mjs - the names of months and weekdays in the languages of price files, as the platform has them.

const LOCALES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'tr', 'sv', 'da', 'nb', 'fi', 'cs', 'sk', 'hu', 'ro', 'ru', 'uk', 'el'];
// German spreadsheets write it so.
const OTHERS = /** @type {[string, number][]} */ ([['mrz', 3]]);

/** @param {string} text */
const folded = (text) => text.toLowerCase().replaceAll('ı', 'i').replaceAll('ł', 'l').normalize('NFD').replace(/[\u0300-\u036f.]/g, '');

/**
 * Names as they stand alone and in a date.
 * @param {'month' | 'weekday'} part
 * @param {number} count
 * @param {(index: number) => Date} dateOf
 * @returns {[string, number][]} names and their numbers from 1, the first language first
 */
function namesOf(part, count, dateOf) {
  return LOCALES.flatMap((locale) => /** @type {const} */ (['long', 'short']).flatMap((style) => [{}, { day: /** @type {const} */ ('numeric') }].flatMap((others) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', [part]: style, ...others });
    return Array.from({ length: count }, (_, index) => /** @type {[string, number]} */ ([
      folded(format.formatToParts(dateOf(index)).find(({ type }) => type === part)?.value ?? ''), index + 1]));
  }))).filter(([name]) => /\p{L}/u.test(name));
}

/** @type {Map<string, number> | undefined} */
let months;
/** @type {Set<string> | undefined} */
let weekdays;

function allMonths() {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const [name, month] of [...OTHERS, ...namesOf('month', 12, (index) => new Date(Date.UTC(2020, index, 1)))]) {
    if (!found.has(name)) found.set(name, month);
  }
  return found;
}

/** @type {Map<string, number>} */
const known = new Map();

/**
 * @param {string} name or its first letters: sept is September
 * @returns {number} from 1; 0 where it is no month, or could be two
 */
export function monthNamed(name) {
  let month = known.get(name);
  if (month !== undefined) return month;
  months ??= allMonths();
  const plain = folded(name);
  month = months.get(plain) ?? 0;
  if (month === 0 && plain.length >= 3) {
    const all = new Set([...months].filter(([other]) => other.startsWith(plain)).map(([, number]) => number));
    if (all.size === 1) [month] = all;
  }
  // Not every word of a broken file.
  if (known.size < 1000) known.set(name, month);
  return month;
}

/** @param {string} name */
export function isWeekday(name) {
  weekdays ??= new Set(namesOf('weekday', 7, (index) => new Date(Date.UTC(2024, 0, 1 + index))).map(([other]) => other));
  const plain = folded(name);
  return weekdays.has(plain) || (plain.length >= 3 && [...weekdays].some((other) => other.startsWith(plain)));
}
