// The half that lives in the page: query(sql, bind) gives a promise of rows.
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
const waiting = new Map();
let asked = 0;

worker.onmessage = ({ data: { id, rows, error } }) => {
  const { resolve, reject } = waiting.get(id);
  waiting.delete(id);
  if (error === undefined) resolve(rows);
  else reject(new Error(error));
};

export function query(sql, bind) {
  return new Promise((resolve, reject) => {
    const id = asked++;
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, sql, bind });
  });
}
