// symbols.mjs - the list of symbols: a listbox with a filter above it. Of thousands only those in sight are in the
// document.

import { byId, make } from '../shared/dom.mjs';
import { countOf, decimalsFor, formatCount, formatPrice } from '../shared/format.mjs';
import { InSight } from '../shared/in-sight.mjs';

/** @typedef {import('../worker/calls/types.mjs').SymbolSummary} SymbolSummary */

// On a narrow screen, up to this many need no filter.
const FEW = 8;
// Letters typed within this time are one search.
const SEARCH_MS = 700;
const narrow = matchMedia('(max-width: 760px)');

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
  const chosen = () => shown.findIndex(({ symbol }) => symbol === view.get().symbol);
  // The chart may show something that is not in the list.
  const at = () => (view.get().demo === undefined ? chosen() : -1);
  const inSight = new InSight(list, {
    size: () => parseFloat(getComputedStyle(list).getPropertyValue('--symbol-size')),
    isHorizontal: () => narrow.matches,
    make: (index) => makeOption(shown[index], index, shown.length, index === at()),
    // The one that is read out as the list's.
    always: () => (at() < 0 ? undefined : at()),
  });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let forgetSearch;

  function show() {
    const words = filter.value.trim().toLowerCase();
    shown = all.filter(({ symbol }) => symbol.toLowerCase().includes(words));
    count.textContent = words === '' ? formatCount(all.length) : `${formatCount(shown.length)} of ${formatCount(all.length)}`;
    panel?.toggleAttribute('data-few', all.length <= FEW);
    if (shown.length === 0) {
      const message = all.length === 0 ? 'No prices yet. Import a CSV file.' : 'No symbol matches.';
      inSight.reset(0);
      list.replaceChildren(make('li', { class: 'symbol-none', role: 'presentation' }, message));
    } else {
      inSight.reset(shown.length);
    }
    mark();
  }

  function mark() {
    const index = at();
    for (const option of list.querySelectorAll('[aria-selected=true]')) option.setAttribute('aria-selected', 'false');
    list.removeAttribute('aria-activedescendant');
    if (index < 0) return;
    inSight.scrollTo(index);
    const option = inSight.item(index);
    if (option === undefined) return;
    option.setAttribute('aria-selected', 'true');
    list.setAttribute('aria-activedescendant', option.id);
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
    if (option !== null) choose(Number(option.getAttribute('aria-posinset')) - 1);
  });
  list.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const now = chosen();
    /** @type {Record<string, number | undefined>} */
    const places = {
      ArrowDown: now + 1, ArrowRight: now + 1, ArrowUp: Math.max(0, now - 1), ArrowLeft: Math.max(0, now - 1),
      PageDown: now + 10, PageUp: Math.max(0, now - 10), Home: 0, End: shown.length - 1,
    };
    const place = places[event.key];
    if (place !== undefined) choose(place);
    else if (event.key.length === 1 && event.key !== ' ') searchFor(event.key);
    else return;
    event.preventDefault();
  });
  filter.addEventListener('input', show);
  // The list lies across there.
  narrow.addEventListener('change', show);
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
 * @param {number} count of all
 * @param {boolean} isSelected
 */
function makeOption({ symbol, bars, first, last, close, isSample }, index, count, isSelected) {
  return make('li', {
    class: 'symbol', role: 'option', id: `symbol-${index}`, 'aria-selected': String(isSelected),
    'aria-posinset': String(index + 1), 'aria-setsize': String(count),
  },
    make('span', { class: 'symbol-name' }, symbol), ' ',
    make('span', { class: 'symbol-close' }, formatPrice(close, decimalsFor(close))), ' ',
    make('span', { class: 'symbol-detail' }, countOf(bars, 'bar'),
      make('span', { class: 'symbol-range' }, `, ${first.slice(0, 4)} to ${last.slice(0, 4)}`),
      ...(isSample ? [make('span', { class: 'symbol-sample' }, ', sample')] : [])));
}
