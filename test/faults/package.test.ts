/** The package itself, built by the packer with the runtime at hand: its command and its window start, from a stick too. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oktaLines } from '../e2e/exports';
import { ROOT } from '../e2e/programs';
import { FULL } from './scale';

const runtime = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(ROOT, 'node_modules', 'electron', 'dist');
const hasRuntime = existsSync(join(runtime, 'version'));
const hasDisplay = Boolean(process.env.DISPLAY) || spawnSync('xvfb-run', ['--help']).status === 0;
if (FULL && !hasRuntime)
  console.error('SKIPPED: the built package (no Electron runtime; name one by ELECTRON_OVERRIDE_DIST_PATH)');
if (FULL && !hasDisplay) console.error('SKIPPED: the window of the built package (no display, no xvfb-run)');

describe.runIf(FULL && hasRuntime && process.platform === 'linux')('the built package', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'sidedoor-packed-'));
  const home = join(scratch, 'home');
  const program = join(scratch, 'stick');
  const data = join(program, 'Sidedoor-data');
  const folder = join(data, 'a.sidedoor');
  const env = { PATH: '/usr/bin:/bin', HOME: home };
  const command = (...args: string[]) => spawnSync(join(program, 'sidedoor'), args, { env, encoding: 'utf8' });

  beforeAll(() => {
    execFileSync(process.execPath, [join(ROOT, 'electron', 'build', 'pack.mjs'), '--dir'], {
      env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: runtime },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    cpSync(join(ROOT, 'release', 'linux-unpacked'), program, { recursive: true });
    mkdirSync(data);
    mkdirSync(home);
    writeFileSync(join(scratch, 'log.json'), `${oktaLines(6).join('\n')}\n`);
  }, 240_000);
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it('carries its licences, bill of materials and words for the offline installation', () => {
    const names = readdirSync(program);
    for (const name of [
      'sidedoor',
      'sidedoor-workbench',
      'THIRD-PARTY-LICENCES.txt',
      'LICENSES.chromium.html',
      'sbom.cdx.json',
      'offline-install.md',
    ])
      expect(names).toContain(name);
    expect(readdirSync(join(program, 'resources'))).not.toContain('default_app.asar');
  });

  it('has a sorted archive without times: the same staged files give the same bytes', () => {
    const archive = readFileSync(join(program, 'resources', 'app.asar'));
    const header = JSON.parse(archive.toString('utf8', 16, 16 + archive.readUInt32LE(12))) as {
      files: Record<string, unknown>;
    };
    expect(Object.keys(header.files)).toEqual(Object.keys(header.files).sort());
  });

  it('has a command that runs without display and Node', () => {
    expect(JSON.parse(command('import', folder, join(scratch, 'log.json'), '--json').stdout).events).toBe(6);
    expect(command('verify', folder).status).toBe(0);
  });

  it.runIf(hasDisplay)(
    'opens its window on a case from the stick, and nothing is written to the home folder',
    async () => {
      // A packaged window never opens without its sandbox, which cannot run as root: somebody without rights starts it.
      const person = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
      if ('uid' in person) execFileSync('chown', ['-R', `${person.uid}:${person.gid}`, scratch]);
      const words = [join(program, 'sidedoor-workbench'), folder];
      const [first, ...rest] = process.env.DISPLAY ? words : ['/usr/bin/xvfb-run', '-a', ...words];
      const child = spawn(first!, rest, {
        env: { ...env, ...(process.env.DISPLAY && { DISPLAY: process.env.DISPLAY }) },
        stdio: ['ignore', 'ignore', 'pipe'],
        detached: true,
        ...person,
      });
      let said = '';
      child.stderr!.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      try {
        const isOpen = (): boolean => existsSync(join(folder, 'lock.json'));
        await expect.poll(isOpen, { timeout: 60_000, interval: 200, message: said }).toBe(true);
        expect(readFileSync(join(data, '.window', 'sidedoor.log'), 'utf8')).toMatch(/started, Electron/);
      } catch (thrown) {
        console.error(said);
        throw thrown;
      } finally {
        process.kill(-child.pid!, 'SIGTERM');
        await new Promise((resolve) => child.on('exit', resolve));
      }
      expect(readdirSync(home, { recursive: true, encoding: 'utf8' })).toEqual([]);
    },
  );
});
