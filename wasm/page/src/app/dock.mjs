// dock.mjs - the tabs of the panel below the chart, after the ARIA pattern of tabs.

import { byId } from '../shared/dom.mjs';

/** @typedef {'sql' | 'sweep'} TabName */

/** @type {readonly TabName[]} */
const TABS = ['sql', 'sweep'];

/**
 * @param {(name: TabName) => void} onShow
 */
export function setUpDock(onShow) {
  const tabs = TABS.map((name) => byId(`${name}-tab`, HTMLButtonElement));
  let shown = TABS[0];

  /** @param {TabName} name */
  function show(name) {
    shown = name;
    TABS.forEach((other, index) => {
      byId(`${other}-section`).hidden = other !== name;
      tabs[index].setAttribute('aria-selected', String(other === name));
      tabs[index].tabIndex = other === name ? 0 : -1;
    });
    onShow(name);
  }

  tabs.forEach((tab, index) => {
    tab.addEventListener('click', () => show(TABS[index]));
    tab.addEventListener('keydown', ({ key }) => {
      const last = tabs.length - 1;
      /** @type {Record<string, number | undefined>} */
      const places = { ArrowRight: index === last ? 0 : index + 1, ArrowLeft: index === 0 ? last : index - 1, Home: 0, End: last };
      const place = places[key];
      if (place === undefined) return;
      tabs[place].focus();
      show(TABS[place]);
    });
  });
  // The link past the chart leads to what it names.
  document.querySelector('a[href="#sql-section"]')?.addEventListener('click', () => show('sql'));

  return { show, shown: () => shown };
}
