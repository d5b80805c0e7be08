/**
 * `npm run bench:ui [-- --events N] [--case FOLDER] [--samples N]`: how the window feels over a large case, measured in
 * Chromium through the local web host. Every question goes the page's own way (web socket, masking, JSON) and is asked once:
 * what is measured is never an answer that was remembered. Beside each the ratio to a plain scan of the events by SQLite.
 * Without `--case` a case of N events (250,000 unless said otherwise) is made from a seed and kept in bench/tmp. Acts on many
 * rows and their undo are measured there; in a case of one's own only with `--acts`, for they stand in its custody log.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { makeCase } from './large-case.ts';
import { type Case, lookInto, quantile, questions } from './questions.ts';

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '250000' },
    case: { type: 'string' },
    samples: { type: 'string', default: '60' },
    acts: { type: 'boolean', default: false },
  },
});
const wanted = Number(values.events);
const samples = Number(values.samples);
if (!(wanted >= 1_000) || !(samples >= 5))
  throw new Error('usage: npm run bench:ui -- [--events N] [--case FOLDER] [--samples N] [--acts]');
const ANSWER_MS = 50; // an answer within this is not felt
const FELT_MS = 1_000; // the thought is not broken within this
const FRAME_MS = 32; // a frame later than this is
const MOST_OF_SCAN = 0.15;

// --- the host and the page

async function withHost<T>(args: readonly string[], work: (url: string) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'sidedoor-bench-'));
  const child = spawn(process.execPath, [join(root, 'dist/web/index.cjs'), '--no-browser', '--json', ...args], {
    env: { ...process.env, SIDEDOOR_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return await work((JSON.parse(line.toString()) as { url: string }).url);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    rmSync(home, { recursive: true, force: true });
  }
}

async function withPage<T>(browser: Browser, work: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    timezoneId: 'UTC',
    locale: 'en-GB',
  });
  try {
    return await work(await context.newPage());
  } finally {
    await context.close();
  }
}

const idle = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.documentElement.dataset.idle === 'true', undefined, { timeout: 600_000 });

/** A second line to the engine, beside the page's own. */
const connect = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const socket = new WebSocket(`ws://${location.host}/engine`);
        const waiting = new Map<
          number,
          (message: { t: string; output?: unknown; error?: { message: string } }) => void
        >();
        let next = 1;
        socket.onmessage = ({ data }) => {
          const message = JSON.parse(data as string) as { t: string; id: number };
          if (message.t === 'ok' || message.t === 'err') waiting.get(message.id)?.(message);
        };
        socket.onerror = () => reject(new Error('the engine cannot be reached'));
        socket.onopen = () => resolve();
        Object.assign(window, {
          askEngine: (method: string, input: unknown) =>
            new Promise<{ ms: number; output: unknown }>((done, failed) => {
              const id = next++;
              const begun = performance.now();
              waiting.set(id, (message) => {
                waiting.delete(id);
                if (message.t === 'err') failed(new Error(message.error?.message));
                else done({ ms: performance.now() - begun, output: message.output });
              });
              socket.send(JSON.stringify({ t: 'call', id, method, input }));
            }),
        });
      }),
  );

type Engine = { askEngine(method: string, input: unknown): Promise<{ ms: number; output: unknown }> };

const ask = (page: Page, method: string, input: unknown): Promise<number> =>
  page.evaluate(async ([name, question]) => (await (window as unknown as Engine).askEngine(name, question)).ms, [
    method,
    input,
  ] as const);

/** As `ask`, with what was answered. */
const told = (page: Page, method: string, input: unknown): Promise<{ ms: number; output: unknown }> =>
  page.evaluate(([name, question]) => (window as unknown as Engine).askEngine(name, question), [
    method,
    input,
  ] as const);

// --- measuring

interface Measured {
  n: number;
  p50: number;
  p95: number;
  max: number;
}
const measured = (list: readonly number[]): Measured => ({
  n: list.length,
  p50: quantile(list, 0.5),
  p95: quantile(list, 0.95),
  max: Math.max(...list),
});

const WARM = 5; // first touches, told apart

async function answers(page: Page, about: Case): Promise<Record<string, Measured & { ratio: number; first: number }>> {
  const out: Record<string, Measured & { ratio: number; first: number }> = {};
  for (const [kind, make] of Object.entries(questions(about))) {
    const first: number[] = [];
    for (let n = 0; n < WARM; n++) first.push(await ask(page, ...make(n)));
    const times: number[] = [];
    for (let n = WARM; n < WARM + samples; n++) times.push(await ask(page, ...make(n)));
    const of = measured(times);
    out[kind] = { ...of, ratio: of.p95 / about.scan, first: Math.max(...first) };
  }
  return out;
}

const view = async (page: Page, title: string): Promise<void> => {
  const rail = page.getByRole('navigation', { name: 'Views' });
  await rail.getByRole('button', { name: title, exact: true }).click();
  await idle(page);
};

/** Milliseconds until a view that was not open before can be used, and until a click on a facet is answered everywhere. */
async function opened(page: Page): Promise<Record<string, number>> {
  const out: Record<string, number> = {};
  const until = async (what: string, act: () => Promise<unknown>): Promise<void> => {
    const begun = performance.now();
    await act();
    await idle(page);
    out[what] = performance.now() - begun;
  };
  for (const title of ['Map', 'Sources', 'Identities', 'Campaigns', 'Paths', 'Work', 'Events'])
    await until(`first ${title}`, () => view(page, title));
  await until('a facet clicked', () => page.locator('.facets button').nth(3).click());
  await until('filter cleared', () => page.getByRole('button', { name: 'Clear filter' }).click());
  return out;
}

/** Milliseconds of acts on many rows, of taking them back and of doing them again: the median of three. */
async function acts(page: Page): Promise<Record<string, number>> {
  const times: Record<string, number[]> = {};
  const act = async (what: string, method: string, input: unknown): Promise<unknown> => {
    const { ms, output } = await told(page, method, input);
    times[what] = [...(times[what] ?? []), ms];
    return output;
  };
  const ids = (rows: unknown): string[] => (rows as { id: string }[]).map(({ id }) => id);
  const first = (await told(page, 'events.page', { filter: {}, limit: 1_000 })).output as {
    rows: unknown;
    next: string;
  };
  const second = (await told(page, 'events.page', { filter: {}, after: first.next, limit: 1_000 })).output as {
    rows: unknown;
  };
  const on = [...ids(first.rows), ...ids(second.rows)];
  const episodes = ids((await told(page, 'episodes.list', { limit: 500 })).output);
  const word = { verdict: 'friction', action: 'none', why: 'measured' };
  for (let i = 0; i < 3; i++) {
    const made = (await act(`note on ${on.length} events`, 'annotations.addMany', {
      on,
      text: 'measured',
      tags: ['bench'],
    })) as { ids: string[] };
    await act('… taken back', 'annotations.removeMany', made);
    await act('… done again', 'annotations.restore', made);
    await told(page, 'annotations.removeMany', made);
    if (episodes.length === 0) continue;
    await act(`${episodes.length} episodes decided`, 'episodes.decideMany', { ids: episodes, ...word });
    await act('decisions taken back', 'episodes.undecideMany', { ids: episodes });
  }
  return Object.fromEntries(Object.entries(times).map(([what, list]) => [what, quantile(list, 0.5)]));
}

/** Drags and wheels over the timeline while every frame's length is written down. */
async function panned(page: Page): Promise<Measured & { late: number }> {
  await view(page, 'Timeline');
  const chart = page.locator('.timeline canvas').first();
  const box = (await chart.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height - 20, 300)];
  await page.mouse.move(x, y);
  for (let i = 0; i < 6; i++) {
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -240);
    await page.keyboard.up('Control');
  }
  await idle(page);
  await page.evaluate(() => {
    const frames: number[] = [];
    Object.assign(window, { frames });
    let last = performance.now();
    const look = (now: number): void => {
      frames.push(now - last);
      last = now;
      if ('frames' in window) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.mouse.down();
  for (let i = 0; i < 240; i++) {
    await page.mouse.move(x + Math.sin(i / 25) * box.width * 0.4, y);
    await page.waitForTimeout(8);
  }
  await page.mouse.up();
  const frames = await page.evaluate(() => {
    const { frames } = window as unknown as { frames: number[] };
    Reflect.deleteProperty(window, 'frames');
    return frames.slice(2);
  });
  await idle(page);
  return { ...measured(frames), late: frames.filter((ms) => ms > FRAME_MS).length };
}

async function held(page: Page, session: CDPSession): Promise<{ heap: number; nodes: number }> {
  await session.send('HeapProfiler.collectGarbage');
  const heap = await page.evaluate(
    () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
  );
  const { nodes } = (await session.send('Memory.getDOMCounters')) as { nodes: number };
  return { heap: heap / 1e6, nodes };
}

/** Milliseconds from the program's start until the window can be used; the least of three. */
async function start(browser: Browser, args: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const begun = performance.now();
    await withHost(args, (url) =>
      withPage(browser, async (page) => {
        await page.goto(url);
        await page.getByRole('navigation', { name: 'Views' }).waitFor({ timeout: 120_000 });
        await idle(page);
        times.push(performance.now() - begun);
      }),
    );
  }
  return Math.min(...times);
}

if (!existsSync(join(root, 'dist/web/index.cjs'))) throw new Error('nothing is built yet: npm run build');
const folder = values.case ? resolve(values.case) : makeCase(wanted);
const about = lookInto(folder);
const programs = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((place) => [join(place, 'chromium'), join(place, 'google-chrome')]);
const browser = await chromium.launch({
  executablePath: programs.find((file) => existsSync(file)),
  // Chromium refuses to run as root with its sandbox.
  chromiumSandbox: process.getuid?.() !== 0,
  args: ['--enable-precise-memory-info'],
});
const empty = mkdtempSync(join(tmpdir(), 'sidedoor-empty-'));
const cli = join(root, 'dist/cli/index.cjs');
writeFileSync(join(empty, 'none.csv'), '');
// Nothing in it is recognised, and the case is made.
spawnSync(process.execPath, [cli, 'import', join(empty, 'empty.sidedoor'), join(empty, 'none.csv')], {
  stdio: 'ignore',
});

const result = await withHost(['--case', folder], (url) =>
  withPage(browser, async (page) => {
    await page.goto(url);
    await idle(page);
    await connect(page);
    // What the case lacks is built beside the engine when it is first asked: that is no answer of this measure.
    for (let i = 0; i < 240 && !existsSync(join(folder, 'case.columns')); i++) {
      await ask(page, 'events.count', { filter: { query: `mark:denied id:${i}` } });
      await page.waitForTimeout(500);
    }
    const asked = await answers(page, about);
    const session = await page.context().newCDPSession(page);
    const views = await opened(page);
    const done = values.case && !values.acts ? {} : await acts(page);
    const pan = await panned(page);
    const memory = await held(page, session);
    // A case opens as it was left: both cases of the start shall open with the queue, as a new one does.
    await view(page, 'Triage');
    await page.waitForTimeout(1_000);
    return { asked, views, done, pan, memory };
  }),
);
const begin = {
  empty: await start(browser, ['--case', join(empty, 'empty.sidedoor')]),
  full: await start(browser, ['--case', folder]),
};
await browser.close();
rmSync(empty, { recursive: true });

const ms = (value: number): string => value.toFixed(1).padStart(8);
console.log(
  `\n${about.events.toLocaleString('en')} events · ${os.cpus().length} cores · a plain scan of them takes ${about.scan.toFixed(0)} ms`,
);
console.log(`${'question'.padEnd(18)}   n      p50      p95      max    first   p95 ÷ scan`);
let missed = 0;
for (const [kind, { n, p50, p95, max, first, ratio }] of Object.entries(result.asked)) {
  const isMissed = p95 > ANSWER_MS || ratio > MOST_OF_SCAN;
  if (isMissed) missed++;
  console.log(`${kind.padEnd(18)}${String(n).padStart(4)} ${ms(p50)} ${ms(p95)} ${ms(max)} ${ms(first)}   ${ratio.toFixed(3)}${isMissed ? '   over' : ''}`); // biome-ignore format: one line
}
for (const [what, time] of Object.entries({ ...result.views, ...result.done })) {
  const isMissed = time > FELT_MS;
  if (isMissed) missed++;
  console.log(`${what.padEnd(24)} ${ms(time)} ms${isMissed ? '   over' : ''}`);
}
const { pan, memory } = result;
console.log(`panning            ${pan.n} frames, p95 ${pan.p95.toFixed(1)} ms, longest ${pan.max.toFixed(1)} ms, ${pan.late} over ${FRAME_MS} ms`); // biome-ignore format: one line
console.log(`the page holds     ${memory.heap.toFixed(0)} MB of heap, ${memory.nodes.toLocaleString('en')} nodes`);
console.log(`start to window    ${begin.full.toFixed(0)} ms, with an empty case ${begin.empty.toFixed(0)} ms: ${(begin.full / begin.empty).toFixed(2)} times`); // biome-ignore format: one line
console.log(
  `bars: p95 of an answer ${ANSWER_MS} ms and ${MOST_OF_SCAN} of a scan (the latter is meant for millions of events), ${FELT_MS} ms for a view and for an act; ${missed} missed`,
);
mkdirSync(join(root, 'bench/results'), { recursive: true });
writeFileSync(
  join(root, 'bench/results/ui.json'),
  `${JSON.stringify({ at: new Date().toISOString(), cores: os.cpus().length, events: about.events, scan: about.scan, ...result, start: begin }, null, 2)}\n`,
);
