// seal.mjs - has Vite put the policy into the page, send it from both of its servers, and write it for hosts.

import fs from 'node:fs';
import path from 'node:path';

import { headersFor, metaPolicy } from './policy.mjs';

const PLACE = '%CONTENT_SECURITY_POLICY%';

/** @returns {import('vite').Plugin} */
export function seal() {
  let page = '';
  const headers = () => headersFor(fs.readFileSync(page, 'utf8'));
  /** @param {{ middlewares: import('vite').Connect.Server }} server */
  const send = ({ middlewares }) => {
    middlewares.use((_, response, next) => {
      for (const [name, value] of Object.entries(headers())) response.setHeader(name, value);
      next();
    });
  };
  return {
    name: 'seal',
    configResolved({ root }) {
      page = path.join(root, 'index.html');
    },
    configureServer: send,
    configurePreviewServer: send,
    transformIndexHtml: {
      order: 'pre',
      handler(html) {
        if (!html.includes(PLACE)) throw new Error(`index.html has no place for the policy: ${PLACE}`);
        return html.replace(PLACE, metaPolicy(html));
      },
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile(headers()) });
    },
  };
}

/**
 * The form that Netlify and Cloudflare Pages read. The names of assets change with what is in them.
 * @param {Record<string, string>} headers
 */
function headersFile(headers) {
  const lines = [
    '/*', ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`),
    '/assets/*', '  Cache-Control: public, max-age=31536000, immutable',
  ];
  return `${lines.join('\n')}\n`;
}
