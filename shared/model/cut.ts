/** Signs that an export does not hold all there was. */

/** Sizes at which portals and APIs stop: a file of exactly so many records may have more behind it. */
export const EXPORT_LIMITS: ReadonlySet<number> = new Set([
  1_000, 5_000, 10_000, 30_000, 50_000, 100_000, 150_000, 200_000, 250_000, 500_000, 1_000_000,
]);

/** The warning of a file that ends in the middle of a record. */
export const CUT_IN_RECORD = 'the file ends inside its last record: it may be cut';

/** How the warning ends of a packed file that is damaged, or ends too soon. */
export const READ_TO_DAMAGE = 'what could be unpacked was read';
