/**
 * A redacted copy of every format: no original value of a chosen field is in any byte of it, however it may be written there;
 * the same value has the same pseudonym everywhere; and the bundle still verifies.
 */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { CaseView } from '../../electron/engine/export/case-view';
import type { ExportFormat } from '../../electron/engine/export/format';
import { redact, review } from '../../electron/engine/export/redact';
import { collectValues } from '../../electron/engine/export/redact/collect';
import { Dictionary } from '../../electron/engine/export/redact/dictionary';
import { networkOf, pseudonyms } from '../../electron/engine/export/redact/pseudonym';
import { EVENTS, MemorySink, sampleContext, sampleView } from '../../electron/engine/export/sample-view';
import { stampsOf } from '../../electron/engine/export/stamp';
import { NO_FACTS } from '../../shared/model/playbook/testing/no-facts';
import { REDACT_FIELDS, RedactField, type Redaction } from '../../shared/model/redaction';
import { readable } from './members';

const formats = Object.values({
  ...import.meta.glob<ExportFormat>('../../electron/engine/export/formats/*/index.ts', {
    eager: true,
    import: 'default',
  }),
  ...import.meta.glob<ExportFormat>('../../electron/engine/export/report/{html,md,pdf,docx,xlsx}/index.ts', {
    eager: true,
    import: 'default',
  }),
});

const HAS_PDFTOTEXT = spawnSync('pdftotext', ['-v']).error === undefined;
const KEY = new Uint8Array(32).fill(7);
const ALL: Redaction = { fields: [...RedactField.options], truncate: false, keep: [], also: ['Corp Holdings'] };
const running = { signal: new AbortController().signal, progress: () => {}, now: Date.UTC(2026, 1, 2) };

const MAIL = 'ada.lovelace@corp.example';
const SECRET = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLW9mLWFkYQ';

/** A case that tells of the same people in every place and writing that logs have. */
function tellingView(): CaseView {
  const base = sampleView();
  const [first, ...rest] = EVENTS;
  const told = {
    ...first!,
    identity: { id: 'i00000000001', name: MAIL, kind: 'human' as const },
    actor: '00u9secretactor',
    reason: `Session sess-88231: User ${MAIL} refused; caller Grace.Hopper@other.example from 198.51.100.77 or 2001:db8::77, token ${SECRET}`,
    resource: `https://files.corp.example/home?user=${encodeURIComponent(MAIL)}&state=${Buffer.from(`{"u":"${MAIL}"}`).toString('base64')}`,
    userAgent: 'CorpAgent/7 (Adas-Pixel) build',
    device: { id: 'dev-4711', name: 'Adas-Pixel', os: 'Android 14', browser: null, managed: null, compliant: null },
    session: 'sess-88231',
    correlation: 'corr-5522',
    recordId: 'rec-99417',
    app: 'Corp Payroll',
    file: 'okta/log.ndjson',
  };
  const events = [told, ...rest];
  const episodes = [...base.episodes('')].map((episode, i) =>
    i > 0
      ? episode
      : {
          ...episode,
          identity: { ...episode.identity, name: MAIL, owner: 'Charles Babbage' },
          questions: { ...episode.questions, who: `${MAIL}, a person`, from: '203.0.113.4, Cluj' },
          nextSteps: [`Revoke the sessions of ${MAIL.toUpperCase()}`, 'Remove key 8ce3c50e-e9a0-4a73'],
          plan: { ...NO_FACTS, objects: [{ type: 'key' as const, value: '8ce3c50e-e9a0-4a73', system: 'entra' }] },
          for: [{ text: `Ada Lovelace said so to charles babbage (${MAIL})`, weight: 1, events: [] }],
        },
  );
  return sampleView({
    info: { ...base.info, name: 'Corp Holdings matter 12', path: '/home/examiner/Corp Holdings.sidedoor' },
    events: () => events,
    event: (id) => events.find((one) => one.id === id) ?? null,
    episodes: () => episodes,
    episode: (id) => episodes.find((one) => one.id === id) ?? null,
    identities: () => [
      {
        id: 'i00000000001',
        name: MAIL,
        display: 'Ada Lovelace',
        kind: 'human',
        kindBecause: 'log',
        owner: 'Charles Babbage',
        external: false,
        spellings: [{ name: 'CORP\\alovelace', actor: '00u9secretactor', source: 'okta', events: 1 }],
        joins: [{ key: 'upn', value: MAIL, sources: ['okta'] }],
        events: 1,
        denials: 1,
        first: null,
        last: null,
        aliases: [],
      },
    ],
    annotations: () => [
      {
        id: 'n00000000001',
        on: 'p00000000001',
        text: `Spoke to Lovelace (ada.lovelace) on her Adas-Pixel, i00000000001, at 203.0.113.4.`,
        tags: ['Ada Lovelace'],
        by: 'A. Examiner',
        at: '2026-02-01T09:00:00.000Z',
        withdrawn: null,
      },
    ],
    manualEvents: () => [
      { id: 'm00000000001', time: '2026-01-05T08:30:00.000Z', zone: 'Europe/Bucharest', what: 'Lovelace called', source: `call with Charles Babbage from 198.51.100.77`, saidBy: 'Ada Lovelace', identity: 'i00000000001', by: 'A. Examiner', at: '2026-02-01T09:03:00.000Z' }, // biome-ignore format: one row
    ],
    *manualEventHistory() {
      for (const one of this.manualEvents!()) yield { ...one, withdrawn: null };
    },
    settings: () => ({ zone: 'Europe/Bucharest' }),
    context: () =>
      [
        { id: 'c00000000001', kind: 'rollouts', file: 'okta/log.ndjson', offset: 0, length: 10, facts: { name: 'push', from: 0, until: 1, scope: ['*'], note: 'for Lovelace' }, extra: { source: 'told by Charles Babbage', role: 'Adas-Pixel', path: MAIL, zone: MAIL } }, // biome-ignore format: one row
      ] as unknown as ReturnType<NonNullable<CaseView['context']>>,
    notebook: () => [
      { seq: 1, text: `# Corp Holdings\n${MAIL} in Cluj`, by: 'A. Examiner', at: '2026-02-01T09:02:00.000Z' },
    ],
  });
}

const ORIGINALS = [
  MAIL,
  'ada.lovelace',
  'Lovelace',
  'Charles Babbage',
  'corp.example',
  'Grace.Hopper@other.example',
  '00u9secretactor',
  'alovelace',
  '203.0.113.4',
  '198.51.100.77',
  '2001:db8::77',
  'Adas-Pixel',
  'dev-4711',
  'sess-88231',
  'corr-5522',
  'rec-99417',
  '8ce3c50e-e9a0-4a73',
  'Corp Payroll',
  'CorpAgent',
  'Cluj',
  'Europe/Bucharest',
  'okta/log.ndjson',
  'A. Examiner',
  'Corp Holdings',
  'i00000000001',
  SECRET,
];

function* writings(value: string): Generator<Buffer> {
  yield Buffer.from(value);
  yield Buffer.from(value.toLowerCase());
  yield Buffer.from(encodeURIComponent(value));
  yield Buffer.from(JSON.stringify(value).slice(1, -1));
  yield Buffer.from(value, 'utf16le');
  for (const shift of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)])
      .toString('base64')
      .replace(/=+$/, '');
    const middle = text.slice(shift === 0 ? 0 : shift + 1, -1);
    if (middle.length >= 8) yield Buffer.from(middle);
  }
}

async function copyOf(format: ExportFormat, view: CaseView, asked: Redaction = ALL, key = KEY): Promise<Buffer> {
  const { view: copy } = await redact(view, asked, key, running);
  const sink = new MemorySink();
  await format.write(copy, sink, sampleContext({ actor: copy.info.actor }));
  return sink.bytes;
}

describe.each(formats)('a redacted copy as $id', (format) => {
  it('has no original value in any byte, however written', async () => {
    const plain = new MemorySink();
    await format.write(tellingView(), plain, sampleContext());
    const whole = readable(plain.bytes).map((bytes) => bytes.toString('latin1').toLowerCase());
    if (format.id !== 'navigator' && (format.id !== 'pdf' || HAS_PDFTOTEXT))
      expect(whole.some((text) => text.includes('lovelace'))).toBe(true); // the test can fail
    const pieces = readable(await copyOf(format, tellingView())).map((bytes) =>
      Buffer.from(bytes.toString('latin1').toLowerCase(), 'latin1'),
    );
    const found = ORIGINALS.flatMap((value) =>
      [...writings(value)]
        .filter((form) =>
          pieces.some((bytes) => bytes.includes(Buffer.from(form.toString('latin1').toLowerCase(), 'latin1'))),
        )
        .map(() => value),
    );
    expect([...new Set(found)]).toEqual([]);
  });

  it('is the same twice with one key, and another with another', async () => {
    if (['bundle', 'navigator', 'pdf', 'docx', 'xlsx'].includes(format.id)) return;
    const first = await copyOf(format, tellingView());
    expect((await copyOf(format, tellingView())).equals(first)).toBe(true);
    expect((await copyOf(format, tellingView(), ALL, new Uint8Array(32).fill(8))).equals(first)).toBe(false);
  });
});

it('a report of it says that it is one, of what it tells nothing, and whose original it is', async () => {
  const markdown = formats.find(({ id }) => id === 'md')!;
  const text = (await copyOf(markdown, tellingView())).toString('utf8');
  expect(text).toContain('Redacted: pseudonyms stand for what was hidden');
  expect(text).toContain('This is a redacted copy. Pseudonyms stand for: names, mail addresses and account ids');
  expect(text).toContain(pseudonyms(KEY, { truncate: false }).fingerprint);
  expect(text).toContain(tellingView().custodyHead().head);
  expect(text).not.toContain('sidedoor raw'); // it holds no records that this could print
  expect(text).toContain('A redacted copy holds no records');
  const whole = new MemorySink();
  await markdown.write(tellingView(), whole, sampleContext());
  expect(whole.bytes.toString('utf8')).not.toMatch(/redacted/i);
  expect(whole.bytes.toString('utf8')).toContain('sidedoor raw');
});

describe('pseudonyms', () => {
  const names = pseudonyms(KEY, { truncate: false });
  const jsonl = formats.find(({ id }) => id === 'jsonl')!;

  it('are the same for the same value in every output and writing', async () => {
    const name = names.of('people', MAIL);
    for (const format of formats) {
      if (['bundle', 'navigator', 'geojson', 'kml', 'pdf', 'docx', 'xlsx'].includes(format.id)) continue;
      expect((await copyOf(format, tellingView())).toString()).toContain(name);
    }
    expect(names.of('people', MAIL.toUpperCase())).toBe(name);
  });

  it('of addresses are addresses, or the network', () => {
    expect(names.of('addresses', '203.0.113.4')).toMatch(/^fd04(:[0-9a-f]{1,4}){7}$/);
    expect(names.of('addresses', '2001:db8::1')).toMatch(/^fd06(:[0-9a-f]{1,4}){7}$/);
    expect(networkOf('203.0.113.4', 4)).toBe('203.0.113.0');
    expect(networkOf('2001:db8:1:2::3', 6)).toBe('2001:db8:1::');
    expect(networkOf('::1', 6)).toBe('::');
  });

  it('leave alone what was not chosen, and what is to be kept', async () => {
    const text = (
      await copyOf(jsonl, tellingView(), { fields: ['addresses'], truncate: true, keep: [], also: [] })
    ).toString();
    expect(text).toContain(MAIL);
    expect(text).toContain('"ip":"203.0.113.0"');
    expect(text).not.toContain('203.0.113.4');
    const kept = (await copyOf(jsonl, tellingView(), { ...ALL, keep: ['Adas-Pixel'] })).toString();
    expect(kept).toContain('"name":"Adas-Pixel"');
    expect(kept).not.toContain(MAIL);
  });

  it('leave words of our own alone: verdicts, outcomes, countries, times', async () => {
    const [row] = (await copyOf(jsonl, tellingView())).toString().split('\n');
    expect(JSON.parse(row!)).toMatchObject({
      id: EVENTS[0]!.id,
      time: EVENTS[0]!.time,
      outcome: 'denied_by_user',
      factor: 'push',
      source: 'okta',
      geo: { country: 'RO', city: null, lat: null, lon: null },
    });
  });
});

describe('a redacted copy', () => {
  it('is dated by the case, not by the moment it was made', async () => {
    const view = tellingView();
    const { view: copy } = await redact(view, ALL, KEY, { ...running, now: Date.UTC(2030, 0, 1) });
    expect(stampsOf(copy)).toEqual(stampsOf(view));
  });
});

describe('the review', () => {
  it('shows what is found inside texts, and no secret', async () => {
    const { findings, values } = await review(tellingView(), ALL, running);
    const kinds = new Set(findings.map(({ kind }) => kind));
    for (const kind of ['value', 'part', 'mail', 'address', 'secret']) expect(kinds).toContain(kind);
    expect(findings.find(({ kind, text }) => kind === 'mail' && text === 'Grace.Hopper@other.example')).toMatchObject({
      n: 1,
      where: 'reason',
    });
    expect(JSON.stringify(findings)).not.toContain(SECRET);
    expect(values.people).toBeGreaterThan(3);
    for (const field of Object.keys(values)) expect(REDACT_FIELDS).toHaveProperty(field);
  });
});

describe('ids of sessions', () => {
  const ids = ['DOM\\zoe 7', 's-7', "it's mine", 'abc/def=', 'sess-88231', 'id.of:parts', 'Zo\u00eb-1'];
  const withSession = (id: string, texts: readonly string[]): CaseView =>
    sampleView({
      events: () => EVENTS.map((event, i) => (i === 0 ? { ...event, session: id, app: 'Session', reason: texts.join(' ') } : event)), // biome-ignore format: one line
    });

  it.each(ids)('are hidden in any text, whatever they look like: %s', async (id) => {
    const texts = [`End session ${id}`, `sid=${id}`, `(${id})`, `urn:x:${id};`];
    const jsonl = formats.find((format) => format.id === 'jsonl')!;
    const [row] = (await copyOf(jsonl, withSession(id, texts))).toString().split('\n');
    const { reason, session } = JSON.parse(row!) as { reason: string; session: string };
    expect(reason).not.toContain(id);
    expect(reason.split(session)).toHaveLength(texts.length + 1);
    expect(reason).toMatch(/sid=.*urn:x:/);
  });

  it('of any number take no room of words but those that texts name, and those that a plan names always do', async () => {
    const [first] = EVENTS;
    const many = Array.from({ length: 11_000 }, (_, n) => ({
      ...first!,
      ...{ recordId: `-${1e15 + n}`, correlation: `Xk${n}@1v8wAABp0`, session: `DOM\\odd ${n}`, token: null },
    }));
    const base = sampleView();
    const plan = { ...NO_FACTS, objects: [{ type: 'session' as const, value: 'DOM\\late 7', system: 'entra' }] };
    const view = sampleView({
      events: () => many,
      episodes: () => [...base.episodes('')].map((episode, i) => (i > 0 ? episode : { ...episode, plan })),
    });
    const names = pseudonyms(KEY, { truncate: false });
    const asked = { fields: new Set<RedactField>(['sessions']), keep: new Set<string>(), also: [] };
    const { dictionary, sessions, counts } = await collectValues(view, names, asked, running);
    expect(dictionary.size).toBe(10_001);
    expect(counts.sessions).toBe(3 * many.length + 1);
    expect(sessions.has('Xk10999@1v8wAABp0')).toBe(true);
    expect(dictionary.find('End session DOM\\late 7, DOM\\odd 5').map(({ from }) => from)).toEqual([12, 24]);
  });

  it('are kept where that was asked for', async () => {
    const jsonl = formats.find((format) => format.id === 'jsonl')!;
    const kept = { ...ALL, keep: ['sess-88231'] };
    expect((await copyOf(jsonl, withSession('sess-88231', ['sid=sess-88231']), kept)).toString()).toContain(
      'sid=sess-88231',
    );
  });
});

describe('the dictionary', () => {
  it('leaves no end of a value in sight that begins inside another', () => {
    const words = new Dictionary();
    for (const [value, becomes] of [['north wing', 'A'], ['wing secret', 'B'], ['secret', 'C']] as const) words.add(value, becomes); // biome-ignore format: one line
    expect(words.find('at north wing secret door')).toEqual([{ from: 3, to: 20, becomes: 'AB', kind: 'value' }]);
    expect(words.find('north wing, wing secret').map(({ becomes }) => becomes)).toEqual(['A', 'B']);
  });

  it('finds the longest, keeps short ones to words of their own, and takes no address for the beginning of another', () => {
    const words = new Dictionary();
    words.add('ann', 'A');
    words.add('ann lee', 'B');
    words.add('10.0.0.1', 'C');
    const replaced = (text: string): string =>
      words.find(text).reduceRight((all, { from, to, becomes }) => all.slice(0, from) + becomes + all.slice(to), text);
    expect(replaced('Ann Lee, ann and annotation by ANN')).toBe('B, A and annotation by A');
    expect(replaced('10.0.0.1 and 10.0.0.12')).toBe('C and 10.0.0.12');
  });
});
