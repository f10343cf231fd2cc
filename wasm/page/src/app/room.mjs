// room.mjs - how the window is shared out: the height of the dock below the chart, which can be drawn, and
// whether it is folded.

import { byId } from '../shared/dom.mjs';

const LEAST_DOCK = 120;
const LEAST_CHART = 140; // without its panes
const STEP = 24;

/** @param {import('./view.mjs').ViewStore} view */
export function setUpRoom(view) {
  const dock = byId('dock');
  const layout = /** @type {HTMLElement} */ (dock.parentElement);
  const separator = byId('dock-separator');
  const foldButton = byId('fold-dock', HTMLButtonElement);
  /** @type {{ y: number, height: number } | undefined} */
  let drag;

  const most = () => {
    const panes = parseFloat(layout.style.getPropertyValue('--panes-height')) || 0;
    return Math.max(LEAST_DOCK, Math.floor(dock.offsetHeight + byId('chart').clientHeight - panes - LEAST_CHART));
  };

  function describe() {
    if (view.get().isFolded) return;
    separator.setAttribute('aria-valuemin', String(LEAST_DOCK));
    separator.setAttribute('aria-valuemax', String(most()));
    separator.setAttribute('aria-valuenow', String(Math.round(dock.offsetHeight)));
    separator.setAttribute('aria-valuetext', `${Math.round(dock.offsetHeight)} pixels`);
  }

  function show() {
    const { dock: height, isFolded } = view.get();
    if (height === undefined) layout.style.removeProperty('--dock-height');
    else layout.style.setProperty('--dock-height', `${height}px`);
    layout.toggleAttribute('data-folded', isFolded);
    separator.hidden = isFolded;
    foldButton.setAttribute('aria-expanded', String(!isFolded));
    foldButton.setAttribute('aria-label', isFolded ? 'Unfold the panel below the chart' : 'Fold the panel below the chart');
    describe();
  }

  /** @param {number} height */
  const draw = (height) => view.set({ dock: Math.round(Math.max(LEAST_DOCK, Math.min(most(), height))) });

  separator.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    separator.setPointerCapture(event.pointerId);
    drag = { y: event.clientY, height: dock.offsetHeight };
  });
  separator.addEventListener('pointermove', ({ clientY }) => {
    if (drag !== undefined) draw(drag.height + drag.y - clientY);
  });
  separator.addEventListener('lostpointercapture', () => { drag = undefined; });
  separator.addEventListener('dblclick', () => view.set({ dock: undefined }));
  separator.addEventListener('keydown', (event) => {
    /** @type {Record<string, number | undefined>} */
    const heights = {
      ArrowUp: dock.offsetHeight + STEP, ArrowDown: dock.offsetHeight - STEP, Home: LEAST_DOCK, End: most(),
    };
    const height = heights[event.key];
    if (height !== undefined) draw(height);
    else if (event.key === 'Enter') view.set({ isFolded: true });
    else return;
    event.preventDefault();
    if (view.get().isFolded) foldButton.focus();
  });
  foldButton.addEventListener('click', () => view.set({ isFolded: !view.get().isFolded }));
  new ResizeObserver(describe).observe(dock);
  view.subscribe(show, ['dock', 'isFolded']);
  show();
}
