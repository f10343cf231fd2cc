// sealed-worker.mjs - starts the worker under the policy of the page.
//
// A worker that is a file has the policy that its host sends with the file: none, where the host sends none. One
// that is a blob inherits the page's, on every host. So it begins as a blob, which imports the file.

import file from '../worker.mjs?worker&url';

// import(), as Firefox does not ask its service worker for what an import declaration names. Messages that come before
// the file are given to it then; its failure becomes an error of the worker, which the page hears of.
const begin = `
const early = [];
const keep = ({ data }) => early.push(data);
addEventListener('message', keep);
import(${JSON.stringify(new URL(file, import.meta.url).href)}).then(() => {
  removeEventListener('message', keep);
  for (const data of early) dispatchEvent(new MessageEvent('message', { data }));
}, (error) => setTimeout(() => { throw error; }));
`;
// For every start, also that after a query that could not be stopped.
const address = URL.createObjectURL(new Blob([begin], { type: 'text/javascript' }));

export const startSealedWorker = () => new Worker(address, { type: 'module', name: 'database' });
