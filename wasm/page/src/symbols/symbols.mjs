// symbols.mjs - the list of symbols: a listbox with a filter above it.

import { byId, make } from '../shared/dom.mjs';
import { countOf, decimalsFor, formatCount, formatPrice } from '../shared/format.mjs';

/** @typedef {import('../worker/calls/types.mjs').SymbolSummary} SymbolSummary */

// On a narrow screen, up to this many need no filter.
const FEW = 8;
// Letters typed within this time are one search.
const SEARCH_MS = 700;

/**
 * @param {import('../app/view.mjs').ViewStore} view
 * @param {(symbol: string) => void} onSelect
 */
export function setUpSymbols(view, onSelect) {
  const list = byId('symbol-list');
  const filter = byId('symbol-filter', HTMLInputElement);
  const count = byId('symbol-count');
  const panel = list.closest('.panel');
  /** @type {SymbolSummary[]} */
  let all = [];
  /** @type {SymbolSummary[]} those the filter lets through */
  let shown = [];
  let search = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let forgetSearch;

  function show() {
    const words = filter.value.trim().toLowerCase();
    shown = all.filter(({ symbol }) => symbol.toLowerCase().includes(words));
    count.textContent = words === '' ? formatCount(all.length) : `${formatCount(shown.length)} of ${formatCount(all.length)}`;
    panel?.toggleAttribute('data-few', all.length <= FEW);
    list.replaceChildren(...shown.map(makeOption));
    if (shown.length === 0) {
      const message = all.length === 0 ? 'No prices yet. Import a CSV file.' : 'No symbol matches.';
      list.append(make('li', { class: 'symbol-none', role: 'presentation' }, message));
    }
    mark();
  }

  function mark() {
    const { symbol: selected, demo } = view.get();
    list.removeAttribute('aria-activedescendant');
    shown.forEach(({ symbol }, index) => {
      const option = list.children[index];
      const isSelected = symbol === selected && demo === undefined;
      option.setAttribute('aria-selected', String(isSelected));
      if (!isSelected) return;
      list.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
  }

  /** @param {number} index in what is shown */
  function choose(index) {
    const symbol = shown[Math.max(0, Math.min(shown.length - 1, index))]?.symbol;
    const { symbol: selected, demo } = view.get();
    if (symbol === undefined || (symbol === selected && demo === undefined)) return;
    view.set({ symbol, demo: undefined });
    onSelect(symbol);
  }

  /** @param {string} letter */
  function searchFor(letter) {
    clearTimeout(forgetSearch);
    forgetSearch = setTimeout(() => { search = ''; }, SEARCH_MS);
    search += letter.toLowerCase();
    const found = shown.findIndex(({ symbol }) => symbol.toLowerCase().startsWith(search));
    if (found >= 0) choose(found);
  }

  list.addEventListener('click', (event) => {
    const option = event.target instanceof Element ? event.target.closest('.symbol') : null;
    if (option !== null) choose([...list.children].indexOf(option));
  });
  list.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = shown.findIndex(({ symbol }) => symbol === view.get().symbol);
    /** @type {Record<string, number | undefined>} */
    const places = {
      ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: Math.max(0, at - 1), ArrowLeft: Math.max(0, at - 1),
      PageDown: at + 10, PageUp: Math.max(0, at - 10), Home: 0, End: shown.length - 1,
    };
    const place = places[event.key];
    if (place !== undefined) choose(place);
    else if (event.key.length === 1 && event.key !== ' ') searchFor(event.key);
    else return;
    event.preventDefault();
  });
  filter.addEventListener('input', show);
  filter.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') list.focus();
    else if (event.key === 'Enter') choose(0);
    else return;
    event.preventDefault();
  });

  view.subscribe(mark, ['symbol', 'demo']);

  return {
    /**
     * @param {SymbolSummary[]} symbols
     * @param {string} [wanted] the one to select; else the one that was, else the longest history
     * @returns {string | undefined} the one that is selected
     */
    setSymbols(symbols, wanted) {
      all = symbols;
      const longest = symbols.reduce((best, next) => (next.bars > best.bars ? next : best), symbols[0]);
      const candidates = [wanted, view.get().symbol, longest?.symbol];
      const selected = candidates.find((name) => symbols.some(({ symbol }) => symbol === name));
      if (selected !== undefined && !selected.toLowerCase().includes(filter.value.trim().toLowerCase())) filter.value = '';
      view.set({ symbol: selected });
      show();
      return selected;
    },

    all: () => all,
  };
}

/**
 * @param {SymbolSummary} summary
 * @param {number} index
 */
function makeOption({ symbol, bars, first, last, close, isSample }, index) {
  return make('li', { class: 'symbol', role: 'option', id: `symbol-${index}`, 'aria-selected': 'false' },
    make('span', { class: 'symbol-name' }, symbol), ' ',
    make('span', { class: 'symbol-close' }, formatPrice(close, decimalsFor(close))), ' ',
    make('span', { class: 'symbol-detail' }, countOf(bars, 'bar'),
      make('span', { class: 'symbol-range' }, `, ${first.slice(0, 4)} to ${last.slice(0, 4)}`),
      ...(isSample ? [make('span', { class: 'symbol-sample' }, ', sample')] : [])));
}
