// offline.mjs - has the browser keep the page's own files, and tells of a new version. Where there are no service workers
// (no HTTPS, some private windows) the page needs its host at every start, and is the same otherwise.

import { byId } from '../shared/dom.mjs';
import { offerUpdate } from './update-notice.mjs';

const LOOK_EVERY_MS = 60 * 60 * 1000;

/** @param {() => Promise<boolean>} mayReload asks the visitor where a reload would lose something */
export async function setUpOffline(mayReload) {
  const registration = await register();
  if (registration === undefined) return;

  const offer = () => offerUpdate(async () => {
    if (!await mayReload()) return false;
    await activate(registration.waiting);
    location.reload();
    return true;
  });
  const watch = () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      // The first one is no update.
      if (installing.state === 'installed' && registration.active) offer();
    });
  };
  if (registration.waiting && registration.active) offer();
  watch();
  registration.addEventListener('updatefound', watch);
  lookAgain(registration);

  await navigator.serviceWorker.ready;
  byId('offline').textContent = 'Works without a network.';
}

/** @returns {Promise<ServiceWorkerRegistration | undefined>} */
async function register() {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return undefined;
  try {
    return await navigator.serviceWorker.register(new URL('sw.js', document.baseURI), { updateViaCache: 'none' });
  } catch {
    return undefined;
  }
}

/**
 * Only in the tab where it was asked for is the page reloaded after it.
 * @param {ServiceWorker | null} waiting null where another tab has done it
 * @returns {Promise<void>}
 */
function activate(waiting) {
  if (waiting === null) return Promise.resolve();
  return new Promise((resolve) => {
    waiting.addEventListener('statechange', () => {
      if (waiting.state === 'activated' || waiting.state === 'redundant') resolve();
    });
    waiting.postMessage('take over');
  });
}

/**
 * Browsers look for a new version when a page is opened. This one may stay open for days.
 * @param {ServiceWorkerRegistration} registration
 */
function lookAgain(registration) {
  let last = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - last < LOOK_EVERY_MS) return;
    last = Date.now();
    registration.update().catch(() => {}); // without network
  });
}
