/**
 * The demo: a month of a made-up company, written as the exports that its administrators would have made.
 * Pure and deterministic: the same seed gives the same bytes. The truth it returns is for tests only.
 */
import { gzipSync } from 'node:zlib';
import { legacyMail, pushFatigue, reportedFraud, spray, stolenKey, stolenSession, weakerFactor } from './attacks';
import { at, Book, type Entry } from './book';
import { hire } from './company';
import { CSV_COLUMNS, csvRow } from './duo';
import { expiredSecret, guesses, newPhone, rollout, toldHere, traveller } from './honest';
import { jobs, oktaClients, runJob } from './machines';
import { ordinaryMonth } from './ordinary';
import { Chance } from './random';
import type { Stage, Story, Truth } from './story';

export type { Story, Truth } from './story';

export const DEMO_SEED = 'corvane-2026-05';

const json = (entries: readonly Entry[]): string[] => entries.map(({ record }) => JSON.stringify(record));
const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const csv = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  `\ufeff${[header, ...rows].map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;

/**
 * Writes the exports one by one into `sink` (name with folders, content) and returns what really happened.
 * About 30,000 records of Entra ID, Okta and Duo; no clock and no network is asked.
 */
export function generateDemo(seed: string, sink: (name: string, bytes: Buffer | string) => void): Truth {
  const chance = new Chance(seed);
  const book = new Book(seed);
  const people = hire(chance.fork('people'));
  const stage: Stage = { book, people, chance };
  const work = jobs(chance);

  ordinaryMonth(book, people, chance, toldHere);
  for (const job of [work.ledger, work.people, work.backup, work.reports, work.inventory]) runJob(book, job, chance);
  oktaClients(book, chance);
  const noise = guesses(stage);
  const stories: Story[] = [
    pushFatigue(stage),
    legacyMail(stage),
    weakerFactor(stage),
    ...spray(stage),
    stolenKey(stage, work.ledger),
    stolenSession(stage),
    reportedFraud(stage),
    ...rollout(stage),
    newPhone(stage),
    traveller(stage),
    expiredSecret(stage, work.stock),
  ];

  writeEntra(book, sink);
  writeOkta(book, sink);
  writeDuo(book, sink);
  return {
    seed,
    people: people.length,
    records: Object.fromEntries(Object.entries(book.logs).map(([log, entries]) => [log, entries.length])),
    stories,
    noise,
  };
}

type Sink = (name: string, bytes: Buffer | string) => void;

function writeEntra(book: Book, sink: Sink): void {
  // The portal's download is newest first.
  const interactive = json(book.inOrder('interactive')).reverse();
  sink('entra/InteractiveSignIns_2026-05-01_2026-05-31.json', `[${interactive.join(',\n')}]`);
  const quiet = book.inOrder('nonInteractive');
  const half = at(16, 0, 0);
  const before = quiet.filter((entry) => entry.time < half);
  const after = quiet.filter((entry) => entry.time >= half);
  sink('entra/insights-logs-noninteractiveusersigninlogs/2026-05-01.json', `${json(before).join('\n')}\n`);
  sink('entra/insights-logs-noninteractiveusersigninlogs/2026-05-16.json', `${json(after).join('\n')}\n`);
  const machines = book.inOrder('servicePrincipal').reverse();
  const header = Object.keys(machines[0]!.record);
  sink(
    'entra/ApplicationSignIns_2026-05-01_2026-05-31.csv',
    csv(
      header,
      machines.map(({ record }) => header.map((name) => String(record[name]))),
    ),
  );
}

function writeOkta(book: Book, sink: Sink): void {
  const all = book.inOrder('okta');
  const packed = gzipSync(`${json(all).join('\n')}\n`, { level: 6 });
  packed[9] = 255; // the header's operating system byte: "unknown", so that the bytes are the same everywhere
  sink('okta/system-log-2026-05.ndjson.gz', packed);
  // Somebody fetched the last weekend again: an overlap that must add nothing.
  const weekend = all.filter((entry) => entry.time >= at(30, 0, 0));
  sink('okta/system-log-last-weekend.json', `[${json(weekend).join(',')}]`);
}

const DUO_PAGE = 200; // the limit that the administrator's script asks with

function writeDuo(book: Book, sink: Sink): void {
  const all = book.inOrder('duo');
  const cut = at(25, 0, 0);
  const paged = all.filter((entry) => entry.time < cut);
  const pages = Math.ceil(paged.length / DUO_PAGE);
  for (let page = 0; page < pages; page++) {
    const logs = paged.slice(page * DUO_PAGE, (page + 1) * DUO_PAGE);
    const last = logs[logs.length - 1]!;
    const metadata = {
      next_offset: page + 1 < pages ? [String(last.time), last.id] : null,
      total_objects: paged.length,
    };
    sink(
      `duo/authentication-v2-page-${page + 1}.json`,
      JSON.stringify({ response: { authlogs: logs.map(({ record }) => record), metadata }, stat: 'OK' }),
    );
  }
  // The last week comes from the Admin Panel instead: human labels and no transaction ids.
  const rows = all.filter((entry) => entry.time >= cut).reverse();
  sink(
    'duo/authentication-report-2026-05-25.csv',
    csv(
      CSV_COLUMNS,
      rows.map(({ record }) => csvRow(record)),
    ),
  );
}
