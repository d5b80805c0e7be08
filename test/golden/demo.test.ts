/**
 * The demo through the whole engine: real importers, real analysis, judged by the truth that the generator kept back.
 * Every story must be found with its side door; no honest person's ordinary sign-in may be called one.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine';
import { DEMO_SEED, generateDemo, type Story, type Truth } from '../../electron/engine/demo';
import type { Client } from '../../shared/contract';
import type { Episode } from '../../shared/model/episode';
import type { Event } from '../../shared/model/event';
import type { Identity } from '../../shared/model/identity';
import type { ImportSummary } from '../../shared/model/ledger';
import { connect } from '../../shared/rpc/client';
import { memoryPair } from '../../shared/rpc/memory-port';

const folder = mkdtempSync(join(tmpdir(), 'sidedoor-golden-demo-'));
let engine: Engine;
let client: Client;
let truth: Truth;
let summary: ImportSummary;
let episodes: Episode[];
let identities: Identity[];
/** Vendor's record id of an event, and the event of a record id. */
const recordOf = new Map<string, string>();
const eventOf = new Map<string, Event>();

beforeAll(async () => {
  truth = generateDemo(DEMO_SEED, (name, bytes) => {
    const path = join(folder, 'exports', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  });
  engine = createEngine({ checkOutputs: true });
  const [page, host] = memoryPair();
  engine.serve(host);
  client = connect(page).client;
  engine.control({ control: 'grant', token: 'case', path: join(folder, 'demo.sidedoor'), use: 'write' });
  engine.control({ control: 'grant', token: 'exports', path: join(folder, 'exports'), use: 'read' });
  await client['cases.open']({ ref: 'case' });
  summary = await client['imports.start']({ files: ['exports'] });
  episodes = [];
  for (let offset = 0; ; offset += 1_000) {
    const page = await client['episodes.list']({ offset, limit: 1_000 });
    episodes.push(...page);
    if (page.length < 1_000) break;
  }
  identities = [];
  for (let offset = 0; ; offset += 500) {
    const { rows, total } = await client['identities.list']({ offset, limit: 500 });
    identities.push(...rows);
    if (identities.length >= total || rows.length === 0) break;
  }
  for (let after: string | null = null; ; ) {
    const page: { rows: Event[]; next: string | null } = await client['events.page']({
      filter: {},
      after,
      limit: 1_000,
    });
    for (const event of page.rows) {
      if (event.recordId === null) continue;
      recordOf.set(event.id, event.recordId);
      eventOf.set(event.recordId, event);
    }
    after = page.next;
    if (after === null) break;
  }
}, 180_000);

afterAll(async () => {
  await engine?.close();
  rmSync(folder, { recursive: true, force: true });
});

const records = (ids: readonly string[]): string[] => ids.map((id) => recordOf.get(id) ?? id);
/** Episodes that hold denials of a story, the one with most of them first. */
function episodesOf(story: Story): Episode[] {
  const denied = new Set(story.denials);
  return episodes
    .map((episode) => ({ episode, hits: records(episode.events).filter((id) => denied.has(id)).length }))
    .filter(({ hits }) => hits > 0)
    .sort((a, b) => b.hits - a.hits)
    .map(({ episode }) => episode);
}
const show = (episode: Episode): string =>
  `${episode.id} ${episode.identity.name} ${episode.start} ${episode.denials} denials, ${episode.verdict} ${episode.confidence.toFixed(2)}, ` +
  `followed ${episode.followed} [${episode.followedBy.map((link) => `${link.kind} ${link.score.toFixed(2)} ${link.identity} ${link.time} ${link.source}`).join(' | ')}], ` +
  `for [${episode.for.map((item) => `${item.text} ${item.weight.toFixed(1)}`).join('; ')}], against [${episode.against.map((item) => `${item.text} ${item.weight.toFixed(1)}`).join('; ')}]`;

describe('the demo, imported', () => {
  it('is listed the same in pages of any size, with a query and without', async () => {
    for (const query of ['', 'verdict:friction']) {
      const whole = await client['episodes.list']({ query, limit: 1_000 });
      for (const limit of [7, 40]) {
        const parts: Episode[] = [];
        for (let offset = 0; offset <= whole.length; offset += limit)
          parts.push(...(await client['episodes.list']({ query, offset, limit })));
        expect(parts).toEqual(whole);
      }
    }
  });

  it('balances its ledgers and recognises every file', () => {
    expect(summary.unrecognised).toEqual([]);
    for (const file of summary.files) {
      expect(file.records, file.file).toBe(file.events + file.context + file.duplicates + file.skipped + file.rejected);
      expect(file.rejected + file.skipped, file.file).toBe(0);
      expect(file.warnings, file.file).toEqual([]);
    }
    expect(summary.events).toBe(Object.values(truth.records).reduce((sum, n) => sum + n, 0));
    // The second export of the last weekend overlaps the first and adds nothing.
    const [again] = summary.files.filter((file) => file.file.endsWith('system-log-last-weekend.json'));
    const [whole] = summary.files.filter((file) => file.file.endsWith('system-log-2026-05.ndjson.gz'));
    expect(again!.duplicates + whole!.duplicates).toBe(again!.records);
  });

  it('joins each person across the three vendors, and keeps people apart', () => {
    for (const name of new Set(truth.stories.map((story) => story.identity))) {
      const found = identities.filter((identity) =>
        identity.spellings.some((spelling) => spelling.name?.toLowerCase() === name),
      );
      expect(
        found.map((identity) => identity.name),
        name,
      ).toHaveLength(1);
    }
    const priya = identities.find((identity) => identity.name.toLowerCase() === 'priya.raman@corvane.example');
    expect(new Set(priya!.spellings.map((spelling) => spelling.source))).toEqual(new Set(['entra', 'okta', 'duo']));
    const mailed = identities.filter((identity) => identity.kind === 'human' && identity.name.includes('@'));
    expect(mailed.length).toBe(truth.people);
  });
});

describe('the demo, analysed', () => {
  it('finds every attack with its side door on top', () => {
    const failures: string[] = [];
    for (const story of truth.stories.filter((item) => !item.honest)) {
      const fail = (what: string, episode?: Episode): void =>
        void failures.push(`${story.id}: ${what}${episode ? `\n    ${show(episode)}` : ''}`);
      const [episode, ...more] = episodesOf(story);
      if (!episode) {
        fail('no episode holds its denials');
        continue;
      }
      if (more.length > 0) fail(`split over ${more.length + 1} episodes`, episode);
      const held = new Set(records(episode.events));
      const lost = story.denials.filter((id) => !held.has(id));
      if (lost.length > 0) fail(`${lost.length} of ${story.denials.length} denials are not in it`, episode);
      if (!story.verdicts.includes(episode.verdict))
        fail(`verdict ${episode.verdict}, not ${story.verdicts.join('/')}`, episode);
      const [top] = episode.followedBy;
      if (story.linked.length === 0) {
        if (top) fail('an access is linked though nobody came in', episode);
        continue;
      }
      if (!top) fail('no access is linked', episode);
      else {
        if (!story.linked.includes(recordOf.get(top.event) ?? '')) fail('another access stands first', episode);
        if (!story.kinds.includes(top.kind)) fail(`linked as ${top.kind}, not ${story.kinds.join('/')}`, episode);
      }
      const own = new Set([...story.linked, ...story.also]);
      for (const link of episode.followedBy) {
        if (!own.has(recordOf.get(link.event) ?? ''))
          fail(`an honest sign-in is linked (${link.time} ${link.identity})`, episode);
      }
    }
    expect(failures.join('\n')).toBe('');
  });

  it('leaves honest look-alikes alone', () => {
    const failures: string[] = [];
    for (const story of truth.stories.filter((item) => item.honest)) {
      const found = episodesOf(story);
      if (found.length === 0) failures.push(`${story.id}: no episode holds its denials`);
      for (const episode of found) {
        if (episode.followedBy.length > 0) failures.push(`${story.id}: linked\n    ${show(episode)}`);
        if (!story.verdicts.includes(episode.verdict)) {
          failures.push(
            `${story.id}: verdict ${episode.verdict}, not ${story.verdicts.join('/')}\n    ${show(episode)}`,
          );
        }
      }
    }
    expect(failures.join('\n')).toBe('');
  });

  it('accuses nobody else', () => {
    const told = new Set(truth.stories.flatMap((story) => story.denials));
    const noise = new Set(truth.noise);
    const rest = episodes.filter((episode) => !records(episode.events).some((id) => told.has(id)));
    expect(rest.length).toBeGreaterThan(10);
    const wrong = rest.filter((episode) => {
      if (episode.followedBy.length > 0 || episode.verdict === 'likely_compromise') return true;
      return episode.verdict === 'attempted_abuse' && !records(episode.events).every((id) => noise.has(id));
    });
    expect(wrong.map(show).join('\n')).toBe('');
  });

  it('prints what was denied as denied', () => {
    for (const id of truth.stories.flatMap((story) => story.denials)) expect(eventOf.get(id)?.denial, id).toBe(true);
  });
});
