// there-choice.mjs - what becomes of bars that are there for the symbols of a file.

import { make } from '../shared/dom.mjs';
import { countOf, formatCount } from '../shared/format.mjs';

/** @typedef {import('../worker/calls/types.mjs').There} There */
/** @typedef {'merge' | 'replace' | 'leave'} ThereChoice */

/**
 * @param {There[]} there
 * @param {boolean} hasName whether the symbol can be given another name
 * @param {ThereChoice | undefined} chosen
 */
export function thereFieldset(there, hasName, chosen) {
  const obstacles = there.map(({ obstacle }) => obstacle).filter((text) => text !== '');
  return make('fieldset', { class: 'question' }, make('legend', {}, 'Bars that are there'), make('p', {}, [thereText(there), ...obstacles.slice(0, 3)].join(' ')),
    ...optionsFor(there, hasName, obstacles.length === 0).map(([value, label, why]) => {
      const input = make('input', { type: 'radio', name: 'there', id: `there-${value}`, value, 'data-there': value });
      input.checked = value === chosen;
      return make('label', { class: 'choice' }, input, make('span', {}, label, make('small', {}, why)));
    }),
    make('p', { class: 'note' }, hasName ? 'Or give the file another symbol above.' : 'Or give these symbols other names above.'));
}

/** @param {There[]} there */
function thereText(there) {
  const [{ symbol, bars, first, last }] = there;
  if (there.length === 1) return `${symbol} has ${countOf(bars, 'bar')} already, ${first} to ${last}.`;
  return `${countOf(there.length, 'symbol')} of the file have bars already: ${there.slice(0, 5).map((entry) => entry.symbol).join(', ')}${there.length > 5 ? ' and others' : ''}.`;
}

/**
 * @param {There[]} there
 * @param {boolean} hasName
 * @param {boolean} canMerge
 * @returns {[ThereChoice, string, string][]}
 */
function optionsFor(there, hasName, canMerge) {
  const sum = (/** @type {'added' | 'same' | 'changed'} */ name) => there.reduce((total, entry) => total + entry[name], 0);
  const counts = [`${countOf(sum('added'), 'bar')} new`, ...(sum('same') > 0 ? [`${formatCount(sum('same'))} there as they are`] : []),
    ...(sum('changed') > 0 ? [`${formatCount(sum('changed'))} there with other figures, which become those of the file`] : [])];
  return [
    ...(canMerge ? [/** @type {[ThereChoice, string, string]} */ (['merge', 'Add to them', counts.join(', ')])] : []),
    ['replace', 'Replace them', there.length === 1 ? `${countOf(there[0].bars, 'bar')} will be gone` : 'the bars of these symbols will be gone'],
    ...(hasName ? [] : [/** @type {[ThereChoice, string, string]} */ (['leave', 'Leave them', 'these symbols of the file are not imported'])]),
  ];
}
