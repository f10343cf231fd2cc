const { loadCore, SmmaError } = require('sqlite-smma/inline');

async function main() {
  const core = await loadCore();
  console.log(core.smma([10, 11, 13, 12.5, 14.1], 3).at(-1));
  try {
    core.smma([10, 11], 0);
  } catch (error) {
    if (error instanceof SmmaError) console.log(error.message);
  }
}

main();
