import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readAddress } from './address';

it.each([
  ['203.0.113.5', '203.0.113.5'],
  ['203.0.113.5:51234', '203.0.113.5'],
  [' 203.0.113.5 ', '203.0.113.5'],
  ['[2001:db8::1]:51234', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['2001:db8::1#51234', '2001:db8::1'],
  ['2001:db8::1p51234', '2001:db8::1'],
  ['2001:db8::1 port 51234', '2001:db8::1'],
  ['2001:db8::1.51234', '2001:db8::1'],
  ['2001:db8::1:51234', '2001:db8::1'],
  ['2001:db8:1:2:3:4:5:6:1234', '2001:db8:1:2:3:4:5:6'],
  ['2001:0DB8:85a3:0000:0000:8a2e:0370:7334', '2001:db8:85a3::8a2e:370:7334'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['0.0.0.0', null],
  ['::', null],
  ['', null],
  ['[192.0.2.1]', '192.0.2.1'],
  ['workstation.example.com', null],
  ['cloudformation.amazonaws.com', null],
  ['4.example.com', null],
  ['unknown', null],
  ['1', null],
  ['256.1.1.1', null],
  ['1.2.3', null],
])('%s → %s', (text, ip) => {
  expect(readAddress(text).ip).toBe(ip);
});

it('keeps an ambiguous port as part of the address and says so', () => {
  expect(readAddress('2001:db8::1:5123')).toEqual({
    ip: '2001:db8::1:5123',
    warning: 'the last group of 2001:db8::1:5123 may be a port',
  });
});

it('never throws, and what it gives is stable', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), (text) => {
      const { ip } = readAddress(text);
      if (ip !== null) expect(readAddress(ip).ip).toBe(ip);
    }),
  );
});
