// schema-tree.mjs - tables, views, their columns, and the functions this project brings: after the ARIA
// pattern of a tree. A name goes into the editor by a click or by Enter.

import { byId, make } from '../shared/dom.mjs';
import { countOf, formatCount } from '../shared/format.mjs';
import { ARGUMENTS, quoteName } from './editor/language.mjs';

/** @typedef {import('../worker/queries/schema.mjs').Schema} Schema */
/** @typedef {import('../worker/queries/schema.mjs').Relation} Relation */

/**
 * @typedef {object} Item
 * @property {string} name
 * @property {string} detail
 * @property {string} [words] that go into the editor
 * @property {string} [open] query that shows what is in it
 * @property {Item[]} [children]
 */

/**
 * @param {import('../app/view.mjs').ViewStore} view
 * @param {{ onInsert: (words: string) => void, onOpen: (text: string) => void }} listeners
 */
export function setUpSchemaTree(view, { onInsert, onOpen }) {
  const box = byId('schema', HTMLDetailsElement);
  const tree = byId('schema-tree');
  /** @type {Map<Element, Item & { parent?: Element }>} the rows, in their order */
  const items = new Map();
  // The branches that are unfolded, by name.
  /** @type {Set<string>} */
  const open = new Set();

  const fold = () => { box.open = view.get().tablesOpen ?? matchMedia('(min-width: 1081px)').matches; };
  fold();
  view.subscribe(fold, ['tablesOpen']);
  box.querySelector('summary')?.addEventListener('click', (event) => {
    event.preventDefault();
    view.set({ tablesOpen: !box.open });
  });

  /** @param {Item} item @param {Element} [parent] @returns {HTMLElement} */
  function makeItem(item, parent) {
    const { name, detail, words, children } = item;
    const row = make('span', {
      class: 'schema-row', role: 'treeitem', tabindex: '-1', 'aria-level': parent === undefined ? '1' : '2',
      ...(words !== undefined && { title: `Put ${words} into the editor` }),
    }, make('span', { class: 'schema-twisty', 'aria-hidden': 'true' }),
    make('span', { class: 'schema-name' }, name), ' ', make('span', { class: 'schema-detail' }, detail));
    if (item.open !== undefined) {
      row.append(' ', make('button', { type: 'button', class: 'schema-open', tabindex: '-1', 'aria-label': `Show rows of ${name}`, title: `Show rows of ${name}` }));
    }
    items.set(row, { ...item, parent });
    if (children === undefined) return make('li', { role: 'none' }, row);
    const id = `schema-group-${items.size}`;
    row.setAttribute('aria-expanded', String(open.has(name)));
    row.setAttribute('aria-owns', id);
    return make('li', { role: 'none' }, row, make('ul', { role: 'group', id }, ...children.map((child) => makeItem(child, row))));
  }

  const isOpen = (/** @type {Element} */ element) => element.getAttribute('aria-expanded') === 'true';
  const seen = () => [...items].filter(([, { parent }]) => parent === undefined || isOpen(parent)).map(([element]) => element);

  /** @param {Element | undefined} element */
  function focus(element) {
    if (!(element instanceof HTMLElement)) return;
    enter(element);
    element.focus();
  }

  /** Puts an item into the order of the Tab key. @param {HTMLElement} element */
  function enter(element) {
    for (const other of tree.querySelectorAll('[role=treeitem][tabindex="0"]')) other.setAttribute('tabindex', '-1');
    element.tabIndex = 0;
  }

  /** @param {Element} element @param {boolean} isOpen */
  function unfold(element, isOpen) {
    const name = items.get(element)?.name ?? '';
    element.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) open.add(name);
    else open.delete(name);
  }

  tree.addEventListener('click', ({ target }) => {
    const element = target instanceof Element ? target.closest('[role=treeitem]') : null;
    const item = element === null ? undefined : items.get(element);
    if (!(element instanceof HTMLElement) || !(target instanceof Element) || item === undefined) return;
    enter(element);
    if (target.closest('.schema-open') !== null && item.open !== undefined) onOpen(item.open);
    else if (item.children !== undefined && (target.closest('.schema-twisty') !== null || item.words === undefined)) unfold(element, !isOpen(element));
    else if (item.words !== undefined) onInsert(item.words);
  });

  tree.addEventListener('keydown', (event) => {
    const element = event.target instanceof Element ? event.target.closest('[role=treeitem]') : null;
    const item = element === null ? undefined : items.get(element);
    if (element === null || item === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = seen();
    const at = all.indexOf(element);
    /** @type {Record<string, (() => void) | undefined>} */
    const keys = {
      ArrowDown: () => focus(all[at + 1]),
      ArrowUp: () => focus(all[at - 1]),
      Home: () => focus(all[0]),
      End: () => focus(all[all.length - 1]),
      ArrowRight: () => (item.children !== undefined && !isOpen(element) ? unfold(element, true) : item.children && focus(all[at + 1])),
      ArrowLeft: () => (isOpen(element) ? unfold(element, false) : focus(item.parent)),
      Enter: () => {
        if (event.shiftKey && item.open !== undefined) onOpen(item.open);
        else if (item.words !== undefined) onInsert(item.words);
        else unfold(element, !isOpen(element));
      },
      ' ': () => item.children && unfold(element, !isOpen(element)),
    };
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });

  return {
    /** @param {Schema} schema */
    show(schema) {
      const name = items.get(document.activeElement ?? tree)?.name;
      items.clear();
      tree.replaceChildren(...itemsOf(schema).map((item) => makeItem(item)));
      const again = name === undefined ? undefined : seen().find((element) => items.get(element)?.name === name);
      if (again !== undefined) focus(again);
      else tree.querySelector('[role=treeitem]')?.setAttribute('tabindex', '0');
    },
  };
}

/**
 * @param {Schema} schema
 * @returns {Item[]}
 */
function itemsOf({ relations, functions }) {
  const own = functions.filter((name) => ARGUMENTS[name] !== undefined);
  return [...relations.map(relationItem), {
    name: 'Functions',
    detail: formatCount(own.length),
    children: own.map((name) => ({ name, detail: ARGUMENTS[name] ?? '', words: `${name}(` })),
  }];
}

/** @param {Relation} relation @returns {Item} */
const relationItem = ({ name, kind, columns, rows, isMore }) => ({
  name,
  detail: rows === undefined ? kind : isMore ? `over ${countOf(rows, 'row')}` : countOf(rows, 'row'),
  words: quoteName(name),
  open: `SELECT * FROM ${quoteName(name)} LIMIT 100;\n`,
  children: columns.map((column) => ({ name: column.name, detail: column.type.toLowerCase(), words: quoteName(column.name) })),
});
