import { describe, expect, it } from 'vitest';
import { CONSTANTS, FORMS } from '../kept/forms';
import { GraphReader, GraphWriter } from '../kept/graph';
import { Origins, type Sessions } from './sessions';

/** What comes back of it from a file. */
function keptAndRead<T>(value: T): T {
  const pieces: Uint8Array[] = [];
  new GraphWriter((bytes) => pieces.push(Uint8Array.from(bytes)), FORMS, CONSTANTS).write(value);
  const whole = Buffer.concat(pieces);
  let at = 0;
  const source = (most: number): Buffer => {
    at += most;
    return whole.subarray(at - most, at);
  };
  return new GraphReader(source, whole.length, FORMS, CONSTANTS).read() as T;
}

describe('where sessions began', () => {
  it('is their first place, whatever comes later', () => {
    const origins = new Origins();
    let own: Sessions | null = null;
    own = origins.see(own, 'a', { ip: 1, network: 10 });
    own = origins.see(own, 'b', { ip: 2, network: 20 });
    own = origins.see(own, 'a', { ip: 3, network: 30 });
    own = origins.see(own, 'c', { ip: 3, network: 30 });
    expect(['a', 'b', 'c', 'd'].map((session) => origins.of(own!, session))).toEqual([
      { ip: 1, network: 10 },
      { ip: 2, network: 20 },
      { ip: 3, network: 30 },
      undefined,
    ]);
  });

  it('is told of the newest 64, in place of the oldest', () => {
    const origins = new Origins();
    let own: Sessions | null = null;
    for (let i = 0; i < 200; i++) own = origins.see(own, `session ${i}`, { ip: i % 3, network: i % 3 });
    for (let i = 0; i < 200; i++)
      expect(origins.of(own!, `session ${i}`)).toEqual(i < 136 ? undefined : { ip: i % 3, network: i % 3 });
  });

  it('are told apart by network at one address', () => {
    const origins = new Origins();
    let own: Sessions | null = null;
    for (let i = 0; i < 60; i++) own = origins.see(own, `session ${i}`, { ip: 7, network: (i * 5) % 4 });
    for (let i = 0; i < 60; i++) expect(origins.of(own!, `session ${i}`)).toEqual({ ip: 7, network: (i * 5) % 4 });
    expect(origins.kept()['#ips']).toHaveLength(4);
  });

  it('keeps identities apart, and near-equal ids', () => {
    const origins = new Origins();
    const one = origins.see(null, 'aaaaaaaa', { ip: 1, network: 1 });
    const other = origins.see(null, 'aaaaaaab', { ip: 2, network: 2 });
    expect(origins.of(one, 'aaaaaaab')).toBeUndefined();
    expect(origins.of(other, 'aaaaaaab')).toEqual({ ip: 2, network: 2 });
  });

  it('are kept apart for many with more of them than are remembered, also when gone on from', () => {
    let origins = new Origins();
    let own: (Sessions | null)[] = Array(300).fill(null);
    for (let i = 0; i < 70; i++) {
      if (i === 66) ({ origins, own } = keptAndRead({ origins, own }));
      for (let who = 0; who < own.length; who++)
        own[who] = origins.see(own[who]!, `${who} ${i}`, { ip: who, network: i % 2 });
    }
    const told = own.flatMap((sessions, who) => [5, 6, 69].map((i) => origins.of(sessions!, `${who} ${i}`) ?? null));
    expect(told).toEqual(own.flatMap((_, who) => [null, { ip: who, network: 0 }, { ip: who, network: 1 }]));
  });
});
