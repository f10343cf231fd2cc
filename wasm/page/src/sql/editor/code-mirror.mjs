// code-mirror.mjs - the CodeMirror half of the editor; loaded after the first chart has been drawn.

import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap, completionStatus } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { sql } from '@codemirror/lang-sql';
import { HighlightStyle, bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState, Prec, StateEffect, StateField, Transaction } from '@codemirror/state';
import { Decoration, EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { ARGUMENTS } from './language.mjs';
import { dialect } from './sqlite-dialect.mjs';

/** @typedef {import('@codemirror/autocomplete').Completion} Completion */
/** @typedef {import('@codemirror/lang-sql').SQLNamespace} SqlNamespace */

/**
 * What completion offers: tables with their columns, and functions.
 * @typedef {{ tables: SqlNamespace, functions: string[] }} Schema
 */

/** @type {Completion[]} */
const SNIPPETS = [{
  label: 'OVER (PARTITION BY symbol ORDER BY ts ROWS UNBOUNDED PRECEDING)',
  type: 'text',
  detail: 'the whole history of each symbol',
}];

/**
 * @param {string} name
 * @returns {Completion}
 */
const functionCompletion = (name) => ({
  label: name,
  detail: ARGUMENTS[name] ?? '()',
  type: 'function',
  apply: `${name}(`,
  boost: name.startsWith('smma') ? 1 : -1,
});

const appearance = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface)', color: 'var(--text)', fontSize: '13px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--accent)', padding: '8px 0' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--text-muted)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 6px 0 10px', opacity: '0.85' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--active-line)' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { backgroundColor: 'var(--selection)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--selection)' },
  '.cm-sql-error': { textDecoration: 'underline wavy var(--danger)', backgroundColor: 'var(--danger-wash)' },
  '.cm-tooltip': { backgroundColor: 'var(--surface)', border: '1px solid var(--line-strong)', borderRadius: '6px', overflow: 'hidden' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--accent-strong)', color: 'var(--on-accent)' },
  '.cm-completionDetail': { opacity: '0.8' },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--syntax-keyword)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--syntax-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--syntax-number)' },
  { tag: [tags.lineComment, tags.blockComment], color: 'var(--text-muted)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--syntax-type)' },
]);

/** @type {import('@codemirror/state').StateEffectType<{ from: number, to: number } | null>} */
const setMark = StateEffect.define();

/** Where the last error stands; the first change of the text takes it away. */
const errorMark = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = transaction.docChanged ? Decoration.none : marks;
    for (const effect of transaction.effects) {
      if (!effect.is(setMark)) continue;
      const range = effect.value;
      next = range === null ? Decoration.none
        : Decoration.set([Decoration.mark({ class: 'cm-sql-error' }).range(range.from, range.to)]);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * @param {object} options
 * @param {HTMLElement} options.parent
 * @param {string} options.text
 * @param {() => void} options.onRun
 * @param {() => void} options.onLeave
 * @param {(text: string) => void} options.onChange
 * @param {(step: 1 | -1) => void} options.onHistory hears of a step to an older text, 1, or to a newer one
 */
export function createEditor({ parent, text, onRun, onLeave, onChange, onHistory }) {
  const language = new Compartment();
  const languageWith = (/** @type {Schema} */ { tables, functions }) => {
    const options = [...functions.map(functionCompletion), ...SNIPPETS];
    return [
      sql({ dialect, schema: tables, upperCaseKeywords: true }),
      dialect.language.data.of({
        autocomplete: (/** @type {import('@codemirror/autocomplete').CompletionContext} */ context) => {
          const word = context.matchBefore(/\w+/);
          return word === null ? null : { from: word.from, options, validFor: /^\w*$/ };
        },
      }),
    ];
  };
  /** @param {EditorView} view */
  const run = (view) => {
    closeCompletion(view);
    onRun();
    return true;
  };
  const step = (/** @type {1 | -1} */ steps) => {
    onHistory(steps);
    return true;
  };
  const keys = Prec.highest(keymap.of([
    { key: 'Mod-Enter', run },
    { key: 'Ctrl-Enter', run },
    { key: 'Alt-ArrowUp', run: () => step(1) },
    { key: 'Alt-ArrowDown', run: () => step(-1) },
    // Tab moves on, as everywhere on the page, unless a completion is offered.
    { key: 'Tab', run: acceptCompletion },
    {
      key: 'Escape',
      run: (view) => {
        if (completionStatus(view.state) !== null) return false;
        onLeave();
        return true;
      },
    },
  ]));

  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        keys,
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ icons: false }),
        highlightActiveLine(),
        syntaxHighlighting(colours),
        errorMark,
        appearance,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': 'SQL', 'aria-describedby': 'editor-hint' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
        language.of(languageWith({ tables: {}, functions: [] })),
      ],
    }),
  });

  return {
    text: () => view.state.doc.toString(),

    /** @param {string} next goes in as one change, which undo takes back */
    setText(next) {
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: next },
        selection: { anchor: 0 },
        scrollIntoView: true,
      });
    },

    /**
     * Puts another text there without the visitor's doing: what has changed of it alone, which undo does not take back.
     * @param {string} next
     */
    follow(next) {
      const before = view.state.doc.toString();
      const shorter = Math.min(before.length, next.length);
      let from = 0;
      while (from < shorter && before[from] === next[from]) from += 1;
      let end = 0;
      while (end < shorter - from && before[before.length - 1 - end] === next[next.length - 1 - end]) end += 1;
      view.dispatch({
        changes: { from, to: before.length - end, insert: next.slice(from, next.length - end) },
        annotations: Transaction.addToHistory.of(false),
      });
    },

    /** @param {string} words in the place of what is selected */
    insert(words) {
      view.dispatch(view.state.replaceSelection(words), { scrollIntoView: true });
      view.focus();
    },

    focus: () => view.focus(),

    /** @param {Schema} schema */
    setSchema: (schema) => view.dispatch({ effects: language.reconfigure(languageWith(schema)) }),

    /**
     * Underlines the word at offset; null takes the line away.
     * @param {number | null} offset
     */
    mark(offset) {
      if (offset === null) return view.dispatch({ effects: setMark.of(null) });
      const length = view.state.doc.length;
      if (length === 0) return undefined;
      const from = Math.min(offset, length - 1);
      const word = /^\w+|^[^\w\s]/.exec(view.state.sliceDoc(from, from + 64));
      return view.dispatch({ effects: setMark.of({ from, to: from + (word?.[0].length ?? 1) }) });
    },

    /** @param {number} offset */
    goTo(offset) {
      view.dispatch({ selection: { anchor: Math.min(offset, view.state.doc.length) }, scrollIntoView: true });
      view.focus();
    },
  };
}
