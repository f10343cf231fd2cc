// preview-form.mjs - a file as it was read, before anything of it is stored: what it is, what it leaves open,
// what is there already, what cannot be taken.

import { byId, make } from '../shared/dom.mjs';
import { countOf, formatCount } from '../shared/format.mjs';
import { zoneNames } from '../worker/csv/fields/zones.mjs';
import { tableOf } from './preview-table.mjs';

/** @typedef {import('../worker/calls/types.mjs').Preview} Preview */
/** @typedef {import('../worker/calls/types.mjs').There} There */
/** @typedef {import('../worker/csv/prices/questions.mjs').Question} Question */
/** @typedef {import('../worker/csv/table/layout.mjs').Choices} Choices */
/** @typedef {import('../worker/csv/table/columns.mjs').Columns} Columns */
/** @typedef {'merge' | 'replace' | 'leave'} ThereChoice */

// After the last key in the symbol's box.
const TYPED_MS = 250;
const ROLES = /** @type {(keyof Columns)[]} */ (['date', 'time', 'open', 'high', 'low', 'close', 'volume', 'symbol']);

/**
 * @param {import('../worker/calls/client.mjs').Database} database
 * @param {{ onChoices: (choices: Choices) => void,
 *   onImport: (options: { symbol?: string, there?: ThereChoice, goodRows: boolean }) => void }} handlers
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
  // Whether it is being read again.
  let isStale = false;

  nameBox.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => void lookUp(), TYPED_MS);
    showMissing();
  });
  form.addEventListener('change', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
    const { question, role, there: choice } = target.dataset;
    if (question !== undefined) choose({ [question]: target.value });
    else if (role !== undefined) choose({ columns: { ...choices.columns, [role]: Number(target.value) } });
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
    const [first] = missing();
    if (first !== undefined) {
      byId('preview-missing').textContent = `To import, ${missing().map(({ text }) => text).join('; ')}.`;
      form.querySelector(/** @type {'input'} */ (first.focus))?.focus();
      return;
    }
    onImport({ symbol: hasName() ? nameBox.value.trim() : undefined, there: thereChoice, goodRows: preview.faultCount > 0 });
  }

  /** @param {Choices} more */
  function choose(more) {
    choices = { ...choices, ...more };
    isStale = true;
    onChoices(choices);
  }

  const hasName = () => preview !== undefined && (preview.needsSymbol || preview.symbolCount === 1);

  /** What has to be chosen before the import can begin, and where. */
  function missing() {
    if (preview === undefined) return [];
    /** @type {{ text: string, focus: string }[]} */
    const list = preview.questions.filter(({ isOpen }) => isOpen)
      .map(({ id, label }) => ({ text: `choose the ${label.toLowerCase()}`, focus: `#preview-questions [data-question=${id}]` }));
    if (preview.bars === 0) list.push({ text: 'there has to be a row that can be taken', focus: '#import-leave' });
    if (hasName() && nameBox.value.trim() === '') list.push({ text: 'name the symbol', focus: '#import-symbol' });
    if (there.length > 0 && thereChoice === undefined) list.push({ text: 'choose what becomes of the bars that are there', focus: '[data-there]' });
    if (preview.faultCount > 0 && preview.bars > 0 && !(form.querySelector(/** @type {'input'} */ ('#good-rows'))?.checked ?? false)) {
      list.push({ text: 'say whether the good rows are to be taken without the others', focus: '#good-rows' });
    }
    return list;
  }

  function showMissing() {
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
      preview = next;
      isStale = false;
      for (const { id, isOpen } of next.questions) if (isOpen) asked.add(id);
      byId('preview-summary').textContent = summaryOf(next);
      byId('preview-questions').replaceChildren(...next.questions.filter(({ id }) => asked.has(id)).map(questionFieldset));
      byId('preview-symbol').hidden = !hasName();
      byId('import-known').replaceChildren(...next.known.map((name) => make('option', { value: name })));
      if (isFirst) nameBox.value = next.suggested;
      byId('preview-faults').replaceChildren(...faultsOf(next, goodRows && !isFirst));
      byId('preview-skipped').textContent = skippedText(next);
      byId('preview-tables').replaceChildren(tableOf(next));
      byId('preview-how').textContent = howText(next);
      byId('preview-fields').replaceChildren(...settingsOf(next, asked));
      setThere(next.there);
      if (hasName()) void lookUp();
      const again = focused === '' ? null : document.getElementById(focused);
      if (!isFirst && again !== null && form.contains(again)) again.focus();
      else firstFocus().focus();
    },
  };

  /** Where a person begins: what is asked, the name if there is none, or the title. @returns {HTMLElement} */
  function firstFocus() {
    const question = /** @type {HTMLElement | null} */ (form.querySelector('#preview-questions input, #preview-questions select'));
    return question ?? (hasName() && nameBox.value === '' ? nameBox : byId('import-title', HTMLElement));
  }
}

/** @param {Preview} preview */
function summaryOf({ bars, first, last, step, form, symbols, symbolCount, name, files, needsSymbol }) {
  if (bars === 0) return `No row of the file can be taken. ${form}.`;
  const of = needsSymbol ? '' : ` of ${symbolCount <= 5 ? symbols.map((symbol) => symbol.name).join(', ') : countOf(symbolCount, 'symbol')}`;
  const span = first === last ? first : `${first} to ${last}`;
  return `${countOf(bars, 'bar')}${of}, ${span}${step === '' ? '' : `, ${step} apart`}. ${files > 1 ? `${name}: ` : ''}${form}.`;
}

/** @param {Preview} preview how it is read, in a line */
function howText({ questions, hasHeader }) {
  const parts = questions.map(({ id, label, value, options }) => {
    if (id === 'zone') return `time zone: ${value === '' ? 'as in the file, which names none' : value}`;
    const chosen = options.find((option) => option.value === value);
    return `${label.toLowerCase()}: ${(chosen?.label ?? value).toLowerCase()}${chosen === undefined || chosen.why === '' ? '' : ` (${chosen.why})`}`;
  });
  return ['How the file is read', ...(hasHeader ? [] : ['columns: by what is in them, as nothing names them']), ...parts].join('; ').replace(';', ':');
}

/** @param {Question} question */
function questionFieldset({ id, label, text, options, value, isOpen }) {
  if (id === 'zone') {
    return make('div', { class: 'question' }, make('p', { id: 'question-zone-text' }, text),
      make('label', { class: 'field' }, label, zoneSelect(value, 'question-zone', isOpen ? 'Choose the time zone' : undefined)));
  }
  return make('fieldset', { class: 'question' }, make('legend', {}, label), ...(text === '' ? [] : [make('p', {}, text)]),
    ...options.map((option, index) => {
      const input = make('input', { type: 'radio', name: `question-${id}`, id: `question-${id}-${index}`, value: option.value, 'data-question': id });
      input.checked = !isOpen && option.value === value;
      return make('label', { class: 'choice' }, input, make('span', {}, option.label, ...(option.why === '' ? [] : [make('small', {}, option.why)])));
    }));
}

/**
 * @param {string} value
 * @param {string} id
 * @param {string} [placeholder] instead of times as the file has them
 */
function zoneSelect(value, id, placeholder) {
  const select = make('select', { id, 'data-question': 'zone' });
  const own = make('option', { value: '' }, placeholder ?? 'As in the file, which names none');
  const names = zoneNames();
  if (value !== '' && !names.includes(value)) names.push(value);
  select.append(...(value === '' ? [own] : []), ...names.map((name) => make('option', { value: name }, name)));
  select.value = value;
  return select;
}

/**
 * @param {Preview} preview
 * @param {Set<string>} asked
 */
function settingsOf({ questions, header, columns }, asked) {
  const others = questions.filter(({ id }) => !asked.has(id)).map(({ id, label, options, value }) => {
    if (id === 'zone') return make('label', { class: 'field' }, label, zoneSelect(value, 'setting-zone'));
    const select = make('select', { id: `setting-${id}`, 'data-question': id },
      ...options.map((option) => make('option', { value: option.value }, option.label)));
    select.value = value;
    return make('label', { class: 'field' }, label, select);
  });
  const places = ROLES.map((role) => {
    const isNeeded = role === 'date' || role === 'close';
    const select = make('select', { id: `column-${role}`, 'data-role': role }, ...(isNeeded ? [] : [make('option', { value: '-1' }, 'none')]),
      ...header.map((name, at) => make('option', { value: String(at) }, name === '' ? `column ${at + 1}` : name)));
    select.value = String(columns[role]);
    return make('label', { class: 'field' }, `${role[0].toUpperCase()}${role.slice(1)}`, select);
  });
  return [...others, ...places];
}

/**
 * @param {There[]} there
 * @param {boolean} hasName whether the symbol can be given another name
 * @param {ThereChoice | undefined} chosen
 */
export function thereFieldset(there, hasName, chosen) {
  const obstacles = there.map(({ obstacle }) => obstacle).filter((text) => text !== '');
  const [{ symbol, bars, first, last }] = there;
  const sum = (/** @type {'added' | 'same' | 'changed'} */ name) => there.reduce((total, entry) => total + entry[name], 0);
  const text = there.length === 1 ? `${symbol} has ${countOf(bars, 'bar')} already, ${first} to ${last}.`
    : `${countOf(there.length, 'symbol')} of the file have bars already: ${there.slice(0, 5).map((entry) => entry.symbol).join(', ')}${there.length > 5 ? ' and others' : ''}.`;
  /** @type {[ThereChoice, string, string][]} */
  const options = [];
  if (obstacles.length === 0) {
    const counts = [`${countOf(sum('added'), 'bar')} new`, ...(sum('same') > 0 ? [`${formatCount(sum('same'))} there as they are`] : []),
      ...(sum('changed') > 0 ? [`${formatCount(sum('changed'))} there with other figures, which become those of the file`] : [])];
    options.push(['merge', 'Add to them', counts.join(', ')]);
  }
  options.push(['replace', 'Replace them', there.length === 1 ? `${countOf(bars, 'bar')} will be gone` : 'the bars of these symbols will be gone']);
  if (!hasName) options.push(['leave', 'Leave them', 'these symbols of the file are not imported']);
  return make('fieldset', { class: 'question' }, make('legend', {}, 'Bars that are there'), make('p', {}, [text, ...obstacles.slice(0, 3)].join(' ')),
    ...options.map(([value, label, why]) => {
      const input = make('input', { type: 'radio', name: 'there', id: `there-${value}`, value, 'data-there': value });
      input.checked = value === chosen;
      return make('label', { class: 'choice' }, input, make('span', {}, label, make('small', {}, why)));
    }),
    ...(hasName ? [make('p', { class: 'note' }, 'Or give the file another symbol above.')] : []));
}

/**
 * @param {Preview} preview
 * @param {boolean} isTaken whether the good rows are to be taken
 */
function faultsOf({ faults, faultCount, bars }, isTaken) {
  if (faultCount === 0) return [];
  const more = faultCount - faults.length;
  const rows = faults.map(({ line, text, message }) => make('tr', {}, make('td', {}, formatCount(line)), make('td', {}, message), make('td', {}, text)));
  const table = make('table', {}, make('thead', {}, make('tr', {}, ...['Line', 'Problem', 'Text'].map((name) => make('th', { scope: 'col' }, name)))),
    make('tbody', { id: 'preview-fault-rows' }, ...rows, ...(more > 0 ? [make('tr', {}, make('td', {}, '…'), make('td', {}, `and ${formatCount(more)} more`), make('td', {}))] : [])));
  const box = make('input', { type: 'checkbox', id: 'good-rows' });
  box.checked = isTaken;
  const label = bars === 0 ? [] : [make('label', { class: 'choice' }, box, make('span', {}, bars === 1 ? 'Import the one good row without them' : `Import the ${formatCount(bars)} good rows without them`))];
  return [make('p', { class: 'problem' }, `${countOf(faultCount, 'row')} cannot be taken:`),
    make('div', { class: 'problem-list', role: 'region', 'aria-label': 'Rows that cannot be taken', tabindex: '0' }, table), ...label];
}

/** @param {Preview} preview */
function skippedText({ skipCounts, skipped }) {
  if (skipCounts.length === 0) return '';
  const linesOf = (/** @type {string} */ reason) => {
    const lines = skipped.filter(({ message }) => message === reason).map(({ line }) => formatCount(line));
    return `${lines.length === 1 ? 'line' : 'lines'} ${lines.slice(0, 5).join(', ')}${lines.length > 5 ? '…' : ''}`;
  };
  return `Left out as no bars: ${skipCounts.map(([reason, count]) => `${formatCount(count)} × ${reason} (${linesOf(reason)})`).join('; ')}.`;
}
