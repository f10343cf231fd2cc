// quickness.mjs - whether what stands in the editor may be run without being asked for: only what is quick.

// A run of so many milliseconds is hardly noticed.
const UNASKED_MS = 500;
// Of the first query of a first visit, which has not been run yet: milliseconds for a bar, generously.
const FIRST_MS = 0.005;

/**
 * @param {import('../app/view.mjs').ViewStore} view whose ranIn says how long the text took
 * @param {() => number} bars of the chosen symbol
 */
export function quickness(view, bars) {
  // Of the symbol that the text ran for. A run that the browser remembers was for the one it remembers.
  /** @type {number | undefined} */
  let ranBars;

  /** How many milliseconds a run will take, by the last one; Infinity where there was none. */
  function expected() {
    const { ranIn, file, sql, history } = view.get();
    if (ranIn !== undefined) return ranIn * (ranBars === undefined || ranBars === 0 ? 1 : bars() / ranBars);
    return sql === undefined && file === 'averages.sql' && history.length === 0 ? bars() * FIRST_MS : Infinity;
  }

  return {
    expected,
    isQuick: () => expected() <= UNASKED_MS,

    /** @param {number} milliseconds that a run takes, for the symbol that is chosen */
    expect(milliseconds) {
      ranBars = bars();
      view.set({ ranIn: Number.isFinite(milliseconds) ? milliseconds : undefined });
    },
  };
}
