import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAddress } from './address-text';
import { RangeTable } from './range-table';

/** A table of two IPv4 ranges, one IPv6 range and two labels, laid out by hand. */
function small(): Buffer {
  const head = Buffer.from(JSON.stringify({ n4: 2, n6: 1, labels: 2, datasets: [] }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  const parts: Buffer[] = [Buffer.from('SDRANGE2'), length, head];
  let at = 12 + head.length;
  const add = (bytes: Buffer): void => {
    const pad = (8 - (at % 8)) % 8;
    parts.push(Buffer.alloc(pad), bytes);
    at += pad + bytes.length;
  };
  const u32 = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);
  const u64 = (...values: bigint[]): Buffer => Buffer.from(BigUint64Array.from(values).buffer);
  add(u32(0x01000000, 0x05000000));
  add(u32(0x010000ff, 0x05ffffff));
  add(u32(7, 9));
  add(u64(0x2a00145000000000n)); // starts: upper halves, lower halves; then ends
  add(u64(0n));
  add(u64(0x2a00145040010000n));
  add(u64(0x7fn));
  add(u32(9));
  add(u32(7, 9));
  add(u32(0, 3, 8));
  add(Buffer.from('abcdéfg'));
  return Buffer.concat(parts);
}

const find = (table: RangeTable, ip: string) => table.find(parseAddress(ip));

describe('RangeTable', () => {
  it('finds borders, gaps and both families', () => {
    const table = RangeTable.read(small())!;
    expect(find(table, '1.0.0.0')).toEqual({ value: 7, label: 'abc' });
    expect(find(table, '1.0.0.255')).toEqual({ value: 7, label: 'abc' });
    expect(find(table, '1.0.1.0')).toBeNull();
    expect(find(table, '0.255.255.255')).toBeNull();
    expect(find(table, '5.1.2.3')).toEqual({ value: 9, label: 'défg' });
    expect(find(table, '6.0.0.0')).toBeNull();
    expect(find(table, '255.255.255.255')).toBeNull();
    expect(find(table, '2a00:1450:4001::1')).toEqual({ value: 9, label: 'défg' });
    expect(find(table, '2a00:1450:4001::7f')).toEqual({ value: 9, label: 'défg' }); // finer than a /64
    expect(find(table, '2a00:1450:4001::80')).toBeNull();
    expect(find(table, '2a00:1451::1')).toBeNull();
    expect(find(table, '2a00:144f:ffff::1')).toBeNull();
    expect(find(table, 'nonsense')).toBeNull();
  });

  it('reads from a buffer that does not start at an 8-byte border', () => {
    const shifted = Buffer.concat([Buffer.alloc(3), small()]).subarray(3);
    expect(find(RangeTable.read(shifted)!, '5.1.2.3')).toEqual({ value: 9, label: 'défg' });
  });

  it('refuses what is no such table, cut anywhere', () => {
    const whole = small();
    expect(RangeTable.read(Buffer.alloc(0))).toBeNull();
    expect(RangeTable.read(Buffer.from('SDRANGE1 and more text'))).toBeNull();
    for (let length = 0; length < whole.length; length++) {
      expect(RangeTable.read(whole.subarray(0, length)), `${length}`).toBeNull();
    }
    const wild = small();
    wild.writeUInt32LE(0xfffffff0, 8);
    expect(RangeTable.read(wild)).toBeNull();
  });

  it('reads the built table, which says of which day it is', () => {
    const table = RangeTable.read(readFileSync(join(import.meta.dirname, '../../../dist/assets/country.ranges')))!;
    expect(find(table, '8.8.8.8')?.label).toBe('US|US');
    expect(table.datasets.map((dataset) => dataset.built)).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    ]);
  });
});
