import { expect, it } from 'vitest';
import { countryCode } from './countries';

it.each([
  ['United States', 'US'],
  ['us', 'US'],
  ['Germany', 'DE'],
  ['Côte d’Ivoire', 'CI'],
  ["Cote D'Ivoire", 'CI'],
  ['Türkiye', 'TR'],
  ['Turkey', 'TR'],
  ['Russia', 'RU'],
  ['Russian Federation', 'RU'],
  ['South Korea', 'KR'],
  ['Korea, Republic of', 'KR'],
  ['North Korea', 'KP'],
  ['Vietnam', 'VN'],
  ['Czechia', 'CZ'],
  ['Czech Republic', 'CZ'],
  ['Hong Kong', 'HK'],
  ['Hong Kong SAR China', 'HK'],
  ['Myanmar', 'MM'],
  ['Bosnia & Herzegovina', 'BA'],
  ['Bosnia and Herzegovina', 'BA'],
  ['St. Lucia', 'LC'],
  ['Georgia', 'GE'],
  ['Niger', 'NE'],
  ['Nigeria', 'NG'],
  ['Unknown', null],
  ['', null],
  ['ZZ', null],
  ['__proto__', null],
])('%s → %s', (name, code) => {
  expect(countryCode(name)).toBe(code);
  expect(countryCode(name)).toBe(code);
});
