/** Exports for tests: the demo company's month, or a handful of its records, as files on disk. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DEMO_SEED, generateDemo, type Truth } from '../../electron/engine/demo';

/** Writes all exports of the demo below `folder`; returns the names and what really happened. */
export function writeDemoExports(folder: string): { files: string[]; truth: Truth } {
  const files: string[] = [];
  const truth = generateDemo(DEMO_SEED, (name, bytes) => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    files.push(file);
  });
  return { files, truth };
}

/** `n` Okta records, one a minute: a refused push each, NDJSON with lines of different lengths. */
export function oktaLines(n: number): string[] {
  return Array.from({ length: n }, (_, i) => {
    const time = new Date(Date.UTC(2026, 2, 1, 9, i)).toISOString();
    return JSON.stringify({
      uuid: `0000000${i}-0000-4000-8000-000000000000`,
      published: time,
      eventType: 'user.authentication.auth_via_mfa',
      version: '0',
      severity: 'INFO',
      displayMessage: `Authentication of user via MFA ${'é'.repeat(i % 5)}`,
      outcome: { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' },
      actor: {
        id: '00uTESTALICE',
        type: 'User',
        alternateId: 'alice@example.com',
        displayName: 'Alice Example',
      },
      client: { ipAddress: '203.0.113.7', device: 'Computer', userAgent: { rawUserAgent: 'Mozilla/5.0' } },
      authenticationContext: { externalSessionId: `session${i}`, authenticationStep: 0 },
      debugContext: { debugData: { factor: 'OKTA_VERIFY_PUSH' } },
      transaction: { id: `transaction${i}`, type: 'WEB', detail: {} },
      target: [],
    });
  });
}
