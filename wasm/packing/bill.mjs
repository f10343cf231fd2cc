// bill.mjs - the list of what is in the packages (an SBOM, in CycloneDX): npm tells what it knows, and to each package is
// added what a compiler has put into its files.

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import { platformPackages, version } from './platforms.mjs';
import { bundledIn, npm } from './stage.mjs';

/** @typedef {import('./stage.mjs').Bundled} Bundled */

/** @param {string} name @returns {string} how npm calls its file */
const tarballOf = (name) => `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`;

/**
 * @param {string} main the staged main package, with the others in its node_modules
 * @param {string} folder with the .tgz files; gets sqlite-smma-VERSION.cdx.json
 */
export function writeBill(main, folder) {
  const bill = JSON.parse(npm(['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'library', '--omit', 'dev'], main));
  // Both differ from one run to the next.
  delete bill.serialNumber;
  delete bill.metadata.timestamp;
  for (const component of [bill.metadata.component, ...bill.components]) complete(component, folder);
  fs.writeFileSync(path.join(folder, `sqlite-smma-${version}.cdx.json`), `${JSON.stringify(bill, null, 2)}\n`);
}

/**
 * Adds the digest of a package's file, and what is inside the package.
 * @param {any} component
 * @param {string} folder
 */
function complete(component, folder) {
  const tarball = fs.readFileSync(path.join(folder, tarballOf(component.name)));
  component.hashes = [{ alg: 'SHA-256', content: createHash('sha256').update(tarball).digest('hex') }];
  const system = platformPackages.find((platform) => platform.package === component.name)?.os ?? 'wasm';
  component.components = bundledIn(system).map((one) => asComponent(one, component['bom-ref']));
}

/**
 * @param {Bundled} bundled
 * @param {string} parent
 */
const asComponent = ({ name, version: release, license, url, why }, parent) => ({
  'bom-ref': `${parent}|${name}`,
  type: 'library',
  name,
  version: release,
  description: why,
  scope: 'required',
  licenses: [{ license: { id: license } }],
  externalReferences: [{ type: 'website', url }],
});
