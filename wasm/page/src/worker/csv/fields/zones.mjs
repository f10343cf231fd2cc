// zones.mjs - instants of times that clocks have shown, by the time zones that the platform knows.

const HOUR = 3600;
const DAY = 86400;

// Abbreviations that mean one offset; the platform reads names of zones, not these.
/** @type {Record<string, number>} */
const ABBREVIATIONS = {
  est: -5, edt: -4, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7, z: 0, ut: 0, utc: 0, gmt: 0,
  wet: 0, west: 1, cet: 1, cest: 2, eet: 2, eest: 3, msk: 3, jst: 9, kst: 9, hkt: 8, sgt: 8, aest: 10, aedt: 11,
};

/** Those that mean several: zones, and hours east of UTC. @type {Record<string, [zone: string, hours: number][]>} */
const AMBIGUOUS = {
  cst: [['America/Chicago', -6], ['Asia/Shanghai', 8], ['America/Havana', -5]],
  ist: [['Asia/Kolkata', 5.5], ['Asia/Jerusalem', 2], ['Europe/Dublin', 1]],
  bst: [['Europe/London', 1], ['Asia/Dhaka', 6]],
  ast: [['America/Halifax', -4], ['Asia/Riyadh', 3]],
};

/**
 * What an abbreviation can mean.
 * @param {string} name
 * @returns {{ zone: string, offset: number }[]} offset: seconds east of UTC; none where it means one thing or nothing
 */
export const meaningsOf = (name) => (AMBIGUOUS[name.toLowerCase()] ?? []).map(([zone, hours]) => ({ zone, offset: hours * HOUR }));

/** @param {string} name @returns {number | undefined} seconds east of UTC */
export function offsetNamed(name) {
  const hours = ABBREVIATIONS[name.toLowerCase()];
  return hours === undefined ? undefined : hours * HOUR;
}

/** @type {Map<string, Zone | undefined>} */
const known = new Map();

/**
 * @param {string} name such as America/New_York
 * @returns {Zone | undefined} undefined where the platform knows no such zone
 */
export function zoneNamed(name) {
  if (!known.has(name)) {
    let zone;
    try {
      zone = new Zone(name);
    } catch {
      // A RangeError: it is no zone.
    }
    known.set(name, zone);
  }
  return known.get(name);
}

/** The names of all zones, UTC first. @returns {string[]} */
export function zoneNames() {
  const names = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
  return ['UTC', ...names.filter((name) => name !== 'UTC')];
}

export class Zone {
  #format;
  /** @type {Map<number, number>} */
  #offsets = new Map();

  /** @param {string} name; throws a RangeError */
  constructor(name) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: name, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric',
      hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
    this.name = this.#format.resolvedOptions().timeZone;
  }

  /**
   * The instants at which clocks have shown a time: none where they were put forward over it, two
   * where they were put back.
   * @param {number} shown seconds since 1970 as if it were UTC
   * @returns {number[]} seconds since 1970 in UTC, ascending
   */
  instantsOf(shown) {
    const before = this.offsetAt(shown - DAY);
    const after = this.offsetAt(shown + DAY);
    const offsets = before === after ? [before] : [Math.max(before, after), Math.min(before, after)];
    return offsets.map((offset) => shown - offset).filter((instant) => shown - this.offsetAt(instant) === instant);
  }

  /** @param {number} instant @returns {number} seconds east of UTC */
  offsetAt(instant) {
    // Clocks are changed at full quarters of an hour.
    const quarter = Math.floor(instant / 900);
    let offset = this.#offsets.get(quarter);
    if (offset === undefined) {
      const at = quarter * 900;
      /** @type {Record<string, number>} */
      const part = {};
      for (const { type, value } of this.#format.formatToParts(at * 1000)) part[type] = Number(value);
      offset = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) / 1000 - at;
      this.#offsets.set(quarter, offset);
    }
    return offset;
  }
}
