/** The verification in a thread of its own: the same findings, cancelled at once, the engine free meanwhile. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCase } from '../../electron/engine/case/folder';
import { fillCase } from '../../electron/engine/store/fill';
import { verifyAside } from '../../electron/engine/verify-thread';
import { verifyWhole } from '../../electron/engine/verify-whole';
import { freshDist } from '../fresh-dist';

const BUILT = join(__dirname, '../../dist/verify-worker/index.cjs');
const root = mkdtempSync(join(tmpdir(), 'verify-thread-'));
const folder = join(root, 'a.sidedoor');

beforeAll(() => {
  freshDist(['verify-worker']);
  const opened = openCase(folder, { create: true, actor: { name: 'A', confirmed: true }, version: '0.0.0' });
  const event = { class: 'authentication', action: 'x', outcome: 'success_mfa', actor: null } as const;
  fillCase(
    opened.db.write,
    'okta',
    Array.from({ length: 20_000 }, (_, i) => ({ recordId: `r${i}`, time: i, ...event })),
  );
  opened.db.close();
  writeFileSync(join(folder, 'notes.txt'), 'x');
}, 180_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the built verifier', () => {
  it('finds what the verification in this thread finds', async () => {
    const phases = new Set<string>();
    const aside = await verifyAside(folder, { progress: ({ phase }) => void phases.add(phase) }, BUILT);
    expect(aside).toEqual(await verifyWhole(folder));
    expect(aside.problems.map(({ kind, file }) => `${kind} ${file}`)).toContain('extra notes.txt');
    expect(phases.size).toBeGreaterThan(0);
  });

  it('leaves this thread free', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 2);
    await verifyAside(folder, {}, BUILT);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  it('ends when it is cancelled, and says what is missing as an error', async () => {
    const abort = new AbortController();
    const running = verifyAside(folder, { signal: abort.signal }, BUILT);
    abort.abort();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    await expect(verifyAside(join(root, 'none'), {}, BUILT)).rejects.toMatchObject({ code: 'not-found' });
  });
});
