// symbol-list.mjs - the symbols of a file that has several: each can be given another name, or left out.

import { byId, make } from '../shared/dom.mjs';
import { countOf, formatCount } from '../shared/format.mjs';

/** @typedef {import('../worker/store/preview.mjs').SymbolPreview} SymbolPreview */

// A file can have thousands: the others are found by their name.
const ROWS = 50;
// After the last key in a box.
const TYPED_MS = 250;

/** @param {() => void} onChange hears when names have changed, not of every key */
export function setUpSymbolList(onChange) {
  const place = byId('preview-symbols');
  /** @type {SymbolPreview[]} */
  let symbols = [];
  // Names that differ from those of the file; '' for those left out.
  /** @type {Map<string, string>} */
  let names = new Map();
  let filter = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;

  const nameOf = (/** @type {string} */ symbol) => names.get(symbol) ?? symbol;
  const isTaken = (/** @type {string} */ symbol) => names.get(symbol) !== '';

  /** @param {string} symbol @param {string} name */
  function rename(symbol, name) {
    if (name === symbol) names.delete(symbol);
    else names.set(symbol, name);
  }

  function changed() {
    clearTimeout(typing);
    typing = undefined;
    onChange();
  }

  place.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    const { symbol, filter: isFilter } = target.dataset;
    if (isFilter !== undefined) {
      filter = target.value.trim().toLowerCase();
      showRows();
    } else if (symbol !== undefined && target.type === 'text') {
      rename(symbol, target.value.trim());
      clearTimeout(typing);
      typing = setTimeout(changed, TYPED_MS);
    }
  });
  place.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.dataset.symbol === undefined) return;
    const { symbol } = target.dataset;
    if (target.type === 'checkbox') {
      rename(symbol, target.checked ? symbol : '');
      showRow(symbol);
    }
    changed();
  });
  place.addEventListener('click', ({ target }) => {
    if (!(target instanceof HTMLButtonElement) || target.dataset.take === undefined) return;
    names = new Map(target.dataset.take === 'none' ? symbols.map(({ name }) => [name, '']) : []);
    showRows();
    changed();
  });

  /** @param {string} symbol */
  function showRow(symbol) {
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (place.querySelectorAll('input[type=text][data-symbol]'))) {
      if (box.dataset.symbol !== symbol) continue;
      box.value = nameOf(symbol) || symbol;
      box.disabled = !isTaken(symbol);
    }
  }

  /** @param {SymbolPreview} symbol */
  function rowOf({ name, bars, first, last }) {
    const take = make('input', { type: 'checkbox', 'data-symbol': name, 'aria-label': `Import ${name}` });
    take.checked = isTaken(name);
    const box = make('input', { type: 'text', 'data-symbol': name, 'aria-label': `Symbol of ${name}`, maxlength: '64', autocomplete: 'off', spellcheck: 'false' });
    box.value = nameOf(name) || name;
    box.disabled = !take.checked;
    return make('tr', {}, make('td', {}, make('label', { class: 'symbol-take' }, take, name)), make('td', {}, box),
      make('td', {}, formatCount(bars)), make('td', {}, first), make('td', {}, last));
  }

  function showRows() {
    const found = symbols.filter(({ name }) => filter === '' || name.toLowerCase().includes(filter) || nameOf(name).toLowerCase().includes(filter));
    byId('preview-symbol-rows').replaceChildren(...found.slice(0, ROWS).map(rowOf));
    byId('preview-symbols-more').textContent = found.length > ROWS ? `and ${countOf(found.length - ROWS, 'symbol')} more: find them by name`
      : found.length === 0 ? 'No symbol has this name.' : '';
  }

  /** @returns {string[]} names that two symbols would get */
  function doubles() {
    /** @type {Set<string>} */
    const seen = new Set();
    return symbols.map(({ name }) => nameOf(name)).filter((name) => {
      const folded = name.toLowerCase();
      const isDouble = name !== '' && seen.has(folded);
      seen.add(folded);
      return isDouble;
    });
  }

  return {
    /** @param {SymbolPreview[]} next none where the file has one or names none */
    show(next) {
      const isSame = next.length === symbols.length && next.every(({ name }, index) => name === symbols[index].name);
      symbols = next;
      if (!isSame) {
        names = new Map();
        filter = '';
      }
      if (next.length < 2) {
        place.replaceChildren();
        return;
      }
      const find = make('input', { type: 'search', 'data-filter': '', 'aria-label': 'Find a symbol of the file', placeholder: 'Find a symbol', value: filter });
      const button = (/** @type {string} */ take, /** @type {string} */ text) => make('button', { type: 'button', class: 'button quiet', 'data-take': take }, text);
      place.replaceChildren(make('fieldset', { class: 'question' }, make('legend', {}, `${countOf(next.length, 'symbol')} in the file`),
        make('div', { class: 'symbols-head' }, ...(next.length > ROWS / 4 ? [find] : []), button('all', 'All'), button('none', 'None')),
        make('div', { class: 'preview-table symbols-table', role: 'region', 'aria-label': 'Symbols of the file', tabindex: '0' },
          make('table', {}, make('thead', {}, make('tr', {}, ...['In the file', 'Symbol', 'Bars', 'First', 'Last'].map((title) => make('th', { scope: 'col' }, title)))),
            make('tbody', { id: 'preview-symbol-rows' }))),
        make('p', { class: 'note', id: 'preview-symbols-more' })));
      showRows();
    },

    get names() {
      return Object.fromEntries(names);
    },

    /** Whether a name has been typed that has not been looked up. */
    get isTyping() {
      return typing !== undefined;
    },

    /** What has to be mended, in words, or ''. */
    get problem() {
      if (symbols.length < 2) return '';
      if (symbols.every(({ name }) => !isTaken(name))) return 'take a symbol of the file';
      const [double] = doubles();
      return double === undefined ? '' : `give one of two symbols another name than ${double}`;
    },
  };
}
