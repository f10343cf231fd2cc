// queries.mjs - the files of sql/, one click away. A new file there appears by itself.

import { make } from '../shared/dom.mjs';
import { changesData, titleOf } from './query-text.mjs';

/** @type {Record<string, string>} */
const texts = import.meta.glob('../../../../sql/*.sql', { query: '?raw', import: 'default', eager: true });

/** @typedef {{ name: string, title: string, text: string }} PreparedQuery */

/** @type {PreparedQuery[]} */
export const QUERIES = Object.entries(texts)
  .map(([path, text]) => ({ name: path.slice(path.lastIndexOf('/') + 1), title: titleOf(text), text }))
  .sort((a, b) => Number(changesData(a.text)) - Number(changesData(b.text)) || a.name.localeCompare(b.name));

/**
 * Fills the list with a button per file.
 * @param {HTMLElement} list
 * @param {(query: PreparedQuery) => void} onChoose
 * @returns {(name: string | undefined) => void} marks the file that stands in the editor unchanged
 */
export function setUpQueries(list, onChoose) {
  const buttons = QUERIES.map((query) => {
    const button = make('button', { type: 'button', class: 'query', title: query.title },
      make('span', { class: 'query-name' }, query.name),
      make('span', { class: 'query-title' }, query.title));
    button.addEventListener('click', () => onChoose(query));
    list.append(make('li', {}, button));
    return button;
  });
  return (name) => {
    QUERIES.forEach((query, index) => buttons[index].setAttribute('aria-current', String(query.name === name)));
  };
}
