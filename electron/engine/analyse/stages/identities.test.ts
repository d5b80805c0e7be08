import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActorRow } from '../read';
import { resolveIdentities } from './identities';

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
    const values = fc.constantFrom('a@x.example', 'A@x.example', 'b@x.example', 'c@x.example');
    const keys = fc.array(fc.tuple(fc.constantFrom('upn', 'email', 'okta_id', 'username'), values), { maxLength: 3 });
    const rows = fc.array(fc.tuple(fc.constantFrom('okta', 'duo'), keys), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (list, chance) => {
        // The case holds each actor once.
        const distinct = [...new Map(list.map((row) => [JSON.stringify(row), row])).values()];
        const actors = distinct.map(([source, own]) => actor(source, own as [string, string][]));
        const shuffled = actors.map((one) => ({ one, at: chance.next().value })).sort((a, b) => a.at - b.at);
        const renumbered = shuffled.map(({ one }, i) => ({ ...one, id: i + 1 }));
        const plain = (of: ActorRow[]): unknown =>
          resolveIdentities(of).identities.map(({ id, aliases, joins, actors: members, kind }) => [
            id,
            aliases,
            joins,
            members.length,
            kind,
          ]);
        expect(plain(renumbered)).toEqual(plain(actors));
        const ids = resolveIdentities(actors).identities.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 2_000 },
    );
  });
});
