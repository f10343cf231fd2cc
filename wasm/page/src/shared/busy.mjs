// busy.mjs - a sign on a part of the page that waits for something, once that takes a while.

const PATIENCE_MS = 150;

/** @type {WeakMap<Element, number>} how many waits there are */
const waits = new WeakMap();

/**
 * @template T
 * @param {Element} element that has aria-busy meanwhile, and shows it
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
export async function whileBusy(element, promise) {
  waits.set(element, (waits.get(element) ?? 0) + 1);
  const timer = setTimeout(() => element.setAttribute('aria-busy', 'true'), PATIENCE_MS);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    const left = (waits.get(element) ?? 1) - 1;
    waits.set(element, left);
    if (left === 0) element.removeAttribute('aria-busy');
  }
}
