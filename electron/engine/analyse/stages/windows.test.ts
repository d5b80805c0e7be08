import { describe, expect, it } from 'vitest';
import type { ContextFactsOf } from '../../../../shared/model/context';
import { isInside, windowText } from './windows';

const window = (days: string, start: number, end: number, zone = 'UTC'): ContextFactsOf<'execution-windows'> => ({
  identity: 'svc',
  days: (days === '' ? [] : days.split(' ')) as ContextFactsOf<'execution-windows'>['days'],
  start,
  end,
  zone,
  purpose: null,
});
const night = window('mon fri', 22 * 60, 2 * 60);

describe('execution windows', () => {
  it.each([
    ['start belongs to it', night, '2026-01-12T22:00:00Z', true], // a Monday
    ['before it', night, '2026-01-12T21:59:59Z', false],
    ['after midnight of its day', night, '2026-01-13T01:59:00Z', true],
    ['end does not', night, '2026-01-13T02:00:00Z', false],
    ['the same hour of another day', night, '2026-01-13T22:30:00Z', false],
    ['Saturday after its Friday', night, '2026-01-17T00:30:00Z', true],
    ['no days are all days', window('', 0, 60), '2026-01-14T00:30:00Z', true],
    ['the whole day', window('wed', 0, 1440), '2026-01-14T23:59:59Z', true],
    ['clocks of its zone in winter', window('', 540, 600, 'Europe/Berlin'), '2026-01-14T08:30:00Z', true],
    ['and in summer', window('', 540, 600, 'Europe/Berlin'), '2026-07-14T08:30:00Z', false],
    ['start equal to end is a day around', window('mon', 600, 600), '2026-01-13T09:00:00Z', true],
  ])('%s', (_, each, time, inside) => expect(isInside(each, Date.parse(time))).toBe(inside));

  it('says when', () => {
    expect(windowText(night)).toBe('mon, fri 22:00–02:00 UTC');
    expect(windowText(window('', 0, 1440))).toBe('daily 00:00–24:00 UTC');
  });
});
