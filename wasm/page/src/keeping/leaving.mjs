// leaving.mjs - the browser asks before it leaves a page with prices that are in memory only.

/** @param {BeforeUnloadEvent} event */
const ask = (event) => event.preventDefault();

/** @param {boolean} isUnsaved */
export function guardLeaving(isUnsaved) {
  // Only while there is something to lose: a page that listens is not kept for the Back button.
  if (isUnsaved) addEventListener('beforeunload', ask);
  else removeEventListener('beforeunload', ask);
}
