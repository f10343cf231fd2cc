// persistence.mjs - whether the browser keeps what the page has stored when its disk gets full: asked for when
// there is something of the visitor's own to keep.

const ASKED = 'persistence-asked';

/**
 * @param {() => void} onChange hears when the answer has changed
 */
export function setUpPersistence(onChange) {
  let isPersistent = false;
  const storage = /** @type {StorageManager | undefined} */ (navigator.storage);

  /** @param {boolean | undefined} answer */
  function take(answer) {
    if (answer === undefined || answer === isPersistent) return;
    isPersistent = answer;
    onChange();
  }

  // A browser that has no answer has not agreed.
  const known = Promise.resolve(storage?.persisted?.()).then(take, () => {});

  /** @returns {Promise<boolean>} what the browser, or the visitor it asks, has said */
  async function ask() {
    await known;
    remember();
    take(await Promise.resolve(storage?.persist?.()).catch(() => false));
    return isPersistent;
  }

  return {
    isPersistent: () => isPersistent,
    ask,
    /** Asks, unless that has been done before, and waits for nothing: a browser may put the question to the visitor. */
    askOnce() {
      if (!wasAsked()) void ask();
    },
  };
}

function wasAsked() {
  try {
    return localStorage.getItem(ASKED) !== null;
  } catch {
    return false;
  }
}

function remember() {
  try {
    localStorage.setItem(ASKED, new Date().toISOString());
  } catch {
    // A browser that denies storage: it is asked again another time.
  }
}
