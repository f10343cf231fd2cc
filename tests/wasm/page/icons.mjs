// icons.mjs - draws the icons of the web app manifest from icon.svg. `make page-icons` runs it, when that has changed.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { Browser, kinds, newProfile } from '../browser/harness.mjs';

const folder = fileURLToPath(new URL('../../../wasm/page/public/icons/', import.meta.url));
const svg = fs.readFileSync(path.join(folder, 'icon.svg'), 'utf8');
// A system may cut its own form out of a maskable icon: the ground fills it, and the line is within the middle.
const maskable = svg.replace(' rx="3"', '').replace('viewBox="0 0 16 16"', 'viewBox="-3 -3 22 22" style="background:#0b5cad"');
const icons = { 'icon-192.png': [svg, 192], 'icon-512.png': [svg, 512], 'icon-maskable-512.png': [maskable, 512], 'apple-touch-icon.png': [maskable, 180] };

const profile = newProfile('icons');
const browser = new Browser(kinds.find(({ name }) => name === 'chromium'), profile);
try {
  await browser.start();
  const page = await browser.open('about:blank');
  for (const [name, [text, size]] of Object.entries(icons)) {
    await page.setViewport({ width: size, height: size });
    await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${size}px }</style>${text}`);
    await page.screenshot({ path: path.join(folder, name), omitBackground: true });
  }
} finally {
  await browser.stop();
  fs.rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
