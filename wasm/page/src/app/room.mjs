// room.mjs - how the window is shared out: the height of the dock below the chart, which can be drawn, and
// whether it is folded.

import { byId } from '../shared/dom.mjs';

/** @typedef {{ dock: number | undefined, isFolded: boolean }} Sizes dock: its height in pixels; undefined: what is usual */

const LEAST_DOCK = 120;
const LEAST_CHART = 140; // without its panes
const STEP = 24;

/**
 * @param {(sizes: Sizes) => void} [onChange] hears of what the visitor has changed
 */
export function setUpRoom(onChange = () => {}) {
  const dock = byId('dock');
  const layout = /** @type {HTMLElement} */ (dock.parentElement);
  const separator = byId('dock-separator');
  const foldButton = byId('fold-dock', HTMLButtonElement);
  /** @type {Sizes} */
  let sizes = { dock: undefined, isFolded: false };
  /** @type {{ y: number, height: number } | undefined} */
  let drag;

  const most = () => {
    const panes = parseFloat(layout.style.getPropertyValue('--panes-height')) || 0;
    return Math.max(LEAST_DOCK, Math.floor(dock.offsetHeight + byId('chart').clientHeight - panes - LEAST_CHART));
  };

  function describe() {
    if (sizes.isFolded) return;
    separator.setAttribute('aria-valuemin', String(LEAST_DOCK));
    separator.setAttribute('aria-valuemax', String(most()));
    separator.setAttribute('aria-valuenow', String(Math.round(dock.offsetHeight)));
    separator.setAttribute('aria-valuetext', `${Math.round(dock.offsetHeight)} pixels`);
  }

  function show() {
    if (sizes.dock === undefined) layout.style.removeProperty('--dock-height');
    else layout.style.setProperty('--dock-height', `${sizes.dock}px`);
    layout.toggleAttribute('data-folded', sizes.isFolded);
    separator.hidden = sizes.isFolded;
    foldButton.setAttribute('aria-expanded', String(!sizes.isFolded));
    foldButton.setAttribute('aria-label', sizes.isFolded ? 'Unfold the panel below the chart' : 'Fold the panel below the chart');
    describe();
  }

  /** @param {Partial<Sizes>} changed */
  function change(changed) {
    sizes = { ...sizes, ...changed };
    show();
    onChange({ ...sizes });
  }

  /** @param {number} height */
  const draw = (height) => change({ dock: Math.round(Math.max(LEAST_DOCK, Math.min(most(), height))) });

  separator.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    separator.setPointerCapture(event.pointerId);
    drag = { y: event.clientY, height: dock.offsetHeight };
  });
  separator.addEventListener('pointermove', ({ clientY }) => {
    if (drag !== undefined) draw(drag.height + drag.y - clientY);
  });
  separator.addEventListener('lostpointercapture', () => { drag = undefined; });
  separator.addEventListener('dblclick', () => change({ dock: undefined }));
  separator.addEventListener('keydown', (event) => {
    /** @type {Record<string, number | undefined>} */
    const heights = {
      ArrowUp: dock.offsetHeight + STEP, ArrowDown: dock.offsetHeight - STEP, Home: LEAST_DOCK, End: most(),
    };
    const height = heights[event.key];
    if (height !== undefined) draw(height);
    else if (event.key === 'Enter') change({ isFolded: true });
    else return;
    event.preventDefault();
    if (sizes.isFolded) foldButton.focus();
  });
  foldButton.addEventListener('click', () => change({ isFolded: !sizes.isFolded }));
  new ResizeObserver(describe).observe(dock);
  show();

  return {
    get: () => ({ ...sizes }),

    /** @param {Partial<Sizes>} next */
    set(next) {
      sizes = { ...sizes, ...next };
      show();
    },

    /** Has the dock in sight. */
    unfold() {
      if (sizes.isFolded) change({ isFolded: false });
    },
  };
}
