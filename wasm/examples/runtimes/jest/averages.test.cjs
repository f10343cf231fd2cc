const { loadCore } = require('sqlite-smma/inline');

test('averages', async () => {
  const core = await loadCore();
  expect(core.smma([10, 11, 13, 12.5, 14.1], 3).at(-1)).toBe(12.514814814814814);
  expect(() => core.smma([10, 11], 0)).toThrow('the period is zero');
});
