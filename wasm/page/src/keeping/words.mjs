// words.mjs - what a visitor is told about where the prices are.

/** @typedef {import('../worker/calls/types.mjs').Status} Status */

const GONE = 'Everything works in memory meanwhile, but what you import or change here is gone when this tab closes.';

/**
 * @param {Status} status
 * @param {boolean} isPersistent whether the browser has said that it keeps what the page stores
 * @returns {string} whole sentences
 */
export function storageText({ storage, reason, detail, damage }, isPersistent) {
  if (storage === 'opfs') return damage === '' ? keptText(isPersistent) : `The prices kept in this browser are damaged (${damage}). Nothing of them has been changed.`;
  switch (reason) {
    case 'busy':
      return `Another tab has the prices open, and only one can. ${GONE} Close the other tab, then try again here.`;
    case 'free':
      return `The other tab has let go of the prices kept in this browser. Try again to open them. ${GONE}`;
    case 'missing':
      return `This browser does not keep a database for this page (a private window, or an older browser). ${GONE}`;
    case 'damaged':
      return `The prices kept in this browser are damaged (${damage}). Nothing of them has been changed. ${GONE}`;
    default:
      return `The prices kept in this browser could not be opened (${detail}). ${GONE}`;
  }
}

/**
 * True in every window: no browser tells a page that its window is a private one.
 * @param {boolean} isPersistent
 */
const keptText = (isPersistent) => isPersistent
  ? 'Kept in this browser until you delete it. Nothing is sent anywhere.'
  : 'Kept in this browser until it needs the space; in a private window, until that closes. Nothing is sent anywhere.';
