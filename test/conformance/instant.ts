/** Times as peers write them. */

/** Epoch milliseconds of ISO 8601 text (UTC where it names no zone) or of a count since 1970; null for anything else. */
export function zonedInstant(text: string): number | null {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) {
    const count = Number(trimmed);
    // Seconds, milliseconds, microseconds and nanoseconds lie a thousandfold apart: no year is in doubt.
    for (const [below, unit] of [
      [1e11, 1_000],
      [1e14, 1],
      [1e17, 1e-3],
      [1e20, 1e-6],
    ] as const) {
      if (count < below) return Math.floor(count * unit + 1e-3);
    }
    return null;
  }
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(\.\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i.exec(trimmed);
  if (!match) return null;
  const [, day, clock, fraction, zone] = match;
  const offset = zone === undefined || /^(z|utc)$/i.test(zone) ? 'Z' : zone.replace(/^(...)(\d\d)$/, '$1:$2');
  const whole = Date.parse(`${day}T${clock!.length === 5 ? `${clock}:00` : clock}${offset}`);
  return Number.isNaN(whole) ? null : whole + Math.floor(Number(`0${fraction ?? ''}`) * 1_000 + 1e-6);
}
