// tabs.mjs - the keys of a list of tabs, after the ARIA pattern.

/**
 * @param {HTMLElement} list of role tablist
 * @param {(index: number) => void} show hears of the tab that has got the focus
 */
export function followTabKeys(list, show) {
  list.addEventListener('keydown', (event) => {
    const tabs = /** @type {HTMLElement[]} */ ([...list.querySelectorAll('[role=tab]')]);
    const index = tabs.indexOf(/** @type {HTMLElement} */ (event.target));
    const last = tabs.length - 1;
    /** @type {Record<string, number | undefined>} */
    const places = { ArrowRight: index === last ? 0 : index + 1, ArrowLeft: index === 0 ? last : index - 1, Home: 0, End: last };
    const place = places[event.key];
    if (index < 0 || place === undefined) return;
    event.preventDefault();
    tabs[place].focus();
    show(place);
  });
}
