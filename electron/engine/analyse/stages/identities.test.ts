import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IdentityWord } from '../../../../shared/model/identity';
import type { ActorRow } from '../read';
import { resolveIdentities } from './identities';
import type { Span } from './identity-rivals';

let next = 0;
const actor = (source: string, keys: [string, string][], over: Partial<ActorRow> = {}): ActorRow => ({
  id: ++next,
  source,
  native: null,
  name: keys[0]?.[1] ?? null,
  display: 'Alice Smith',
  kind: 'human',
  external: false,
  onBehalfOf: null,
  keys,
  ...over,
});
const groups = (actors: ActorRow[]): number => resolveIdentities(actors).identities.length;

describe('who is who', () => {
  it('joins across sources by any strong key, whatever its letters', () => {
    const actors = [
      actor('entra', [
        ['upn', 'Alice@Corp.example'],
        ['object_id', 'AA-11'],
      ]),
      actor('okta', [
        ['email', 'alice@corp.example'],
        ['okta_id', '00u1'],
      ]),
      actor('duo', [
        ['username', 'asmith'],
        ['email', 'ALICE@corp.example'],
      ]),
      actor('entra-audit', [['object_id', 'aa-11']]),
    ];
    const { identities, ofActor } = resolveIdentities(actors);
    expect(identities).toHaveLength(1);
    expect(new Set(actors.map(({ id }) => ofActor[id]))).toEqual(new Set([0]));
    expect(identities[0]!.joins).toEqual([
      { key: 'upn', value: 'Alice@Corp.example', sources: ['duo', 'entra', 'okta'] },
      { key: 'object_id', value: 'AA-11', sources: ['entra', 'entra-audit'] },
    ]);
  });

  it('never joins by a display name, nor by a bare user name of two sources', () => {
    expect(groups([actor('duo', [['username', 'admin']]), actor('okta', [['username', 'admin']])])).toBe(2);
    expect(groups([actor('okta', [['okta_id', '1']]), actor('okta', [['okta_id', '2']])])).toBe(2);
    expect(groups([actor('okta', [], { name: null }), actor('entra', [], { name: null })])).toBe(2);
  });

  it('hears each account once, however many addresses one id goes by', () => {
    const actors = Array.from({ length: 600 }, (_, n) => [
      actor('okta', [
        ['okta_id', '00u1'],
        ['email', `a${n}@corp.example`],
      ]),
      actor('okta', [
        ['okta_id', `00u${2 + (n % 7)}`],
        ['email', `a${n}@corp.example`],
      ]),
    ]).flat();
    let asked = 0;
    const spanOf = (): Span => {
      asked++;
      return { first: 0, last: 1 };
    };
    const { identities } = resolveIdentities(actors, { spanOf });
    expect(identities).toHaveLength(1);
    expect(asked).toBeGreaterThan(0);
    // Each actor where it is, and once more where its group moves to another's.
    expect(asked).toBeLessThan(4 * actors.length);
  });

  it('joins a bare user name within its source where it can mean one account only', () => {
    const strong = actor('duo', [
      ['username', 'asmith'],
      ['duo_id', 'DU1'],
    ]);
    const bare = actor('duo', [['username', 'ASmith']]);
    expect(groups([strong, bare])).toBe(1);
    const other = actor('duo', [
      ['username', 'asmith'],
      ['duo_id', 'DU2'],
    ]);
    expect(groups([strong, bare, other])).toBe(3);
  });

  it('keeps persons and machines apart, though they carry one address', () => {
    const person = actor('okta', [['email', 'ops@corp.example']]);
    const machine = actor('okta', [['email', 'ops@corp.example']], { kind: 'service_principal' });
    expect(groups([person, machine])).toBe(2);
  });

  it('takes a name that one source could not resolve for the person whom another did', () => {
    const { identities } = resolveIdentities([
      actor('okta', [['upn', 'alice@corp.example']], { kind: 'unknown' }),
      actor('entra', [['upn', 'alice@corp.example']]),
    ]);
    expect(identities).toMatchObject([{ kind: 'human', kindBecause: 'entra said so' }]);
  });

  it('answers to every id that any of its keys gave when it came alone', () => {
    const late = actor('okta', [['okta_id', '00u1']]);
    const before = resolveIdentities([late]).identities[0]!.id;
    const whole = resolveIdentities([
      late,
      actor('okta', [
        ['upn', 'alice@corp.example'],
        ['okta_id', '00u1'],
      ]),
    ]);
    expect(whole.identities).toHaveLength(1);
    expect(whole.identities[0]!.aliases).toContain(before);
    expect(whole.identities[0]!.id).not.toBe(before);
  });

  it('gives the same identities in any order', () => {
    const values = fc.constantFrom(
      'a@x.example',
      'A@x.example',
      'b@x.example',
      'c@x.example',
      'desk@x.example',
      'CORP\\a',
      'a',
    );
    const types = fc.constantFrom('upn', 'email', 'okta_id', 'object_id', 'vendor_id', 'username', 'display_name');
    const keys = fc.array(fc.tuple(types, values), { maxLength: 3 });
    const over = fc.record({
      external: fc.boolean(),
      homeTenant: fc.constantFrom(null, 'T1', 'T2'),
      display: fc.constantFrom('Alice Smith', 'Smith, Alice', null),
      kind: fc.constantFrom('human' as const, 'unknown' as const, 'service_principal' as const),
    });
    const span = fc.constantFrom(null, { first: 1, last: 3 }, { first: 2, last: 5 }, { first: 6, last: 9 });
    const rows = fc.array(fc.tuple(fc.constantFrom('okta', 'duo', 'entra'), keys, over, span), {
      minLength: 1,
      maxLength: 14,
    });
    const words: IdentityWord[] = [
      { act: 'split', seq: 7, at: '', by: '', why: '', identities: [], names: [], spellings: [{ source: 'okta', actor: null, name: 'a@x.example' }] },
    ]; // biome-ignore format: one word
    fc.assert(
      fc.property(
        rows,
        fc.boolean(),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (list, isSplit, chance) => {
          // The case holds each actor once.
          const distinct = [...new Map(list.map((row) => [JSON.stringify(row.slice(0, 3)), row])).values()];
          const actors = distinct.map(([source, own, more]) => actor(source, own as [string, string][], more));
          const spans = new Map(actors.map(({ id }, i) => [id, distinct[i]![3]]));
          const shuffled = actors.map((one) => ({ one, at: chance.next().value })).sort((a, b) => a.at - b.at);
          const renumbered = shuffled.map(({ one }, i) => ({ ...one, id: i + 1 }));
          const renumberedSpans = new Map(shuffled.map(({ one }, i) => [i + 1, spans.get(one.id)!]));
          const plain = (of: ActorRow[], at: ReadonlyMap<number, Span>): unknown => {
            const { identities, suggested } = resolveIdentities(of, { words: isSplit ? words : [], spanOf: (id) => at.get(id) ?? null }); // biome-ignore format: one call
            return [suggested, identities.map(({ id, aliases, joins, actors: members, kind, external }) => [id, aliases, joins, members.length, kind, external])]; // biome-ignore format: one row
          };
          expect(plain(renumbered, renumberedSpans)).toEqual(plain(actors, spans));
          const { identities } = resolveIdentities(actors, { spanOf: (id) => spans.get(id) ?? null });
          const ids = identities.flatMap(({ id, aliases }) => [id, ...aliases]);
          expect(new Set(ids).size).toBe(ids.length);
          // Everybody is somebody, once.
          expect(identities.flatMap(({ actors: members }) => members).length).toBe(actors.length);
        },
      ),
      { numRuns: 800 },
    );
  });

  it('compares no two of many accounts that share an address', () => {
    const many = Array.from(
      { length: 20_000 },
      (_, i) =>
      actor('duo', [['duo_id', `DU${i}`], ['email', 'all-staff@corp.example'], ['username', `u${i}`]]), // biome-ignore format: one actor
    );
    const started = process.cpuUsage();
    const { identities, suggested } = resolveIdentities(many, { spanOf: () => ({ first: 0, last: 1 }) });
    expect(identities).toHaveLength(20_000);
    expect(suggested).toEqual([]);
    const { user, system } = process.cpuUsage(started); // what others do on the machine is not counted
    expect((user + system) / 1_000).toBeLessThan(5_000);
  });

  it('takes a guest and the home account for one where records name the same home, not otherwise', () => {
    const home = actor('entra', [['upn', 'd@corp.example'], ['email', 'd@corp.example'], ['object_id', 'o1']], { homeTenant: 'T1' }); // biome-ignore format: one actor
    const guest = (homeTenant: string | null): ActorRow =>
      actor('entra', [['upn', 'd_corp.example#EXT#@lathe.example'], ['email', 'd@corp.example'], ['object_id', 'o2']], { homeTenant, external: true }); // biome-ignore format: one actor
    const spanOf = () => ({ first: 0, last: 1 });
    const both = resolveIdentities([home, guest('T1')], { spanOf }).identities;
    expect(both).toMatchObject([{ external: false }]);
    for (const tenant of ['T2', null]) {
      const { identities, suggested } = resolveIdentities([home, guest(tenant)], { spanOf });
      expect(identities.map(({ external }) => external).sort()).toEqual([false, true]);
      expect(suggested.flatMap(({ reasons }) => reasons.map(({ value }) => value))).toContain('d@corp.example');
    }
  });

  it('joins DOMAIN\\name across sources only where a record ties it to one account', () => {
    const tied = actor('duo', [['username', 'CORP\\dj'], ['email', 'dj@corp.example'], ['duo_id', 'D1']]); // biome-ignore format: one actor
    const bare = actor('cisco-ise', [['username', 'corp\\dj']]);
    expect(groups([tied, bare])).toBe(1);
    expect(groups([tied, actor('cisco-ise', [['username', 'dj']])])).toBe(2);
    expect(groups([actor('duo', [['username', 'CORP\\dj']]), bare])).toBe(2);
    const rival = actor('windows-security', [['username', 'CORP\\dj'], ['sid', 'S-1-5-21-1-2-3-1001']]); // biome-ignore format: one actor
    expect(groups([tied, bare, rival])).toBe(3);
    expect(groups([actor('duo', [['username', 'WORKGROUP\\dj'], ['duo_id', 'D2']]), actor('cisco-ise', [['username', 'WORKGROUP\\dj']])])).toBe(2); // biome-ignore format: one line
  });
});
