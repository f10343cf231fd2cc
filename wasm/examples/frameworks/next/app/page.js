import { loadCore } from 'sqlite-smma/inline';
import { Prices } from './prices.js';

export default async function Page() {
  // On the server there is no file beside the script: the module is inside it.
  const core = await loadCore();
  return (
    <main>
      <p>{core.smma([10, 11, 13, 12.5, 14.1], 3).at(-1)}</p>
      <Prices />
    </main>
  );
}
