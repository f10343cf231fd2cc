// links.mjs - queries shared by their address: copied, and opened.

import { byId } from '../shared/dom.mjs';
import { fragmentOf, linkOf } from './link.mjs';
import { notify } from './status.mjs';

/** @typedef {import('./link.mjs').Link} Link */

/**
 * What the address tells. It is taken out of it: the page goes on from there, and a reload brings back what was last.
 * @returns {Promise<Link | undefined>}
 */
export async function takeLink() {
  const link = await linkOf(location.hash);
  if (link !== undefined) history.replaceState(history.state, '', location.pathname + location.search);
  return link;
}

/**
 * What the links need of the page.
 * @typedef {object} Surroundings
 * @property {import('./view.mjs').ViewStore} view
 * @property {() => string} text in the editor
 * @property {(sql: string) => void} offer puts a text into the editor
 * @property {(symbol: string) => boolean} has whether there is such a symbol
 * @property {() => Promise<void>} showSymbol draws the one that is chosen
 */

/** @param {Surroundings} surroundings */
export function setUpLinks({ view, text, offer, has, showSymbol }) {
  /** @param {Link} link whose view is shown already */
  function open({ sql, faults }) {
    if (sql !== undefined) {
      view.set({ tab: 'sql' });
      offer(sql);
    }
    if (faults.length > 0) notify(`Of the address, this could not be read and is left out: ${faults.join(', ')}.`);
  }

  addEventListener('hashchange', async () => {
    const link = await takeLink();
    if (link === undefined) return;
    const { symbol, ...lines } = link.view;
    view.set(lines);
    if (symbol !== undefined && !has(symbol)) link.faults.push(`symbol ${symbol}, which is not here`);
    else if (symbol !== undefined) {
      view.set({ symbol });
      await showSymbol();
    }
    open(link);
  });

  byId('copy-link').addEventListener('click', async () => {
    const address = `${location.origin}${location.pathname}${location.search}#${await fragmentOf(text(), view.get())}`;
    try {
      await navigator.clipboard.writeText(address);
      notify('The link is copied. It holds the query and the view, and no prices.');
    } catch {
      // No permission, or no secure context.
      history.replaceState(history.state, '', address);
      notify('The link is in the address bar, to be copied from there.');
    }
  });

  return { open };
}
