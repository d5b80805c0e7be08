import { describe, expect, it } from 'vitest';
import { compareMembers, isSafePath, manifestLine, parseManifest, topFolder } from './bundle';

describe('the layout of a bundle', () => {
  it.each([
    ['data/evidence/okta/log.ndjson', true],
    ['data/evidence/Übersicht (2).csv', true],
    ['', false],
    ['/etc/passwd', false],
    ['a/../b', false],
    ['./a', false],
    ['a//b', false],
    ['~root', false],
    ['C:\\x', false],
    ['a\\b', false],
    ['con', false],
    ['x/LPT1.txt', false],
    ['a.', false],
    ['a /b', false],
    ['a\u202eb', false],
    ['a\nb', false],
    ['a*', false],
  ])('path %j may be unpacked anywhere: %s', (path, safe) => {
    expect(isSafePath(path)).toBe(safe);
  });

  it.each([
    ['Acme & Söhne', 'Acme-So-hne-bundle'],
    ['../../x', 'x-bundle'],
    ['漢字', 'case-bundle'],
  ])('top folder of %j', (name, top) => {
    expect(topFolder(name)).toBe(top);
    expect(isSafePath(top)).toBe(true);
  });

  it('orders tag files first, signatures next, payload by code points', () => {
    const order = [
      'bagit.txt',
      'bag-info.txt',
      'manifest-sha256.txt',
      'signatures/x',
      'data/Z',
      'data/a',
      'data/\ufb33',
      'data/\u{1f600}',
    ];
    expect([...order].reverse().sort(compareMembers)).toEqual(order);
  });

  it('reads exactly the manifests it writes', () => {
    const hash = 'ab'.repeat(32);
    const text = manifestLine(hash, 'data/100%\r\n.csv') + manifestLine(hash, 'data/b');
    expect(text.split('\n')).toHaveLength(3);
    expect(parseManifest(text, 'sha256')).toEqual(
      new Map([
        ['data/100%\r\n.csv', hash],
        ['data/b', hash],
      ]),
    );
    for (const bad of [text.slice(0, -1), text.toUpperCase(), text + text, `${text}\n`, text.replace('  ', ' '), 'x']) {
      expect(parseManifest(bad, 'sha256')).toBeNull();
    }
    expect(parseManifest(text, 'sha512')).toBeNull();
    expect(parseManifest('', 'sha256')?.size).toBe(0);
  });
});
