// editor.mjs - the SQL editor as the page sees it: a plain text box until CodeMirror has arrived.

import { make } from '../../shared/dom.mjs';

/** @typedef {Awaited<ReturnType<typeof import('./code-mirror.mjs').createEditor>>} CodeMirror */
/** @typedef {import('./code-mirror.mjs').Schema} Schema */

/**
 * @param {object} options
 * @param {HTMLElement} options.parent
 * @param {string} options.text
 * @param {() => void} options.onRun
 * @param {() => void} options.onLeave
 * @param {() => void} options.onChange
 * @param {(step: 1 | -1) => void} options.onHistory
 */
export function createEditor({ parent, text, onRun, onLeave, onChange, onHistory }) {
  const box = make('textarea', { class: 'editor-box', 'aria-label': 'SQL', 'aria-describedby': 'editor-hint', spellcheck: 'false', autocapitalize: 'off' });
  box.value = text;
  box.addEventListener('input', onChange);
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onRun();
    } else if (event.key === 'Escape') {
      onLeave();
    } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      onHistory(event.key === 'ArrowUp' ? 1 : -1);
    }
  });
  parent.replaceChildren(box);

  /** @type {CodeMirror | undefined} */
  let editor;
  /** @type {Schema} */
  let schema = { tables: {}, functions: [] };

  return {
    /** Puts CodeMirror in the place of the text box. */
    async load() {
      const { createEditor: createCodeMirror } = await import('./code-mirror.mjs');
      const hadFocus = document.activeElement === box;
      parent.replaceChildren();
      editor = createCodeMirror({ parent, text: box.value, onRun, onLeave, onChange, onHistory });
      editor.setSchema(schema);
      if (hadFocus) editor.focus();
    },

    text: () => editor?.text() ?? box.value,

    /** @param {string} next */
    setText(next) {
      if (editor === undefined) box.value = next;
      else editor.setText(next);
    },

    /** @param {string} next not by the visitor's doing */
    follow(next) {
      if (editor === undefined) box.value = next;
      else editor.follow(next);
    },

    /** @param {string} words in the place of what is selected */
    insert(words) {
      if (editor !== undefined) return editor.insert(words);
      box.setRangeText(words, box.selectionStart, box.selectionEnd, 'end');
      onChange();
      return box.focus();
    },

    focus() {
      (editor ?? box).focus();
    },

    /** @param {Schema} next for completion */
    setSchema(next) {
      schema = next;
      editor?.setSchema(next);
    },

    /** @param {number | null} offset of the error in the text */
    mark: (offset) => editor?.mark(offset),

    /** @param {number} offset */
    goTo(offset) {
      if (editor !== undefined) return editor.goTo(offset);
      box.focus();
      return box.setSelectionRange(offset, offset);
    },
  };
}
