// theme.mjs - dark or light: the system's choice until the switch is used, then the one kept here.
// A script in index.html sets the first theme before the first paint.

const KEY = 'theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const root = document.documentElement;

/** @type {Set<() => void>} */
const listeners = new Set();

const isDark = () => root.dataset.theme === 'dark';

/**
 * The value of a custom property of style/tokens.css in the theme that shows.
 * @param {string} name with its two dashes
 */
export const colourOf = (name) => getComputedStyle(root).getPropertyValue(name).trim();

/**
 * Has listener called after every change of theme.
 * @param {() => void} listener
 */
export const onThemeChange = (listener) => void listeners.add(listener);

/** @param {HTMLElement} themeSwitch of role switch */
export function setUpTheme(themeSwitch) {
  const show = (/** @type {boolean} */ dark) => {
    root.dataset.theme = dark ? 'dark' : 'light';
    themeSwitch.setAttribute('aria-checked', String(dark));
    for (const listener of listeners) listener();
  };
  show(isDark());
  themeSwitch.addEventListener('click', () => {
    show(!isDark());
    keep(isDark() ? 'dark' : 'light');
  });
  system.addEventListener('change', () => {
    if (kept() === null) show(system.matches);
  });
}

function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // denied
  }
}

/** @param {string} theme */
function keep(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Denied: the theme holds until the page is closed.
  }
}
