/** Shapes that STIX 2.1 asks for, written from the specification (the OASIS schemas are not vendored). */
import { describe, expect, it } from 'vitest';
import { MemorySink, sampleContext, sampleView } from '../../sample-view';
import stix from './index';
import { observable } from './objects';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const ID = /^[a-z][a-z0-9-]+[a-z0-9]--[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const SCO = new Set(['ipv4-addr', 'ipv6-addr', 'autonomous-system', 'user-account', 'file', 'software']);

describe('the STIX bundle', () => {
  it('gives observables the ids that other tools give them', () => {
    expect(observable('ipv4-addr', { value: '198.51.100.3' }).id).toBe(
      'ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4',
    );
    expect(observable('ipv6-addr', { value: '2001:db8::1' }).id).toBe(
      'ipv6-addr--6469e3a9-b053-5e34-a025-9396ae051d26',
    );
  });

  it('has what every object must have, and refers only to what it holds', async () => {
    const sink = new MemorySink();
    await stix.write(sampleView(), sink, sampleContext());
    const { objects } = JSON.parse(sink.text) as { objects: Record<string, unknown>[] };
    const ids = new Set(objects.map(({ id }) => id));
    expect(ids.size).toBe(objects.length);
    for (const one of objects) {
      expect(one.id).toMatch(ID);
      expect(String(one.id).startsWith(`${one.type}--`)).toBe(true);
      expect(one.spec_version).toBe('2.1');
      if (SCO.has(String(one.type))) expect(one).not.toHaveProperty('created');
      else {
        expect(one.created).toMatch(TIME);
        expect(one.modified).toMatch(TIME);
        expect(String(one.modified) >= String(one.created)).toBe(true);
      }
      for (const [name, value] of Object.entries(one)) {
        expect(value === null || value === '' || (Array.isArray(value) && value.length === 0)).toBe(false);
        if (name.endsWith('_ref')) expect(ids).toContain(value);
        if (name.endsWith('_refs')) for (const ref of value as string[]) expect(ids).toContain(ref);
      }
    }
  });
});
