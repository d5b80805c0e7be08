/** Offline, proved: every network call of the whole tree of processes while a person imports, maps, reports and exports. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { display } from './display';
import { oktaLines } from './exports';
import { hasProgram, IS_ROOT, missingForSandbox, openShell, type Staged, stage } from './hardened';
import { type NetworkCalls, networkCalls } from './network-calls';
import { DIST, ended, scratchFolder } from './programs';

const electron = inject('electron');
const noTracer = process.platform !== 'linux' ? 'calls are traced on Linux' : hasProgram('strace') ? null : 'no strace';
const noWindow = noTracer ?? (!electron ? 'no Electron runtime' : !display ? 'no display' : missingForSandbox());
if (noTracer) console.error(`SKIPPED: offline proof of the command line and the web host (${noTracer})`);
if (noWindow) console.error(`SKIPPED: offline proof of the window (${noWindow})`);

const { folder, remove } = scratchFolder();
afterAll(remove);
const traces = new Map<string, NetworkCalls>();
afterAll(() => {
  for (const [name, { calls, sockets, loopback, faults }] of traces)
    console.info(`network calls of ${name}: ${calls}, to the internet ${faults.length}, listening at loopback ${loopback.length}, sockets made ${JSON.stringify(sockets)}`); // biome-ignore format: one line
});

const TABLE = ['Logged;Employee;Origin;Verdict', '2026-02-01T08:00:00Z;a@corp.example;203.0.113.1;denied', '2026-02-01T08:01:00Z;a@corp.example;203.0.113.1;ok'].join('\n'); // biome-ignore format: one line
const MAPPING = {
  sidedoorMapping: 1,
  name: 'portal',
  record: 'table',
  list: null,
  time: { columns: ['logged'], format: 'iso', zone: null },
  fields: { user: { column: 'employee' }, ip: { column: 'origin' } },
  outcome: {
    columns: ['verdict'],
    table: [
      { when: ['denied'], is: 'denied_by_user' },
      { when: ['ok'], is: 'success_mfa' },
    ],
    otherwise: 'reject',
  },
  class: { columns: [], table: [], otherwise: 'authentication' },
  factor: { columns: [], table: [], otherwise: null },
  kind: { columns: [], table: [], otherwise: 'human' },
};

const log = join(folder, 'log.json');
const table = join(folder, 'portal.csv');
const mapping = join(folder, 'portal.mapping.json');
beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(log, `${oktaLines(6).join('\n')}\n`);
  writeFileSync(table, TABLE);
  writeFileSync(mapping, JSON.stringify(MAPPING));
});

const tracer = (file: string): string[] => ['-f', '-qq', '--seccomp-bpf', '-e', 'trace=%network', '-o', file];

/** Runs a program of ours under the tracer; what it did, and how it ended. */
async function traced(name: string, args: readonly string[]): Promise<{ code: number | null; stderr: string }> {
  const file = join(folder, `${name}.trace`);
  const child = spawn('strace', [...tracer(file), process.execPath, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SIDEDOOR_HOME: join(folder, 'home') },
  });
  const { code, stderr } = await ended(child);
  traces.set(name, networkCalls(readFileSync(file, 'utf8')));
  return { code, stderr };
}

describe.skipIf(noTracer)('offline: the command line', () => {
  const home = join(folder, 'cli.sidedoor');
  const out = join(folder, 'out');
  it.each([
    ['import', ['import', home, log]],
    ['map', ['import', home, table, '--mapping', mapping]],
    ['analyse', ['analyse', home]],
    ['episodes', ['episodes', home]],
    ['report', ['report', home, '--out', out, '--format', 'html,pdf,docx,xlsx,md']],
    ['seal', ['export', home, '--out', join(folder, 'case.zip'), '--format', 'bundle']],
    ['stix', ['export', home, '--out', join(folder, 'case.stix.json'), '--format', 'stix']],
    ['kml', ['export', home, '--out', join(folder, 'case.kml'), '--format', 'kml']],
    ['verify', ['verify', join(folder, 'case.zip')]],
  ])('%s reaches no network', async (name, args) => {
    const { code, stderr } = await traced(name, [join(DIST, 'cli', 'index.cjs'), ...args]);
    expect([code, stderr.includes('rror:')]).toEqual([0, false]);
    expect(traces.get(name)!.faults).toEqual([]);
  });

  it('would be found out: a program that does reach out is', async () => {
    await traced('control', ['-e', 'require("net").connect(9, "127.0.0.1").on("error", () => {})']);
    expect(traces.get('control')!.faults).toHaveLength(1);
    traces.delete('control');
  });
});

describe.skipIf(noTracer)('offline: the local web host', () => {
  it('listens at 127.0.0.1 once, and reaches nothing', async () => {
    const file = join(folder, 'web.trace');
    const child = spawn(
      'strace',
      [
        ...tracer(file),
        process.execPath,
        join(DIST, 'web', 'index.cjs'),
        '--no-browser',
        '--json',
        '--idle-minutes',
        '0.02',
      ],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { ...process.env, SIDEDOOR_HOME: join(folder, 'home') },
      },
    );
    const done = once(child, 'exit');
    const [line] = (await once(child.stdout!, 'data')) as [Buffer];
    const { url } = JSON.parse(line.toString()) as { url: string };
    const opened = await fetch(url, { redirect: 'manual' });
    const cookie = opened.headers.get('set-cookie')!.split(';')[0]!;
    expect((await fetch(new URL('/', url), { headers: { cookie } })).status).toBe(200);
    await done;
    const found = networkCalls(readFileSync(file, 'utf8'), { listens: true });
    traces.set('web host', found);
    expect(found.faults).toEqual([]);
    expect(found.loopback).toHaveLength(1);
  });
});

describe.skipIf(noWindow)('offline: the window', () => {
  it('reaches no network while a person imports, maps, reports and seals', async () => {
    const place = join(folder, 'window');
    const file = join(folder, 'window.trace');
    const staged: Staged = stage(place, electron!, { trace: file });
    const home = join(staged.home, 'case.sidedoor');
    const dropped = ['log.json', 'portal.csv'].map((name) => join(staged.home, name));
    for (const [i, from] of [log, table].entries()) writeFileSync(dropped[i]!, readFileSync(from));
    if (IS_ROOT) execFileSync('chown', ['-R', '65534:65534', staged.home]);
    execFileSync('chmod', ['755', folder]);
    const { app, page, idle } = await openShell(staged, display!, ['--case', home]);
    const choose = (label: string, paths: readonly string[]): Promise<void> =>
      app.evaluate(
        ({ dialog, Menu }, [wanted, chosen]) => {
          dialog.showOpenDialog = (async () => ({
            canceled: false,
            filePaths: chosen,
          })) as unknown as typeof dialog.showOpenDialog;
          dialog.showSaveDialog = (async () => ({
            canceled: false,
            filePath: chosen[0],
          })) as unknown as typeof dialog.showSaveDialog;
          const items = Menu.getApplicationMenu()!.items.flatMap((item) => item.submenu?.items ?? []);
          items.find((item) => item.label === wanted)!.click();
        },
        [label, [...paths]] as [string, string[]],
      );

    await choose('Import files…', dropped);
    await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('1 file not recognised').first().waitFor({ timeout: 60_000 });
    await idle();
    await page.getByRole('button', { name: 'Sources', exact: true }).click();
    await page.getByRole('button', { name: 'Map columns of portal.csv' }).click();
    await page.getByRole('status').getByText('2 rows =').waitFor({ timeout: 30_000 });
    await page.getByLabel('Name of the mapping').focus();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Imported by the mapping “portal”').first().waitFor({ timeout: 30_000 });
    await idle();
    for (const key of ['t', 'm', 'p', 'e', 'i', 'q']) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await idle();
    }
    await choose('Write report…', [join(staged.home, 'report.html')]);
    await page.getByRole('region', { name: 'Report', exact: true }).waitFor();
    await idle();
    const bundle = join(staged.home, 'sealed.zip');
    await choose('Seal case file…', [bundle]);
    const sealed = (): boolean => {
      try {
        return readFileSync(bundle).length > 0;
      } catch {
        return false;
      }
    };
    await expect.poll(sealed, { timeout: 60_000 }).toBe(true);
    await idle();
    await app.close();
    const found = networkCalls(readFileSync(file, 'utf8'), { listens: true });
    traces.set('window', found);
    expect(found.calls).toBeGreaterThan(100);
    expect(found.faults).toEqual([]);
  });
});
