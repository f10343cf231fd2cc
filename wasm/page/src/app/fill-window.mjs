// fill-window.mjs - the chart in the whole window: by its button or F, and back by Escape. It is the page's own
// layout: full screen, as browsers have it, is missing on phones and takes the address bar away.

import { byId } from '../shared/dom.mjs';

// What F is typed into, or searched with.
const TYPING = 'input, textarea, select, [contenteditable], [role=listbox], [role=grid]';

export function setUpFillWindow() {
  const button = byId('fill-window', HTMLButtonElement);
  const isFilled = () => document.body.hasAttribute('data-filled');

  /** @param {boolean} filled */
  function fill(filled) {
    document.body.toggleAttribute('data-filled', filled);
    button.setAttribute('aria-pressed', String(filled));
    if (filled && !byId('chart-section').contains(document.activeElement)) byId('chart').focus();
  }

  button.addEventListener('click', () => fill(!isFilled()));
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') !== null) return;
    const isTyping = event.target instanceof Element && event.target.closest(TYPING) !== null;
    if (event.key === 'Escape' && isFilled()) fill(false);
    else if (event.key.toLowerCase() === 'f' && !isTyping) fill(!isFilled());
    else return;
    event.preventDefault();
  });
  return { leave: () => { if (isFilled()) fill(false); } };
}
