/** Rows of words into the files that the vendors export. */
import { MORE } from './more-records';
import { PLATFORMS } from './platforms';
import { DEVICES, type Device, PLACES, type Place, type Row, type Scene, timeOf } from './scene';
import { SIGN_INS } from './sign-ins';

/** One row, as a vendor needs it. */
export interface Facts {
  id: string;
  /** The id as digits alone. */
  number: string;
  time: number;
  iso: string;
  who: string;
  login: string;
  /** A small number of the person's own. */
  short: string;
  at: Place;
  device: Device | null;
  app: string | null;
  session: string | null;
  key: string;
  on: string;
  onLogin: string;
  phone: Place | null;
  uuid(text: string): string;
  countryName(place: Place): string;
}
/** The file, and the record: an object of JSON or of a table, or a line. */
export type Writer = (facts: Facts) => [file: string, record: object | string];

const WRITERS: Record<string, Writer> = { ...SIGN_INS, ...PLATFORMS, ...MORE };
const COUNTRIES: Record<string, string> = { DE: 'Germany', FR: 'France', SE: 'Sweden', NG: 'Nigeria', US: 'United States', RO: 'Romania', NL: 'Netherlands', RU: 'Russia', GB: 'United Kingdom' }; // biome-ignore format: a table

function hash(text: string): number {
  let h = 0x9dc5;
  for (const char of text) h = Math.imul(h ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return h;
}
const uuid = (text: string): string => {
  const [a, b, c, d] = ['1', '2', '3', '4'].map((salt) => hash(salt + text).toString(16).padStart(8, '0')); // biome-ignore format: one line
  return `${a}-${b!.slice(0, 4)}-4${b!.slice(5)}-9${c!.slice(1, 4)}-${c!.slice(4)}${d}`;
};
const loginOf = (who: string): string => (who.includes('@') ? who : `${who}@corp.example`);

function factsOf([when, who, what, where, device, more = {}]: Row, n: number): Facts {
  const time = timeOf(when);
  const id = uuid(`${n} ${when} ${who} ${what}`);
  return {
    id,
    number: `4${String(hash(id)).padStart(10, '0')}${String(n).padStart(8, '0')}`,
    time,
    iso: new Date(time).toISOString(),
    who,
    login: loginOf(who),
    short: String(1_000 + (hash(who) % 9_000_000)),
    at: PLACES[where],
    device: device === undefined ? null : DEVICES[device],
    app: more.app ?? null,
    session: more.session ? uuid(`session ${more.session}`) : null,
    key: uuid(`key ${more.key ?? id}`),
    on: more.on ?? who,
    onLogin: loginOf(more.on ?? who),
    phone: more.phone ? PLACES[more.phone] : null,
    uuid,
    countryName: ({ country }) => COUNTRIES[country] ?? country,
  };
}

const csv = (records: readonly object[]): string =>
  [Object.keys(records[0]!), ...records.map((record) => Object.values(record))]
    .map((row) => row.map((cell) => `"${String(cell ?? '').replaceAll('"', '""')}"`).join(','))
    .join('\n');

export function filesOf({ rows, registers }: Pick<Scene, 'rows' | 'registers'>): Record<string, string> {
  const files = new Map<string, { time: number; record: object | string }[]>();
  for (const [n, row] of rows.entries()) {
    const writer = WRITERS[row[2]];
    if (!writer) throw new Error(`nobody writes "${row[2]}"`);
    const facts = factsOf(row, n);
    const [file, record] = writer(facts);
    files.set(file, [...(files.get(file) ?? []), { time: facts.time, record }]);
  }
  const told = [...files].map(([file, list]): [string, string] => {
    const records = list.sort((a, b) => a.time - b.time).map(({ record }) => record);
    if (file.endsWith('.csv')) return [file, csv(records as object[])];
    if (file.endsWith('.log')) return [file, `${records.join('\n')}\n`];
    if (file.endsWith('.json')) return [file, JSON.stringify(records)];
    return [file, records.map((record) => `${JSON.stringify(record)}\n`).join('')];
  });
  return { ...Object.fromEntries(told), ...registers };
}
