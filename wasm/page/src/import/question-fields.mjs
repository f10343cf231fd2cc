// question-fields.mjs - what a file leaves open as fields to choose from, and what it decides as settings.

import { make } from '../shared/dom.mjs';
import { zoneNames } from '../worker/csv/fields/zones.mjs';

/** @typedef {import('../worker/calls/types.mjs').Preview} Preview */
/** @typedef {import('../worker/csv/prices/questions.mjs').Question} Question */

const NO_ZONE = 'As in the file, which names none';

/** @param {Question} question */
export function questionFieldset(question) {
  const { id, label, text, options, value, isOpen } = question;
  if (id === 'columns') return make('div', { class: 'question' }, make('p', { id: 'question-columns-text', class: 'problem' }, text));
  if (id === 'zone') {
    return make('div', { class: 'question' }, make('p', { id: 'question-zone-text' }, text),
      make('label', { class: 'field' }, label, zoneSelect(question, 'question-zone', isOpen ? 'Choose the time zone' : undefined)));
  }
  return make('fieldset', { class: 'question' }, make('legend', {}, label), ...(text === '' ? [] : [make('p', {}, text)]),
    ...options.map((option, index) => {
      const input = make('input', { type: 'radio', name: `question-${id}`, id: `question-${id}-${index}`, value: option.value, 'data-question': id });
      input.checked = !isOpen && option.value === value;
      return make('label', { class: 'choice' }, input, make('span', {}, option.label, ...(option.why === '' ? [] : [make('small', {}, option.why)])));
    }));
}

/**
 * @param {Question} question
 * @param {string} id
 * @param {string} [placeholder] instead of times as the file has them; then nothing is chosen yet
 */
function zoneSelect({ options, value }, id, placeholder) {
  const select = make('select', { id, 'data-question': 'zone' });
  const names = zoneNames();
  if (value !== '' && !names.includes(value)) names.push(value);
  const optionOf = (/** @type {string} */ name, /** @type {string} */ text) => make('option', { value: name }, text);
  if (placeholder !== undefined || value === '') select.append(optionOf('', placeholder ?? NO_ZONE));
  if (options.length > 0) {
    select.append(make('optgroup', { label: 'What the file can mean' }, ...options.map((option) => optionOf(option.value, `${option.label} (${option.why})`))));
  }
  select.append(make('optgroup', { label: 'All time zones' }, ...names.map((name) => optionOf(name, name))));
  select.value = placeholder === undefined ? value : '';
  return select;
}

/**
 * What the file decides, to be changed.
 * @param {Preview} preview
 * @param {Set<string>} asked
 */
export function settingsOf({ questions }, asked) {
  return questions.filter(({ id }) => !asked.has(id)).map((question) => {
    const { id, label, options, value } = question;
    if (id === 'zone') return make('label', { class: 'field' }, label, zoneSelect(question, 'setting-zone'));
    const select = make('select', { id: `setting-${id}`, 'data-question': id },
      ...options.map((option) => make('option', { value: option.value }, option.label)));
    select.value = value;
    return make('label', { class: 'field' }, label, select);
  });
}

/** @param {Preview} preview how it is read, in a line */
export function howText({ questions, hasHeader }) {
  const parts = questions.filter(({ id }) => id !== 'columns').map(({ id, label, value, options }) => {
    if (id === 'zone') return `time zone: ${value === '' ? 'as in the file, which names none' : value}`;
    const chosen = options.find((option) => option.value === value);
    return `${label.toLowerCase()}: ${(chosen?.label ?? value).toLowerCase()}${chosen === undefined || chosen.why === '' ? '' : ` (${chosen.why})`}`;
  });
  return ['How the file is read', ...(hasHeader ? [] : ['columns: by what is in them, as nothing names them']), ...parts].join('; ').replace(';', ':');
}
