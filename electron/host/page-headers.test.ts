import { expect, it } from 'vitest';
import { contentSecurityPolicy } from './page-headers';

it('allows our own files and nothing inline, nothing from elsewhere', () => {
  const policy = contentSecurityPolicy();
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect(contentSecurityPolicy(['ws://127.0.0.1:9'])).toContain("connect-src 'self' ws://127.0.0.1:9;");
});
