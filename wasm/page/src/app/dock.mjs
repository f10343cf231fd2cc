// dock.mjs - the tabs of the panel below the chart, after the ARIA pattern of tabs.

import { byId } from '../shared/dom.mjs';
import { followTabKeys } from '../shared/tabs.mjs';

/** @typedef {import('./view.mjs').View['tab']} TabName */

/** @type {readonly TabName[]} */
const TABS = ['sql', 'sweep'];

/** @param {import('./view.mjs').ViewStore} view */
export function setUpDock(view) {
  const tabs = TABS.map((name) => byId(`${name}-tab`, HTMLButtonElement));
  const show = (/** @type {TabName} */ tab) => view.set({ tab, isFolded: false });

  function draw() {
    const name = view.get().tab;
    TABS.forEach((other, index) => {
      byId(`${other}-section`).hidden = other !== name;
      tabs[index].setAttribute('aria-selected', String(other === name));
      tabs[index].tabIndex = other === name ? 0 : -1;
    });
  }

  tabs.forEach((tab, index) => tab.addEventListener('click', () => show(TABS[index])));
  followTabKeys(/** @type {HTMLElement} */ (tabs[0].parentElement), (index) => show(TABS[index]));
  // The link past the chart leads to what it names.
  document.querySelector('a[href="#sql-section"]')?.addEventListener('click', () => show('sql'));
  view.subscribe(draw, ['tab']);
  draw();
  // Until then it is not seen: the other tab would flash.
  byId('sql-tab').closest('.dock')?.setAttribute('data-ready', '');
}
