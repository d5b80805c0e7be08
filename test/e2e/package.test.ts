/**
 * What a package carries: its command line runs without display, home or a Node of the system; from a stick it keeps
 * everything beside itself; its bill of materials is whole. (`npm run test:faults` builds the package itself.)
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'; // biome-ignore format: one line
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oktaLines } from './exports';
import { DIST, ROOT } from './programs';

const scratch = mkdtempSync(join(tmpdir(), 'sidedoor-package-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Everything that lies below a folder. */
const below = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

describe.skipIf(process.platform === 'win32')('the laid out package', () => {
  const program = join(scratch, 'Sidedoor');
  const home = join(scratch, 'home');
  const log = join(scratch, 'log.json');
  const command = (args: string[], env: Record<string, string> = {}) =>
    // No PATH but the shell's own tools, no DISPLAY, no Node: what a bare machine has.
    spawnSync(join(program, 'sidedoor'), args, {
      env: { PATH: '/usr/bin:/bin', HOME: home, ...env },
      encoding: 'utf8',
    });

  beforeAll(async () => {
    const { stage } = (await import(`${ROOT}electron/build/stage.mjs`)) as {
      stage(platform: string, arch: string, seconds: number, release: string): void;
    };
    const release = join(scratch, 'release');
    stage(process.platform, process.arch, 1_767_225_600, release);
    // As the packer lays it out: `asarUnpack` and `extraResources` of electron-builder.yml.
    mkdirSync(join(program, 'resources'), { recursive: true });
    mkdirSync(home);
    cpSync(join(release, 'app'), join(program, 'resources', 'app.asar.unpacked'), { recursive: true });
    cpSync(join(release, 'modules'), join(program, 'resources', 'node_modules'), { recursive: true });
    copyFileSync(join(ROOT, 'electron', 'build', 'sidedoor.sh'), join(program, 'sidedoor'));
    chmodSync(join(program, 'sidedoor'), 0o755);
    writeFileSync(log, `${oktaLines(6).join('\n')}\n`);
  }, 60_000);

  it('has a command that needs neither a display nor a Node of the system, also by a link', () => {
    const link = join(scratch, 'bin-sidedoor');
    symlinkSync(join(program, 'sidedoor'), link);
    const said = spawnSync(link, ['--version'], { env: { PATH: '/usr/bin:/bin' }, encoding: 'utf8' });
    expect([said.status, said.stdout.trim()]).toEqual([
      0,
      JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version,
    ]);
    const imported = command(['import', join(scratch, 'a.sidedoor'), log, '--json'], {
      NODE_OPTIONS: '--require /nowhere.js',
    });
    expect(imported.stderr).not.toMatch(/nowhere/);
    expect(JSON.parse(imported.stdout).events).toBe(6);
    expect(command(['verify', join(scratch, 'a.sidedoor')]).status).toBe(0);
  });

  it('from a stick writes nothing outside of its own folder', () => {
    const data = join(program, 'Sidedoor-data');
    mkdirSync(data);
    const before = below(home);
    const passphrase = join(scratch, 'passphrase.txt');
    writeFileSync(passphrase, 'correct horse battery staple\n');
    const folder = join(data, 'b.sidedoor');
    expect(command(['import', folder, log]).status).toBe(0);
    const sealed = command([
      'export',
      folder,
      '--format',
      'bundle',
      '--out',
      join(data, 'b.zip'),
      '--sign',
      '--passphrase-file',
      passphrase,
    ]);
    expect(sealed.stderr).toMatch(/signed by/);
    expect(below(home)).toEqual(before);
    expect(below(data).some((name) => /key/i.test(name))).toBe(true);
    rmSync(data, { recursive: true });
  });

  it('names its software: every package of the lock file that is carried, with licence and hash, and the texts', () => {
    const bill = JSON.parse(command(['licences', '--sbom']).stdout) as {
      bomFormat: string;
      components: { name: string; version: string; hashes?: unknown[]; 'bom-ref': string }[];
      dependencies: { ref: string; dependsOn: string[] }[];
    };
    const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { dev?: boolean; version: string; integrity?: string }>;
    };
    const carried = Object.entries(lock.packages).filter(([at, facts]) => at !== '' && !facts.dev);
    expect(bill.bomFormat).toBe('CycloneDX');
    const names = new Set(bill.components.map(({ name, version }) => `${name}@${version}`));
    for (const [at, { version }] of carried)
      expect(names).toContain(`${at.slice(at.lastIndexOf('node_modules/') + 13)}@${version}`);
    const refs = new Set(bill.components.map((each) => each['bom-ref']));
    expect(refs.size).toBe(bill.components.length);
    for (const { dependsOn } of bill.dependencies) for (const ref of dependsOn) expect(refs).toContain(ref);
    expect(bill.components.every(({ hashes }) => hashes?.length === 1)).toBe(true);
    const texts = command(['licences']).stdout;
    for (const name of ['better-sqlite3', 'react', 'leaflet', 'zod', 'pdfkit']) expect(texts).toContain(`${name} `);
    expect(texts).toContain('Permission is hereby granted');
  });

  it('is laid out the same twice', async () => {
    const { sbom, licences } = (await import(`${ROOT}electron/build/licences.mjs`)) as {
      sbom(): unknown;
      licences(): string;
    };
    expect(`${JSON.stringify(sbom(), null, 1)}\n`).toBe(readFileSync(join(DIST, 'assets', 'sbom.cdx.json'), 'utf8'));
    expect(licences()).toBe(readFileSync(join(DIST, 'assets', 'third-party-licences.txt'), 'utf8'));
  });
});
