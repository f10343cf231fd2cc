import { loadCore } from 'sqlite-smma/core';
import wasm from 'sqlite-smma/smma-core.wasm';

export default {
  async fetch(request) {
    const { prices, period } = await request.json();
    const core = await loadCore({ wasm });
    try {
      return Response.json([...core.smma(prices, period)]);
    } catch (error) {
      return new Response(error.message, { status: 400 });
    }
  },
};
