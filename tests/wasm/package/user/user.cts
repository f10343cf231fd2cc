// user.cts - a user's TypeScript that becomes CommonJS.

import inline = require('sqlite-smma/inline');

export async function averages(prices: inline.Prices): Promise<Float64Array> {
  const core: inline.Core = await inline.loadCore();
  try {
    return core.smma(prices, 14);
  } catch (error) {
    if (error instanceof inline.SmmaError) return new Float64Array(0);
    throw error;
  }
}
// @ts-expect-error prices are numbers
averages(['1']);
