/** A small made-up case for the tests of exports: one push-fatigue episode, an honest one, and hostile text. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { canonicalJson } from '../../../shared/base/canonical-json';
import type { Episode, Path } from '../../../shared/model/episode';
import type { Event } from '../../../shared/model/event';
import type { CaseFile, CaseView } from './case-view';
import type { WriteContext } from './format';
import type { Sink, Spool } from './sink';

const GENESIS = '0'.repeat(64);
const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const HOSTILE = '=HYPERLINK("http://x.example","a")<script>alert(1)</script>\u202e"\'&\u0007';

const event = (n: number, over: Partial<Event>): Event => ({
  id: `e0000000000000${n}`,
  recordId: `r-${n}`,
  attempt: `a0000000000000${n}`,
  time: `2026-01-05T09:0${n}:00.000Z`,
  source: 'okta',
  file: 'okta/log.ndjson',
  locator: { offset: n * 10, length: 10 },
  class: 'authentication',
  action: 'user.mfa.okta_verify.deny_push',
  outcome: 'denied_by_user',
  factor: 'push',
  code: null,
  reason: 'User rejected, "twice"',
  identity: { id: 'i00000000001', name: 'ada@corp.example', kind: 'human' },
  actor: '00u1',
  target: null,
  app: 'Payroll',
  resource: null,
  ip: '203.0.113.4',
  asn: 64500,
  asOrg: 'Example Net',
  geo: { country: 'RO', region: null, city: 'Cluj', lat: 46.77, lon: -23.6, from: 'database', radiusKm: 50 },
  secondPlace: null,
  device: { id: 'd1', name: 'Pixel', os: 'Android', browser: null, managed: null, compliant: false },
  userAgent: 'Mozilla/5.0 (X11; Linux)',
  session: 's1',
  correlation: 'c1',
  token: null,
  protocol: null,
  interactive: true,
  aal: [2, 2],
  risk: 'high',
  denial: true,
  ...over,
});

export const EVENTS: Event[] = [
  event(1, {}),
  event(2, {}),
  event(3, {
    outcome: 'success_mfa',
    action: 'user.authentication.auth_via_mfa',
    denial: false,
    reason: null,
    warnings: ['time cut to milliseconds'],
  }),
  event(4, {
    identity: { id: 'i00000000002', name: HOSTILE, kind: 'human' },
    app: "@SUM(1+1)*cmd|' /C calc'!A0",
    reason: '\t=1+1\r\nnext',
    userAgent: `curl/8 ${HOSTILE}`,
    geo: null,
    ip: null,
    asn: null,
    device: null,
  }),
];

const EPISODES: Episode[] = [
  {
    id: 'p00000000001',
    aliases: ['p00000000009'],
    identity: { id: 'i00000000001', name: 'ada@corp.example', kind: 'human', owner: null },
    start: EVENTS[0]!.time,
    end: EVENTS[1]!.time,
    denials: 2,
    outcomes: { denied_by_user: 2 },
    factors: ['push'],
    ips: ['203.0.113.4'],
    countries: ['RO'],
    apps: ['Payroll'],
    events: [EVENTS[0]!.id, EVENTS[1]!.id],
    questions: {
      who: 'ada@corp.example, a person',
      factor: 'push, 2 prompts in 1 min',
      from: '203.0.113.4, RO',
      normal: { fits: 'no', n: 214, why: ['first time from RO'] },
    },
    followed: 'yes',
    missing: ['non-interactive sign-ins'],
    nextOwn: null,
    followedBy: [
      {
        event: EVENTS[2]!.id,
        time: EVENTS[2]!.time,
        identity: 'ada@corp.example',
        ip: '203.0.113.4',
        app: 'Payroll',
        source: 'okta',
        delaySeconds: 60,
        kind: 'approved_after_denials',
        score: 0.97,
        reasons: [
          { text: 'same address as the denied prompts', weight: 2.1 },
          { text: 'usual hour', weight: -0.4 },
        ],
        path: [EVENTS[1]!.id, EVENTS[2]!.id],
      },
    ],
    patterns: ['push_fatigue'],
    verdict: 'likely_compromise',
    confidence: 0.93,
    for: [{ text: 'approved one minute after two denials', weight: 2.4, events: [EVENTS[2]!.id] }],
    against: [],
    aal: { denied: [2, 2], reached: [2, 2], required: 2, flags: ['fatigue_prone'], revision: 'r4' },
    playbook: 'session-and-token-revocation',
    nextSteps: ['Revoke the sessions of ada@corp.example'],
    standards: ['NIST SP 800-63B-4', 'ATT&CK T1621'],
  },
  {
    id: 'p00000000002',
    aliases: [],
    identity: { id: 'i00000000002', name: HOSTILE, kind: 'human', owner: null },
    start: EVENTS[3]!.time,
    end: EVENTS[3]!.time,
    denials: 1,
    outcomes: { denied_by_user: 1 },
    factors: ['push'],
    ips: [],
    countries: [],
    apps: [EVENTS[3]!.app!],
    events: [EVENTS[3]!.id],
    questions: { who: HOSTILE, factor: HOSTILE, from: HOSTILE, normal: { fits: 'unknown', n: 0, why: [HOSTILE] } },
    followed: 'not_in_evidence',
    missing: [HOSTILE],
    nextOwn: { event: EVENTS[2]!.id, delaySeconds: 3_700, why: HOSTILE },
    followedBy: [],
    patterns: [],
    verdict: 'undetermined',
    confidence: 0.5,
    for: [{ text: HOSTILE, weight: 0.1, events: [EVENTS[3]!.id], rows: ['c0000000000a'] }],
    facts: [{ row: 'c0000000000a', kind: 'changes', time: null, text: HOSTILE }],
    against: [{ text: HOSTILE, weight: 0.2, events: [] }],
    aal: null,
    playbook: null,
    nextSteps: [HOSTILE],
    standards: [],
  },
];

const PATHS: Path[] = [
  {
    id: 'h00000000001',
    episode: 'p00000000001',
    kind: 'approved_after_denials',
    score: 0.97,
    hops: [hop(EVENTS[1]!, 'push denied', null, 'denied'), hop(EVENTS[2]!, HOSTILE, 'same address, +1 min', 'access')],
    endsBecause: 'no later record of this session is in evidence',
  },
];

function hop(of: Event, what: string, key: string | null, role: Path['hops'][number]['role']): Path['hops'][number] {
  const { id, time, source, ip, app } = of;
  return { event: id, time, what, identity: of.identity!.name, source, ip, app, key, role };
}

const LOG = Buffer.from(Array.from({ length: 6 }, (_, i) => `{"n":${i}  }\n`).join(''));
export const EVIDENCE = [
  { path: 'okta/log.ndjson', bytes: LOG },
  { path: 'okta/packed.ndjson.gz', bytes: gzipSync(LOG) },
];

const file = (id: number, name: string, stored: Buffer, over: Partial<CaseFile>): CaseFile => ({
  id,
  file: name,
  sha256: sha256(LOG),
  bytes: LOG.length,
  source: 'okta',
  shape: 'ndjson',
  because: ['uuid, published, eventType in 6 of 6 records'],
  records: 6,
  events: 4,
  context: 0,
  duplicates: 0,
  skipped: 1,
  rejected: 1,
  reasons: [{ kind: 'rejected', why: `no time ${HOSTILE}`, count: 1, example: { offset: 50 } }],
  first: EVENTS[0]!.time,
  last: EVENTS[3]!.time,
  warnings: [],
  zoneAssumed: null,
  recognised: true,
  stored: `evidence/${name}`,
  storedSha256: sha256(stored),
  member: null,
  packing: 'none',
  encoding: 'utf-8',
  referenced: false,
  removed: null,
  imported: { started: '2026-02-01T08:00:00.000Z', finished: '2026-02-01T08:00:01.000Z' },
  ...over,
});

const FILES: CaseFile[] = [
  file(1, 'okta/log.ndjson', EVIDENCE[0]!.bytes, {}),
  file(2, 'okta/packed.ndjson.gz', EVIDENCE[1]!.bytes, { packing: 'gzip', events: 0, duplicates: 4, reasons: [] }),
];

const CUSTODY: string[] = [];
for (const act of ['case.create', 'import', 'decide']) {
  const prev = CUSTODY.length === 0 ? GENESIS : sha256(CUSTODY.at(-1)!);
  CUSTODY.push(
    canonicalJson({
      seq: CUSTODY.length + 1,
      at: `2026-02-01T08:00:0${CUSTODY.length}.000Z`,
      zone: 'UTC',
      actor: 'A. Examiner',
      confirmed: true,
      act,
      detail: {},
      tool: 'sidedoor 0.0.0',
      prev,
    }),
  );
}

/** The case, with parts replaced where a test wants others. */
export function sampleView(over: Partial<CaseView> = {}): CaseView {
  return {
    info: {
      id: '7d9f2f4e-0000-4000-8000-000000000001',
      name: 'Acme & Söhne',
      path: '/nowhere/acme.sidedoor',
      format: 1,
      readOnly: false,
      demo: false,
      events: EVENTS.length,
      denials: 3,
      identities: 2,
      episodes: EPISODES.length,
      open: 1,
      files: 2,
      first: EVENTS[0]!.time,
      last: EVENTS[3]!.time,
      custodyHead: sha256(CUSTODY.at(-1)!),
      acts: CUSTODY.length,
      sealed: 0,
      analysed: true,
      zone: 'UTC',
      actor: { name: 'A. Examiner', confirmed: true },
      attributions: ['Places: example database, CC BY 4.0'],
    },
    events: (query) => (query === '' ? EVENTS : EVENTS.filter((one) => one.outcome.includes(query))),
    event: (id) => EVENTS.find((one) => one.id === id) ?? null,
    identities: () => [],
    episodes: () => EPISODES,
    episode(id) {
      for (const episode of this.episodes('')) if ([episode.id, ...episode.aliases].includes(id)) return episode;
      return null;
    },
    paths: () => PATHS,
    pathsOf: (episode) => PATHS.filter((path) => path.episode === episode),
    files: () => FILES,
    evidenceFacts: () =>
      new Map(
        FILES.map(({ storedSha256 }, i) => [
          storedSha256,
          {
            sha512: i === 0 ? createHash('sha512').update(storedSha256).digest('hex') : null,
            acquired:
              i === 0
                ? { from: HOSTILE, received: '2026-01-31', how: '', declared: 'equal', recorded: '2026-02-01T08:59:00.000Z', by: 'A. Examiner' } // biome-ignore format: one record
                : null,
          },
        ]),
      ),
    refused: () => [{ file: 'okta/notes.txt', why: 'no known shape', sha256: null, at: '2026-02-01T09:00:00.000Z' }],
    leftOut: () => [
      { file: 'okta/log.ndjson', kind: 'skipped', why: 'no concern of ours', offset: 40, length: 10 },
      { file: 'okta/log.ndjson', kind: 'rejected', why: 'no time', offset: 50, length: 10 },
    ],
    duplicates: () =>
      EVENTS.map((one) => ({ event: one.id, file: 'okta/packed.ndjson.gz', offset: one.locator.offset, length: 10 })),
    evidence: () =>
      EVIDENCE.map(({ path, bytes }) => ({
        stored: `evidence/${path}`,
        path,
        sha256: sha256(bytes),
        bytes: bytes.length,
        async *read() {
          yield bytes;
        },
      })),
    referenced: () => [],
    annotations: () => [
      {
        id: 'n00000000001',
        on: 'p00000000001',
        text: `Called ada:\n${HOSTILE}`,
        tags: ['called', HOSTILE],
        by: 'A. Examiner',
        at: '2026-02-01T09:00:00.000Z',
        withdrawn: null,
      },
      ...['h00000000001', 'link:p00000000001/e00000000000003', 'place:RO/Cluj', 'range:2026-01-05T08:00:00.000Z/2026-01-05T10:00:00.000Z'].map((on, i) => ({
        id: `n0000000001${i}`,
        on,
        text: `Seen on ${on.slice(0, 4)}`,
        tags: [],
        by: 'A. Examiner',
        at: `2026-02-01T09:1${i}:00.000Z`,
        withdrawn: null,
      })),
    ], // biome-ignore format: one row each
    decisions: () => [
      {
        episode: 'p00000000009', // decided under the id that is now an alias
        verdict: 'attempted_abuse',
        action: 'verify',
        why: `She did not approve.\n${HOSTILE}`,
        by: 'A. Examiner',
        at: '2026-02-01T09:01:00.000Z',
        withdrawn: null,
      },
    ],
    linkReviews: () => [],
    manualEvents: () => [
      { id: 'm00000000001', time: '2026-01-05T08:30:00.000Z', zone: 'Europe/Berlin', what: 'Ada reported her phone stolen', source: 'telephone call', saidBy: 'ada@corp.example', identity: 'i00000000001', by: 'A. Examiner', at: '2026-02-01T09:03:00.000Z' },
      { id: 'm00000000002', time: '2026-01-05T09:30:00.000Z', zone: 'UTC', what: HOSTILE, source: HOSTILE, saidBy: null, identity: null, by: HOSTILE, at: '2026-02-01T09:04:00.000Z' },
    ], // biome-ignore format: one row each
    notebook: () => [{ seq: 1, text: HOSTILE, by: 'A. Examiner', at: '2026-02-01T09:02:00.000Z' }],
    custody: () => CUSTODY,
    custodyHead: () => ({ head: sha256(CUSTODY.at(-1)!), count: CUSTODY.length }),
    settings: () => ({ zone: 'UTC' }),
    thresholds: () => [
      { id: 'episodes.burst', group: 'Episodes', name: 'Burst', unit: 'minutes', default: 45, value: 60, least: 1, most: 1_440, whole: false, about: 'Denials of one identity closer than this belong together' },
    ], // biome-ignore format: one row
    thresholdSets: () => [
      { set: { version: 1, why: 'the site prompts slowly', by: 'R. Ito', at: '2026-02-01T00:00:00.000Z' }, own: { 'episodes.burst': 60 } },
    ], // biome-ignore format: one row
    places: () => ({
      places: [
        { country: 'RO', city: HOSTILE, lat: 46.77, lon: 23.6, from: 'database', radiusKm: 50, success: 1, denied: 2, identities: 1 }, // biome-ignore format: one row
        { country: 'GB', city: 'London', lat: 51.5, lon: -0.12, from: 'log', radiusKm: null, success: 40, denied: 1, identities: 9 }, // biome-ignore format: one row
      ],
      unlocated: 3,
    }),
    disagreements: () => ({
      rows: [
        { ip: '203.0.113.4', about: 'country', log: 'RO', databases: [{ database: HOSTILE, from: 'database', says: 'DE' }], likely: HOSTILE, because: 'registration', sources: ['okta'], events: 3, identities: 1, first: EVENTS[0]!.id, time: EVENTS[0]!.time }, // biome-ignore format: one row
      ],
      compared: 12,
      databases: ['example database, 2026-01-01'],
    }),
    coverage: () => ({
      sources: [
        {
          source: 'okta',
          title: 'Okta',
          files: 1,
          events: 4,
          first: '2026-01-01T00:00:00.000Z',
          last: '2026-01-31T00:00:00.000Z',
          silences: [{ from: '2026-01-10T00:00:00.000Z', to: '2026-01-11T06:00:00.000Z', chance: 1e-9 }],
          silencesCut: 0,
          delay: { n: 4, median: 60_000, p90: 3_600_000, max: 7_200_000 },
        },
      ],
      cut: [{ file: HOSTILE, source: 'okta', why: 'exactly 1,000 records, where exports stop' }],
      absent: [
        {
          log: 'Entra ID audit log',
          question: 'Was a factor registered?',
          so: 'it cannot be excluded',
          of: [],
          decides: false,
        },
      ],
      clocks: [
        {
          file: HOSTILE,
          other: 'duo.json',
          by: 'prompt',
          n: 14,
          medianMs: 62_000,
          spreadMs: 2_000,
          suggestMs: -62_000,
        },
      ],
    }),
    histogram: (buckets) => {
      const zeros = (): number[] => new Array<number>(buckets).fill(0);
      const from = Date.parse(EVENTS[0]!.time);
      const counts = { denied: zeros(), success: zeros(), other: zeros() };
      counts.denied[0] = 2;
      counts.success[buckets - 1] = 1;
      return { from, to: from + buckets * 4_000, step: 4_000, ...counts };
    },
    ...over,
  };
}

export class MemorySink implements Sink {
  readonly parts: Buffer[] = [];
  async write(chunk: Uint8Array | string): Promise<void> {
    this.parts.push(Buffer.from(chunk as string));
  }
  get bytes(): Buffer {
    return Buffer.concat(this.parts);
  }
  get text(): string {
    return this.bytes.toString('utf8');
  }
}

class MemorySpool extends MemorySink implements Spool {
  async close(): Promise<void> {}
  async *read(): AsyncGenerator<Uint8Array> {
    yield* this.parts;
  }
}

/** A context that keeps what was said to be left out. */
export function sampleContext(over: Partial<WriteContext> = {}): WriteContext & { said: string[] } {
  const said: string[] = [];
  return {
    signal: new AbortController().signal,
    progress: () => {},
    query: '',
    episode: null,
    fileName: 'out',
    now: Date.UTC(2026, 1, 2, 12),
    actor: { name: 'A. Examiner', confirmed: true },
    version: '0.0.0',
    spool: () => new MemorySpool(),
    leftOut: (text) => void said.push(text),
    remark: (text) => void said.push(text),
    said,
    ...over,
  };
}
