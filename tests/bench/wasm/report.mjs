// report.mjs - what is printed and what is written as JSON, in the form of tests/bench/bench_report.c.

import { median } from './measure.mjs';

/** @typedef {import('./measure.mjs').Times} Times */
/** @typedef {{ atMost?: number, atLeast?: number }} Target */

/**
 * One figure.
 * @typedef {object} Figure
 * @property {string} section
 * @property {string} name
 * @property {string} unit
 * @property {number} value
 * @property {'at most' | 'at least'} [bound]
 * @property {number} [target]
 * @property {boolean} [met]
 */

/** @param {number} n */
export const grouped = (n) => n.toLocaleString('en-GB');

/** @param {Times} times */
export const milliseconds = (times) => `${(median(times) * 1000).toFixed(3)} ms`;
/** @param {number | undefined} value */
export const times2 = (value) => (value === undefined ? '' : `${value.toFixed(2)}x`);

/** @param {Figure} figure */
function figureLine({ name, value, unit, bound, target, met }) {
  const text = unit === 'times' ? value.toFixed(3) : grouped(value);
  const goal = bound === undefined
    ? ''
    : ` ${bound === 'at most' ? '<=' : '>='} ${String(grouped(/** @type {number} */ (target))).padEnd(5)} ${met ? 'met' : 'MISSED'}`;
  return `  ${name.padEnd(64)} ${text.padStart(9)} ${unit.padEnd(6)}${goal}`;
}

/** Collects a run, and prints it as it goes. */
export class Report {
  #section = '';
  /** @type {Figure[]} */
  #figures = [];
  /** @type {object[]} */
  #times = [];
  /** @type {object[]} */
  #values = [];

  /** @param {string} line */
  print(line = '') {
    console.log(line.replace(/ +$/, ''));
  }

  /** @param {string} name */
  section(name) {
    this.#section = name;
    this.print(`\n${name}\n`);
  }

  /**
   * The first column is to the left, the others to the right.
   * @param {string[][]} rows the first is the heading
   */
  table(rows) {
    const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
    for (const row of rows) {
      this.print(`  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ')}`);
    }
    this.print();
  }

  /**
   * Records the times of one call on that many prices or rows.
   * @param {Times} times
   * @param {number} items
   */
  times(times, items) {
    this.#times.push({
      section: this.#section,
      name: times.name,
      unit: 's',
      items,
      median: median(times),
      minimum: Math.min(...times.seconds),
      maximum: Math.max(...times.seconds),
      runs: times.seconds.length,
      calls_a_run: times.calls,
    });
  }

  /**
   * Records a number that is neither a time nor a result.
   * @param {string} name
   * @param {number} value
   * @param {string} unit
   */
  value(name, value, unit) {
    this.#values.push({ section: this.#section, name, unit, value });
  }

  /**
   * Prints and records a figure, and whether it meets its target.
   * @param {string} name
   * @param {number} value
   * @param {string} unit
   * @param {Target} [target]
   */
  figure(name, value, unit, target) {
    /** @type {Figure} */
    const figure = { section: this.#section, name, unit, value };
    if (target?.atMost !== undefined) {
      Object.assign(figure, { bound: 'at most', target: target.atMost, met: value <= target.atMost });
    }
    if (target?.atLeast !== undefined) {
      Object.assign(figure, { bound: 'at least', target: target.atLeast, met: value >= target.atLeast });
    }
    this.#figures.push(figure);
    this.print(figureLine(figure));
  }

  /** Every target once more, at the end. */
  targets() {
    const targets = this.#figures.filter(({ bound }) => bound !== undefined);
    this.print('\nTargets\n');
    for (const figure of targets) this.print(figureLine(figure));
    this.print(`\n  ${targets.filter(({ met }) => met).length} of ${targets.length} met`);
  }

  /**
   * @param {object} machine
   * @param {boolean} quick
   */
  json(machine, quick) {
    return `${JSON.stringify(
      { quick, machine, figures: this.#figures, times: this.#times, values: this.#values }, null, 2)}\n`;
  }
}
