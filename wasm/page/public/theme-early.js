// Runs before the first paint, so that no other theme flashes. The switch is in src/theme.mjs.
(() => {
  let theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  try {
    const kept = localStorage.getItem('theme');
    if (kept === 'dark' || kept === 'light') theme = kept;
  } catch {
    // A browser that denies storage: the theme is the system's.
  }
  document.documentElement.dataset.theme = theme;
})();
