// notices.mjs - what a visitor is told about where the prices are.

const GONE = 'Everything works in memory meanwhile, but what you import or change here is gone when this tab closes.';

/**
 * @param {'busy' | 'free' | 'missing' | 'failed'} reason for being in memory; 'free': the other tab
 *   has let go of the database
 * @param {string} detail
 */
export function noticeOf(reason, detail) {
  switch (reason) {
    case 'busy':
      return `Another tab has the prices open, and only one can. ${GONE} Close the other tab, then try again here.`;
    case 'free':
      return `The other tab has let go of the prices kept in this browser. Try again to open them. ${GONE}`;
    case 'missing':
      return `This browser does not keep a database for this page (a private window, or an older browser). ${GONE}`;
    default:
      return `The prices kept in this browser could not be opened (${detail}). ${GONE}`;
  }
}
