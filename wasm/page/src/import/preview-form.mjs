// preview-form.mjs - a file as it was read, before anything of it is stored: what it is, what it leaves open,
// what is there already, what cannot be taken.

import { byId, make } from '../shared/dom.mjs';
import { countOf } from '../shared/format.mjs';
import { columnsWith, tableOf } from './preview-table.mjs';
import { howText, questionFieldset, settingsOf } from './question-fields.mjs';
import { faultsOf, skippedText } from './remarks.mjs';
import { setUpSymbolList } from './symbol-list.mjs';
import { thereFieldset } from './there-choice.mjs';

/** @typedef {import('../worker/calls/types.mjs').Preview} Preview */
/** @typedef {import('../worker/calls/types.mjs').There} There */
/** @typedef {import('../worker/csv/table/layout.mjs').Choices} Choices */
/** @typedef {import('./there-choice.mjs').ThereChoice} ThereChoice */
/** @typedef {{ symbol?: string, names?: Record<string, string>, there?: ThereChoice, goodRows: boolean }} StoreOptions */

// After the last key in the symbol's box.
const TYPED_MS = 250;

/**
 * @param {import('../worker/calls/client.mjs').Database} database
 * @param {{ onChoices: (choices: Choices) => void,
 *   onImport: (options: StoreOptions) => void }} handlers
 */
export function setUpPreview(database, { onChoices, onImport }) {
  const form = byId('import-preview', HTMLFormElement);
  const nameBox = byId('import-symbol', HTMLInputElement);
  const start = byId('import-start', HTMLButtonElement);
  /** @type {Preview | undefined} */
  let preview;
  /** @type {Choices} */
  let choices = {};
  // What has been asked stays where it was asked, also when it has been answered.
  /** @type {Set<string>} */
  let asked = new Set();
  /** @type {There[]} */
  let there = [];
  /** @type {ThereChoice | undefined} */
  let thereChoice;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;
  // Whether it is being read again, or will be; and how many readings are on their way.
  let isStale = false;
  let readings = 0;
  let suggested = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let choosing;

  const symbolList = setUpSymbolList(() => void lookUpAll());

  nameBox.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => void lookUp(), TYPED_MS);
    showMissing();
  });
  form.addEventListener('change', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
    const { question, column, there: choice } = target.dataset;
    // Other prices are in other columns.
    if (question === 'series') choose({ series: target.value, columns: undefined });
    else if (question !== undefined) choose({ [question]: target.value === '' ? undefined : target.value }, target);
    else if (column !== undefined && preview !== undefined) choose({ columns: columnsWith({ ...preview.columns, ...choices.columns }, Number(column), target.value) }, target);
    else if (choice !== undefined) thereChoice = /** @type {ThereChoice} */ (choice);
    showMissing();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });

  async function submit() {
    if (preview === undefined || isStale) return;
    // Enter may come before what was typed has been looked up.
    if (typing !== undefined) await lookUp();
    if (symbolList.isTyping) await lookUpAll();
    const [first] = missing();
    if (first !== undefined) {
      byId('preview-missing').textContent = `To import, ${missing().map(({ text }) => text).join('; ')}.`;
      form.querySelector(/** @type {'input'} */ (first.focus))?.focus();
      return;
    }
    onImport({ symbol: hasName() ? nameBox.value.trim() : undefined, names: symbolList.names, there: thereChoice, goodRows: preview.faultCount > 0 });
  }

  /**
   * Has the file read again. In a list the choice may go on by the next key.
   * @param {Choices} more
   * @param {HTMLElement} [chosenIn]
   */
  function choose(more, chosenIn) {
    choices = { ...choices, ...more };
    isStale = true;
    start.setAttribute('aria-disabled', 'true');
    byId('preview-missing').textContent = 'Reading the file again…';
    clearTimeout(choosing);
    choosing = setTimeout(() => {
      choosing = undefined;
      readings += 1;
      onChoices(choices);
    }, chosenIn instanceof HTMLSelectElement ? TYPED_MS : 0);
  }

  const hasName = () => preview !== undefined && (preview.needsSymbol || preview.symbolCount === 1);

  /** What has to be chosen before the import can begin, and where. */
  function missing() {
    if (preview === undefined) return [];
    /** @type {{ text: string, focus: string }[]} */
    const list = preview.questions.filter(({ isOpen }) => isOpen)
      .map(({ id, label }) => ({ text: `choose the ${label.toLowerCase()}`, focus: id === 'columns' ? '#preview-raw [data-column]' : `#preview-questions [data-question=${id}]` }));
    if (preview.bars === 0 && list.length === 0) list.push({ text: 'there has to be a row that can be taken', focus: '#import-leave' });
    if (hasName() && nameBox.value.trim() === '') list.push({ text: 'name the symbol', focus: '#import-symbol' });
    if (symbolList.problem !== '') list.push({ text: symbolList.problem, focus: '#preview-symbols input' });
    if (there.length > 0 && thereChoice === undefined) list.push({ text: 'choose what becomes of the bars that are there', focus: '[data-there]' });
    if (preview.faultCount > 0 && preview.bars > 0 && !(form.querySelector(/** @type {'input'} */ ('#good-rows'))?.checked ?? false)) {
      list.push({ text: 'say whether the good rows are to be taken without the others', focus: '#good-rows' });
    }
    return list;
  }

  function showMissing() {
    if (isStale) return;
    const list = missing();
    start.setAttribute('aria-disabled', String(list.length > 0));
    byId('preview-missing').textContent = list.length > 0 ? `To import, ${list.map(({ text }) => text).join('; ')}.` : '';
  }

  /** Looks for what is there under the name in the box. */
  async function lookUp() {
    clearTimeout(typing);
    typing = undefined;
    const name = nameBox.value.trim();
    const found = name === '' ? undefined : await database.importTarget(name);
    if (name === nameBox.value.trim()) setThere(found === undefined ? [] : [found]);
  }

  /** The same for the symbols of a file that has several. */
  async function lookUpAll() {
    const { names } = symbolList;
    showMissing();
    if (symbolList.problem === '') setThere(await database.importTargets(names));
  }

  /** @param {There[]} found */
  function setThere(found) {
    const isSame = found.length === there.length && found.every((entry, index) => JSON.stringify(entry) === JSON.stringify(there[index]));
    if (!isSame) thereChoice = undefined;
    there = found;
    const canMerge = there.every(({ obstacle }) => obstacle === '');
    if (canMerge && there.length > 0 && there.every(({ changed }) => changed === 0)) thereChoice ??= 'merge';
    byId('preview-there').replaceChildren(...(there.length === 0 ? [] : [thereFieldset(there, hasName(), thereChoice)]));
    showMissing();
  }

  return {
    /** Forgets the file before. */
    clear() {
      preview = undefined;
      clearTimeout(choosing);
      choosing = undefined;
      readings = 0;
      isStale = false;
      choices = {};
      asked = new Set();
      there = [];
      thereChoice = undefined;
      clearTimeout(typing);
      typing = undefined;
      byId('preview-settings', HTMLDetailsElement).open = false;
    },

    /**
     * @param {Preview} next
     * @param {boolean} isFirst whether it is the first of its file
     */
    show(next, isFirst) {
      const focused = document.activeElement?.id ?? '';
      const goodRows = form.querySelector(/** @type {'input'} */ ('#good-rows'))?.checked ?? false;
      if (!isFirst) readings -= 1;
      isStale = readings > 0 || choosing !== undefined;
      // What comes next is what has been chosen.
      if (isStale) return;
      preview = next;
      for (const { id, isOpen } of next.questions) if (isOpen) asked.add(id);
      byId('preview-summary').textContent = summaryOf(next);
      byId('preview-questions').replaceChildren(...next.questions.filter(({ id }) => asked.has(id)).map(questionFieldset));
      byId('preview-notes').textContent = next.notes.join(' ');
      byId('preview-symbol').hidden = !hasName();
      symbolList.show(next.needsSymbol || next.symbolCount < 2 ? [] : next.symbols);
      byId('import-known').replaceChildren(...next.known.map((name) => make('option', { value: name })));
      // A name of one's own stays.
      if (isFirst || nameBox.value === suggested) nameBox.value = next.suggested;
      ({ suggested } = next);
      byId('preview-faults').replaceChildren(...faultsOf(next, goodRows && !isFirst, () => database.importFaults()));
      byId('preview-skipped').textContent = skippedText(next);
      byId('preview-tables').replaceChildren(tableOf(next));
      byId('preview-how').textContent = howText(next);
      const settings = settingsOf(next, asked);
      byId('preview-fields').replaceChildren(...settings);
      byId('preview-settings').hidden = next.questions.every(({ id }) => id === 'columns');
      setThere(next.there);
      if (hasName()) void lookUp();
      else if (next.symbolCount > 1) void lookUpAll();
      const again = focused === '' ? null : document.getElementById(focused);
      if (!isFirst && again !== null && form.contains(again)) again.focus();
      else firstFocus().focus();
    },
  };

  /** Where a person begins: what is asked, the name if there is none, or the title. @returns {HTMLElement} */
  function firstFocus() {
    const question = /** @type {HTMLElement | null} */ (form.querySelector('#preview-questions input, #preview-questions select'));
    const column = /** @type {HTMLElement | null} */ (form.querySelector('#question-columns-text') === null ? null : form.querySelector('#preview-raw .unused') ?? form.querySelector('#preview-raw [data-column]'));
    return question ?? column ?? (hasName() && nameBox.value === '' ? nameBox : byId('import-title', HTMLElement));
  }
}

/** @param {Preview} preview */
function summaryOf({ bars, first, last, step, form, symbols, symbolCount, name, files, needsSymbol, questions }) {
  if (questions.some(({ id }) => id === 'columns')) return `${form}.`;
  if (bars === 0) return `No row of the file can be taken. ${form}.`;
  const of = needsSymbol ? '' : ` of ${symbolCount <= 5 ? symbols.map((symbol) => symbol.name).join(', ') : countOf(symbolCount, 'symbol')}`;
  const span = first === last ? first : `${first} to ${last}`;
  return `${countOf(bars, 'bar')}${of}, ${span}${step === '' ? '' : `, ${step} apart`}. ${files > 1 ? `${name}: ` : ''}${form}.`;
}
