import { expect, it } from 'vitest';
import { creditsBriefly, words } from './StatusLine';

it('names whom to credit, each once', () => {
  expect(
    creditsBriefly([
      'Network of an address: IP Geolocation by DB-IP (CC BY 4.0, https://db-ip.com)',
      'City of an address: IP Geolocation by DB-IP (CC BY 4.0, https://db-ip.com)',
      'World map: Made with Natural Earth, by way of world-atlas. Borders as drawn (public domain)',
    ]),
  ).toEqual(['IP Geolocation by DB-IP', 'Made with Natural Earth']);
});

it('takes a query apart into words that can be removed', () => {
  expect(words('app:"Exchange Online" -ip:10.0.0.1 "open').map(({ word }) => word)).toEqual([
    'app:"Exchange Online"',
    '-ip:10.0.0.1',
    '"open',
  ]);
  expect(words('')).toEqual([]);
});
