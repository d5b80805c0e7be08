import { describe, expect, it } from 'vitest';
import type { ContextRow } from './context';
import { bitsOf, Labels } from './labels';

const label = (cidr: string, name: string): ContextRow<'ip-labels'> => ({
  id: name,
  kind: 'ip-labels',
  facts: { cidr, label: name, kind: 'office', note: null },
  extra: {},
});

describe('labels of ranges', () => {
  const labels = new Labels([
    label('192.0.2.0/24', 'site'),
    label('192.0.2.64/28', 'floor'),
    label('198.51.100.9/32', 'one'),
    label('0.0.0.0/0', 'rest'),
    label('2001:db8:40::/48', 'six'),
  ]);

  it.each([
    ['192.0.2.1', 'site'],
    ['192.0.2.79', 'floor'],
    ['192.0.2.80', 'site'],
    ['198.51.100.9', 'one'],
    ['198.51.100.10', 'rest'],
    ['2001:db8:40:1::5', 'six'],
    ['2001:db8:41::5', undefined],
    ['::1', undefined],
    ['no address', undefined],
  ])('%s is %s', (address, name) => expect(labels.of(address)?.id).toBe(name));

  it.each(['', '1.2.3', '1.2.3.256', ':::', '1::2::3', '1:2:3:4:5:6:7:8:9', 'g::1'])('%s is no address', (text) => {
    expect(bitsOf(text)).toBeNull();
  });
});
