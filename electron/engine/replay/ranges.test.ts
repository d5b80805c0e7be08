import { describe, expect, it } from 'vitest';
import { inRanges, prefixOf } from './ranges';

describe('ranges', () => {
  it.each([
    ['192.0.2.7', ['192.0.2.0/24'], true],
    ['192.0.3.7', ['192.0.2.0/24'], false],
    ['192.0.2.7', ['0.0.0.0/0'], true],
    ['2001:db8::1', ['0.0.0.0/0'], false],
    ['2001:db8:1::1', ['2001:db8::/32'], true],
    ['2001:db9::1', ['2001:db8::/32'], false],
    ['192.0.2.7', ['192.0.2.7/33'], false],
    ['not an address', ['0.0.0.0/0'], false],
    ['::1::2', ['::/0'], false],
    ['1.2.3', ['0.0.0.0/0'], false],
  ])('%s in %j: %s', (address, cidrs, is) => {
    expect(inRanges(cidrs)(address)).toBe(is);
  });

  it('takes /24 and /48 for a network', () => {
    expect(prefixOf('192.0.2.1')).toBe(prefixOf('192.0.2.254'));
    expect(prefixOf('192.0.2.1')).not.toBe(prefixOf('192.0.3.1'));
    expect(prefixOf('2001:db8:1:2::1')).toBe(prefixOf('2001:db8:1:3::1'));
    expect(prefixOf('host.example')).toBeNull();
  });
});
