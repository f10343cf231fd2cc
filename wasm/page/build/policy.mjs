// policy.mjs - what the page may do and reach, said once: for the page's own meta element, for servers,
// for hosts that read a file _headers, for the service worker, and for the tests.

import { createHash } from 'node:crypto';

/**
 * The policy of the page and of its worker: their own files, and nothing else.
 *
 * Styles are let in because the chart and the editor add style elements of their own. blob: is memory of this
 * browser: the worker's first line (src/worker/calls/sealed-worker.mjs), and what tells it to stop (interrupt.mjs).
 */
const DIRECTIVES = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self' 'unsafe-inline'",
  'connect-src': "'self' blob:",
  'worker-src': "'self' blob:",
  'img-src': "'self' data:",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
};
// What a meta element cannot say.
const HEADER_DIRECTIVES = { 'frame-ancestors': "'none'" };

const DENIED = ['camera', 'display-capture', 'geolocation', 'hid', 'microphone', 'midi', 'payment', 'serial', 'usb'];

/**
 * For the meta element, which holds on every host.
 * @param {string} html of the page: its inline scripts are let in by their hashes
 */
export const metaPolicy = (html) => policyText(DIRECTIVES, html);

/**
 * What a server sends with every file.
 * @param {string} html of the page
 * @returns {Record<string, string>}
 */
export function headersFor(html) {
  return {
    'Content-Security-Policy': policyText({ ...DIRECTIVES, ...HEADER_DIRECTIVES }, html),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': DENIED.map((feature) => `${feature}=()`).join(', '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
}

/**
 * @param {Record<string, string>} directives
 * @param {string} html
 */
function policyText(directives, html) {
  const scripts = [directives['script-src'], ...inlineHashes(html)].join(' ');
  return Object.entries({ ...directives, 'script-src': scripts }).map((pair) => pair.join(' ')).join('; ');
}

/** @param {string} html */
const inlineHashes = (html) => [...html.matchAll(/<script>([^]*?)<\/script>/g)]
  .map(([, text]) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
