/** The packed program: its fuses read back from the built binary, and what they forbid tried on it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { FUSES, fusedFile, readFuses } from '../../electron/build/fuses.mjs';
import { ROOT } from './programs';

const electron = inject('electron');
const missing = process.platform !== 'linux' ? 'packed on Linux here' : electron ? null : 'no Electron runtime';
const IS_FULL = process.env.SIDEDOOR_SECURITY === '1';
if (IS_FULL && missing) console.error(`SKIPPED: fuses of the packed program (${missing})`);

// Packing takes its time: part of `npm run security`, not of every test run.
describe.runIf(IS_FULL && !missing)('the packed program', () => {
  const program = fusedFile(join(ROOT, 'release', 'linux-unpacked'), {
    platform: 'linux',
    productName: 'Sidedoor',
    executableName: 'sidedoor-workbench',
  });
  let isPacked = false;
  let known: string[] = [];

  beforeAll(() => {
    known = Object.keys(readFuses(electron!));
    const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: dirname(electron!) };
    try {
      execFileSync(process.execPath, [join(ROOT, 'electron', 'build', 'pack.mjs'), '--dir'], {
        env,
        stdio: 'pipe',
        cwd: ROOT,
      });
      isPacked = existsSync(program);
    } catch (thrown) {
      // The packer is fetched when it is wanted: without a registry there is none.
      const said = String((thrown as { stderr?: Buffer }).stderr ?? thrown);
      if (!/ENOTFOUND|EAI_AGAIN|ENOTCACHED|ECONNREFUSED|ETIMEDOUT|network/.test(said)) throw thrown;
      console.error('SKIPPED: fuses of the packed program (the packer cannot be fetched here)');
    }
  }, 240_000);

  it('has every fuse that its runtime knows as the checklist wants it', (context) => {
    if (!isPacked) return context.skip();
    const read = readFuses(program);
    expect(Object.keys(read)).toEqual(known);
    expect(known.length).toBeGreaterThanOrEqual(7);
    for (const { name, wanted } of FUSES) if (name in read) expect([name, read[name]]).toEqual([name, wanted]);
    const unknown = FUSES.filter(({ name }) => !(name in read)).map(({ name }) => name);
    console.info(`fuses read back: ${known.length}; not known to this runtime: ${unknown.join(', ') || 'none'}`);
  });

  it('is no Node, whatever the environment or the arguments say', (context) => {
    if (!isPacked) return context.skip();
    // Without a display it ends at once; as Node it would print.
    const attempt = (args: string[], env: Record<string, string>): string => {
      const { stdout, stderr } = spawnSync(program, args, {
        env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent', ...env },
        timeout: 20_000,
        encoding: 'utf8',
      });
      return `${stdout}${stderr}`;
    };
    expect(attempt(['-p', '6*7'], { ELECTRON_RUN_AS_NODE: '1' })).not.toMatch(/^42$/m);
    expect(attempt(['--inspect=127.0.0.1:0'], {})).not.toContain('Debugger listening');
    expect(attempt([], { NODE_OPTIONS: '--inspect=127.0.0.1:0' })).not.toContain('Debugger listening');
  });
});
