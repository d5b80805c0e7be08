import { expect, it } from 'vitest';
import { proposal } from './written';

it.each([
  ['Northwind breach review', 'html', 'Northwind-breach-review-html'],
  ['../../etc/passwd', 'csv', 'etc-passwd-csv'],
  ['a<b>:"c"|d?*', 'bundle', 'a-b-c-d-bundle'],
  ['  ', 'csv', 'case-csv'],
  ['Überprüfung 北風', 'csv', 'Überprüfung-北風-csv'],
])('proposes a file name for %j', (name, format, file) => expect(proposal(name, format)).toBe(file));
