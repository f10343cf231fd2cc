// update-notice.mjs - the notice that a new version is there. It stays until it is answered.

import { byId, make } from '../shared/dom.mjs';

/** @param {() => Promise<boolean>} reload resolves to false where the visitor would rather not */
export function offerUpdate(reload) {
  const yes = make('button', { type: 'button', class: 'button' }, 'Reload');
  const no = make('button', { type: 'button', class: 'button' }, 'Later');
  const notice = byId('update');
  notice.replaceChildren(make('p', {}, 'A new version of this page is ready.'), make('div', { class: 'notice-actions' }, yes, no));
  yes.addEventListener('click', async () => {
    yes.disabled = true;
    if (!await reload()) yes.disabled = false;
  });
  no.addEventListener('click', () => notice.replaceChildren());
}
