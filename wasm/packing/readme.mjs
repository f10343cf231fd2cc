// readme.mjs - puts the examples into README.md: the block of code after a line <!-- examples/… --> is that file, and after
// <!-- ../ext/hosts/… --> what a reader copies of it.
//
//   node packing/readme.mjs           writes README.md
//   node packing/readme.mjs --check   fails where that would change it

import fs from 'node:fs';

const wasm = new URL('../', import.meta.url);
const BLOCK = /<!-- ((?:examples|\.\.\/ext\/hosts)\/\S+) -->\n```\w*\n[\s\S]*?```\n/g;

/** @param {string} name @param {URL} file */
const languageOf = (name, file) => {
  if (!fs.existsSync(file)) throw new Error(`README.md names ${name}, which is not there`);
  return name.endsWith('.astro') ? 'astro' : /** @type {string} */ (name.split('.').at(-1)).replace(/^[mc]js$/, 'js');
};

/** All of an example; of a host what stands between two marks. @param {string} text */
const copied = (text) => text.match(/^\/\/ \[load\]\n([\s\S]*?)^\/\/ \[end\]$/m)?.[1] ?? text;

/** @param {string} readme */
const withExamples = (readme) => readme.replace(BLOCK, (_, name) => {
  const file = new URL(name, wasm);
  return `<!-- ${name} -->\n\`\`\`${languageOf(name, file)}\n${copied(fs.readFileSync(file, 'utf8'))}\`\`\`\n`;
});

const file = new URL('README.md', wasm);
const before = fs.readFileSync(file, 'utf8');
const after = withExamples(before);
if (!process.argv.includes('--check')) {
  fs.writeFileSync(file, after);
} else if (before !== after) {
  console.error('wasm/README.md does not have the examples as they are: node wasm/packing/readme.mjs');
  process.exit(1);
}
