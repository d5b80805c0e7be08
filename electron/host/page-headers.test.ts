import { expect, it } from 'vitest';
import { contentSecurityPolicy } from './page-headers';

const hashes = { scripts: ['sha256-YQ==', 'sha256-Yg=='], styles: ['sha256-Yw=='] };

it('allows what was built, by its hash, and nothing else: no address, not even our own, brings script or style', () => {
  const policy = contentSecurityPolicy(hashes);
  expect(policy).toMatch(
    /^default-src 'none'; script-src 'sha256-YQ==' 'sha256-Yg=='; style-src 'sha256-Yw=='; img-src /,
  );
  expect(policy).toMatch(/; worker-src 'none'; .*; require-trusted-types-for 'script'; trusted-types default$/);
  expect(policy).not.toMatch(/unsafe|strict-dynamic|\*|https?:/);
  expect(contentSecurityPolicy(hashes, ['ws://127.0.0.1:9'])).toContain("connect-src 'self' ws://127.0.0.1:9;");
});

it('lets nothing run where nothing was built', () => {
  expect(contentSecurityPolicy({ scripts: [], styles: [] })).toMatch(/script-src 'none'; style-src 'none';/);
});
