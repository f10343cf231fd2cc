// table.mjs - the calls from the page to the worker: the one place that names them. What a call takes
// and gives is said where the worker carries it out, and its types are taken from there.

/** @typedef {import('./service.mjs').Service} Service */
/** @typedef {import('./live-service.mjs').LiveService} LiveService */
/** @typedef {import('./restore-service.mjs').RestoreService} RestoreService */
/** @typedef {import('./rescue-service.mjs').RescueService} RescueService */

/**
 * stops: a call that a signal stops; how many arguments it has, after which the page may give CallOptions.
 * reports: a call that in the worker gets, after its arguments, a function that sends the page its progress.
 * @typedef {{ stops?: number, reports?: boolean }} Kind
 */

export const CALLS = /** @type {const} */ ({
  /** Of service.mjs; only client.mjs makes these. */
  lifetime: {
    open: {},
    close: {},
    reopen: {},
  },
  /** Of service.mjs. */
  database: {
    symbols: {},
    series: {},
    part: {},
    run: {},
    runScript: {},
    schema: {},
    sweep: { stops: 2, reports: true },
    previewImport: { stops: 2, reports: true },
    importTarget: {},
    importTargets: {},
    importFaults: {},
    importPreviewed: { stops: 1 },
    leaveImport: {},
    exportDatabase: {},
    ownAmongSamples: {},
    restoreSample: {},
    removeSamples: {},
    deleteSymbol: {},
  },
  /** Of live-service.mjs. */
  live: {
    start: {},
    series: {},
    part: {},
    run: {},
    append: {},
    compare: {},
    end: {},
  },
  /** Of restore-service.mjs. */
  restore: {
    inspect: { stops: 1, reports: true },
    saveReadable: { stops: 0 },
    replaceAll: {},
    takeSymbols: { stops: 1 },
    leave: {},
  },
  /** Of rescue-service.mjs. */
  rescue: {
    save: {},
    startAfresh: {},
    file: {},
    asides: {},
    asideFile: {},
    removeAside: {},
  },
});

/** @typedef {keyof typeof CALLS} Group */

/**
 * What the page may add to a call that stops.
 * @template {((progress: any) => void) | undefined} [Listener=(progress: any) => void]
 * @typedef {object} CallOptions
 * @property {AbortSignal} [signal] stops it; it rejects with an AbortError
 * @property {Listener} [onProgress]
 */

/**
 * @template {unknown[]} Arguments
 * @typedef {Arguments extends [...infer Before, unknown] ? Before : never} WithoutLast
 */

/**
 * @template {unknown[]} Arguments
 * @typedef {Arguments extends [...unknown[], infer Listener extends ((progress: any) => void) | undefined] ? Listener : never} LastOf
 */

/**
 * The arguments of a method of the worker, as the page gives them.
 * @template {unknown[]} Arguments
 * @template Entry of CALLS
 * @typedef {Entry extends { reports: true } ? [...WithoutLast<Arguments>, options?: CallOptions<LastOf<Arguments>>]
 *   : Entry extends { stops: number } ? [...Arguments, options?: CallOptions] : Arguments} PageArguments
 */

/**
 * The methods of Target that a group names, as the page calls them. A name that Target lacks is an error of types.
 * @template Entries
 * @template {{ [Name in keyof Entries]: (...args: any[]) => any }} Target
 * @typedef {{ [Name in keyof Entries]: (...args: PageArguments<Parameters<Target[Name]>, Entries[Name]>)
 *   => Promise<Awaited<ReturnType<Target[Name]>>> }} RemoteOf
 */

/** @typedef {RemoteOf<typeof CALLS.lifetime, Service>} LifetimeCalls */
/** @typedef {RemoteOf<typeof CALLS.database, Service>} DatabaseCalls */
/** @typedef {RemoteOf<typeof CALLS.live, LiveService>} LiveCalls */
/** @typedef {RemoteOf<typeof CALLS.restore, RestoreService>} RestoreCalls */
/** @typedef {RemoteOf<typeof CALLS.rescue, RescueService>} RescueCalls */

/** @typedef {{ lifetime: LifetimeCalls, database: DatabaseCalls, live: LiveCalls, restore: RestoreCalls, rescue: RescueCalls }} Groups */

/**
 * @param {string} group
 * @param {string} name
 * @returns {Kind | undefined} undefined for a call that is not there
 */
export function kindOf(group, name) {
  const entries = Object.hasOwn(CALLS, group) ? CALLS[/** @type {Group} */ (group)] : {};
  return Object.hasOwn(entries, name) ? /** @type {Record<string, Kind>} */ (entries)[name] : undefined;
}

/**
 * The calls of a group as functions.
 * @template {Group} Name
 * @param {Name} group
 * @param {(name: string, args: unknown[], options: CallOptions) => Promise<any>} send
 * @returns {Groups[Name]}
 */
export function callsOf(group, send) {
  /** @type {[string, Kind][]} */
  const entries = Object.entries(CALLS[group]);
  return /** @type {any} */ (Object.fromEntries(entries.map(([name, { stops }]) => [
    name,
    (/** @type {any[]} */ ...args) => (stops === undefined
      ? send(name, args, {})
      : send(name, Array.from({ length: stops }, (_, index) => args[index]), args[stops] ?? {})),
  ])));
}
