// sealed-worker.mjs - starts the worker under the policy of the page.
//
// A worker that is a file has the policy that its host sends with the file: none, where the host sends none. One
// that is a blob inherits the page's, on every host. So it begins as a blob of one line, which imports the file.

import file from '../worker.mjs?worker&url';

const line = `import ${JSON.stringify(new URL(file, import.meta.url).href)};`;
// For every start, also that after a query that could not be stopped.
const address = URL.createObjectURL(new Blob([line], { type: 'text/javascript' }));

export const startSealedWorker = () => new Worker(address, { type: 'module', name: 'database' });
