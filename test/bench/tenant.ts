/** Whose exports are measured: the same kinds of file, from two companies that are not alike. */
import { trailRecords } from './cloudtrail.ts';
import { entraCsv } from './entra.ts';
import { entraRecords } from './entra-json.ts';
import * as mixedTrail from './mixed/cloudtrail.ts';
import * as mixedEntra from './mixed/entra.ts';
import * as mixedOkta from './mixed/okta.ts';
import { oktaLines } from './okta.ts';

/** Each yields so many records, always the same ones; CSV with header and breaks, the others without breaks. */
export interface Tenant {
  name: string;
  okta: (records: number) => Generator<string>;
  entra: (records: number) => Generator<string>;
  entraCsv: (records: number) => Generator<string>;
  trail: (records: number) => Generator<string>;
}

export const TENANTS: readonly Tenant[] = [
  // People who come one after the other; two to three records in a hundred are refusals.
  { name: 'steady', okta: oktaLines, entra: entraRecords, entraCsv, trail: trailRecords },
  // Everybody at once, everything different from record to record; six in a hundred are refusals.
  {
    name: 'mixed',
    okta: mixedOkta.oktaLines,
    entra: mixedEntra.entraRecords,
    entraCsv: mixedEntra.entraCsv,
    trail: mixedTrail.trailRecords,
  },
];
