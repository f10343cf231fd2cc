// drop.mjs - files that are dropped on the page.

import { byId } from '../shared/dom.mjs';

/** @param {(files: File[]) => void} onFiles */
export function setUpDrop(onFiles) {
  const target = byId('drop-target');
  const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files') ?? false;
  // dragenter and dragleave come for every element the pointer crosses.
  let depth = 0;
  const show = (/** @type {number} */ next) => {
    depth = Math.max(0, next);
    target.classList.toggle('shown', depth > 0);
  };
  addEventListener('dragenter', (event) => { if (hasFiles(event)) show(depth + 1); });
  addEventListener('dragleave', (event) => { if (hasFiles(event)) show(depth - 1); });
  addEventListener('dragover', (event) => { if (hasFiles(event)) event.preventDefault(); });
  addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    show(0);
    const files = [...event.dataTransfer?.files ?? []];
    if (files.length > 0) onFiles(files);
  });
}
