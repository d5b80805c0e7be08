import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../shared/model/event';
import { hasFlag } from '../../../shared/model/event';
import { UNSAID } from '../enrich/address';
import { dictionaryMarks } from './dictionaries';
import { eventId, parseEventId } from './event-id';
import { dropIndexes } from './event-indexes';
import { shapeCode } from './event-row';
import { EventWriter } from './event-writer';
import { beginFile, sweep } from './files';
import { fillCase } from './fill';
import { openCaseDb, type WriteDb } from './open';

const T0 = Date.UTC(2026, 0, 5, 9);

function draft(over: Partial<EventDraft> = {}): EventDraft {
  return {
    recordId: 'r1',
    time: T0,
    class: 'authentication',
    action: 'sign-in',
    outcome: 'success_mfa',
    actor: { id: 'u1', name: 'ada@corp.example', kind: 'human', keys: [{ type: 'upn', value: 'ada@corp.example' }] },
    ip: '203.0.113.4',
    ...over,
  };
}

const fresh = (): WriteDb => openCaseDb(':memory:').write;
interface Seen {
  eid: number;
  rk: number;
  variant: number;
  content: number;
  flags: number;
  file_id: number;
  at: number;
  mark: number;
  code: string | null;
}
const events = (db: WriteDb): Seen[] =>
  db
    .prepare<[], Seen>(
      'SELECT e.*, t.text AS code FROM event e LEFT JOIN term t ON t.id = e.code ORDER BY time, rk, content',
    )
    .all();
const ids = (db: WriteDb): string[] => events(db).map(({ rk, content }) => eventId(rk, content));
const count = (db: WriteDb, table: string): number =>
  db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;

describe('identity of a record', () => {
  it('gives an id of fixed form that can be read back', () => {
    const db = fresh();
    fillCase(db, 'okta', [draft()]);
    const [id] = ids(db);
    expect(id).toMatch(/^e[0-9a-z]{14}$/);
    const { rk, content } = events(db)[0]!;
    expect(parseEventId(id!)).toEqual({ rk, content });
  });

  it('adds nothing when the same file comes twice, and keeps both places', () => {
    const db = fresh();
    const all = [draft(), draft({ recordId: 'r2', time: T0 + 1 })];
    expect(fillCase(db, 'okta', all)).toEqual({ events: 2, duplicates: 0 });
    const before = ids(db);
    expect(fillCase(db, 'okta', all, { file: 'again.ndjson' })).toEqual({ events: 0, duplicates: 2 });
    expect(ids(db)).toEqual(before);
    expect(count(db, 'duplicate')).toBe(2);
  });

  it.each([
    ['times', (n: number) => draft({ time: T0 + 1_000 * n })],
    ['nothing but sessions', (n: number) => draft({ session: `s${n}` })],
  ])('keeps all of a crowd that goes by one id, once each, however large: told apart by %s', (_by, each) => {
    const db = fresh();
    const MANY = 3_000;
    const all = Array.from({ length: MANY }, (_, n) => each(n));
    expect(fillCase(db, 'okta', all)).toEqual({ events: MANY, duplicates: 0 });
    expect(new Set(ids(db)).size).toBe(MANY);
    const before = ids(db).toSorted();
    expect(fillCase(db, 'okta', [...all].reverse(), { file: 'again.ndjson' })).toEqual({ events: 0, duplicates: MANY });
    expect(ids(db).toSorted()).toEqual(before);
    const bulk = fresh();
    expect(fillCase(bulk, 'okta', all, { bulk: true })).toEqual({ events: MANY, duplicates: 0 });
    expect(ids(bulk).toSorted()).toEqual(before);
  });

  it('keeps equal records without an id apart within a file, and together across files', () => {
    const db = fresh();
    const same = draft({ recordId: null });
    expect(fillCase(db, 'vpn', [same, same, same])).toEqual({ events: 3, duplicates: 0 });
    expect(fillCase(db, 'vpn', [same, same, same, same], { file: 'later' })).toEqual({ events: 1, duplicates: 3 });
    expect(new Set(ids(db)).size).toBe(4);
  });

  it('does not mix up records of two sources that use one id', () => {
    const db = fresh();
    fillCase(db, 'okta', [draft()]);
    expect(fillCase(db, 'duo', [draft()])).toEqual({ events: 1, duplicates: 0 });
  });

  it('never takes another record for a duplicate because the keys are equal', () => {
    const db = fresh();
    fillCase(db, 'okta', [draft({ recordId: 'a' })]);
    // The collision that no one can wait for: another record id is given this record's key.
    db.prepare("UPDATE event_all SET record_id = 'b'").run();
    expect(fillCase(db, 'okta', [draft({ recordId: 'a' })])).toEqual({ events: 1, duplicates: 0 });
    expect(events(db).map(({ variant, flags }) => [variant, hasFlag(flags, 'update')])).toEqual([
      [0, false],
      [1, false],
    ]);
  });
});

describe('later contents and other shapes', () => {
  const asked = draft({ outcome: 'challenged', code: '50074' });
  const done = draft({ outcome: 'success_mfa', code: '0', time: T0 + 9_000 });

  it.each([
    ['in order', [asked, done]],
    ['the other way round', [done, asked]],
  ])('marks the later content of a record as update, %s', (_name, order) => {
    const db = fresh();
    for (const [i, each] of order.entries()) fillCase(db, 'entra', [each], { file: `f${i}` });
    expect(events(db).map(({ code, variant, flags }) => [code, variant, hasFlag(flags, 'update')])).toEqual([
      ['50074', 0, false],
      ['0', 1, true],
    ]);
  });

  const full = draft({ outcome: 'denied_by_user', code: 'x', app: 'Payroll', userAgent: 'Firefox' });
  const poor = draft({ outcome: 'failed_other', app: 'Payroll' });
  it.each([
    ['poor first', ['csv', 'json']],
    ['full first', ['json', 'csv']],
  ])('folds one record seen in two shapes into the fuller, %s', (_name, order) => {
    const db = fresh();
    const forms = { csv: [poor, 1] as const, json: [full, 3] as const };
    for (const shape of order) {
      const [form, fidelity] = forms[shape as 'csv' | 'json'];
      fillCase(db, 'okta', [form], { file: shape, shape, fidelity });
    }
    expect(events(db)).toHaveLength(1);
    expect(events(db)[0]!.code).toBe('x');
    expect(events(db)[0]!.mark).toBe(2);
    expect(count(db, 'duplicate')).toBe(1);
    const places = db.prepare('SELECT name FROM file f JOIN duplicate d ON d.file_id = f.id').pluck().all();
    expect(places).toEqual(['csv']);
  });

  it('keeps a shape apart that contradicts', () => {
    const db = fresh();
    fillCase(db, 'okta', [full], { file: 'json', shape: 'json', fidelity: 3 });
    const says = draft({ outcome: 'success_mfa', app: 'Payroll' });
    expect(fillCase(db, 'okta', [says], { file: 'csv', shape: 'csv', fidelity: 1 })).toEqual({
      events: 1,
      duplicates: 0,
    });
  });

  it('gives the same events in any order of import', () => {
    const record = fc.record({
      recordId: fc.constantFrom('a', 'b', 'c', null),
      time: fc.constantFrom(T0, T0 + 1, T0 + 1_000),
      code: fc.constantFrom('1', '2'),
      session: fc.constantFrom(null, 's1', 's2'),
    });
    const files = fc.array(fc.array(record, { maxLength: 6 }), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(files, (lists) => {
        const read = (order: typeof lists, bulk: boolean): unknown => {
          const db = fresh();
          for (const [i, list] of order.entries())
            fillCase(
              db,
              'entra',
              list.map((each) => draft(each)),
              { file: `f${i}`, bulk },
            );
          return events(db).map(({ rk, content, flags, variant }) => [eventId(rk, content), flags, variant]);
        };
        const expected = read(lists, false);
        expect(read([...lists].reverse(), false)).toEqual(expected);
        expect(read([...lists].reverse(), true)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

describe('marks', () => {
  it.each([
    [{ outcome: 'denied_by_user' as const }, 2],
    [{ outcome: 'success_token' as const, class: 'session' as const }, 1],
    [{ outcome: 'password_failed' as const }, 0],
    [{ outcome: 'none' as const, class: 'change' as const }, 3],
    [{ outcome: 'none' as const, class: 'request' as const }, 4],
    [{ outcome: 'failed_other' as const, flags: ['second_factor_failed' as const] }, 2],
  ])('%j is %i', (over, mark) => {
    const db = fresh();
    fillCase(db, 'okta', [draft(over)]);
    expect(events(db)[0]!.mark).toBe(mark);
  });
});

describe('hostile text', () => {
  it('keeps lone surrogates, NUL and very long text from doing harm', () => {
    const db = fresh();
    const nasty = [
      draft({ recordId: '\ud800a', reason: 'x\ud800', userAgent: 'A'.repeat(100_000) }),
      draft({ recordId: '\udbffa', reason: 'x\udbff', session: 'a\0b', detail: { k: 'y'.repeat(50_000) } }),
    ];
    expect(fillCase(db, 'okta', nasty)).toEqual({ events: 2, duplicates: 0 });
    expect(db.prepare('SELECT max(length(text)) FROM term').pluck().get()).toBe(8_192);
  });
});

describe('all or nothing', () => {
  const half = (db: WriteDb): EventWriter => {
    const marks = dictionaryMarks(db);
    const writer = new EventWriter(db, {
      addressFacts: () => ({ ...UNSAID, scope: 'public' }),
    });
    const ids = beginFile(db, 'half.json', { source: null, zone: null, reference: false }, marks);
    writer.begin(ids.fileId, marks);
    writer.add(draft({ recordId: 'new', action: 'unheard-of', ip: '198.51.100.7', device: { name: 'laptop' } }), {
      at: 0,
      length: 9,
      source: 'okta',
      shape: shapeCode('x', 3),
    });
    writer.add(draft({ recordId: 'r1' }), { at: 9, length: 9, source: 'okta', shape: shapeCode('test', 3) });
    writer.leaveOut({ count: 1, places: Float64Array.of(1, 0, 18, 1), reasons: ['never seen before'] });
    writer.flush();
    return writer;
  };
  const dump = (db: WriteDb): unknown =>
    [
      'event_all',
      'term',
      'address',
      'actor',
      'place',
      'device',
      'duplicate',
      'left_out',
      'file',
      'import',
      'horizon',
    ].map((table) => db.prepare(`SELECT * FROM ${table}`).all());

  it('shows nothing of a file before it is finished', () => {
    const db = fresh();
    fillCase(db, 'okta', [draft()]);
    half(db);
    expect(events(db)).toHaveLength(1);
    expect(count(db, 'event_all')).toBe(2);
  });

  it('has its indexes again after a crash of a large import', () => {
    const db = fresh();
    const indexes = (): unknown =>
      db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name").all();
    const before = indexes();
    dropIndexes(db);
    expect(indexes()).not.toEqual(before);
    sweep(db);
    expect(indexes()).toEqual(before);
    expect(count(db, 'meta')).toBe(0);
  });

  it('leaves no trace after a crash is swept up, nor after being abandoned', () => {
    const db = fresh();
    fillCase(db, 'okta', [draft()]);
    const before = dump(db);
    half(db);
    expect(sweep(db)).toEqual(['half.json']);
    expect(dump(db)).toEqual(before);
    expect(db.prepare("SELECT rowid FROM term_text WHERE term_text MATCH 'unheard'").all()).toEqual([]);
    expect(sweep(db)).toEqual([]);
  });
});
