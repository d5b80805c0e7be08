/** Analysing again: the same evidence in any order, more evidence, the investigator's words. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { resolveTarget } from '../store/annotations';
import { caseCounts } from '../store/case-counts';
import { readMeta, writeMeta } from '../store/case-reads';
import { decide, reviewLink, standingDecision } from '../store/decisions';
import { episodeIndex, forgetEpisodeIndex } from '../store/episode-index';
import { allEpisodes, allPaths, episodeFinder, episodeRow, printEpisode } from '../store/episode-reads';
import { allIdentities } from '../store/identity-reads';
import { keepThresholds } from '../store/thresholds';
import { isAnalysed, outdatedBy } from './inputs';
import { analyse, previewThresholds } from './run';
import { emptyCase, type ImportedCase } from './testing/imported';
import { draw, later, look, memoryCase, month, type Row } from './testing/picture';
import { upnOf, type VendorRow, vendorFiles, vendorLater, vendorMonth, vendorRecords } from './testing/vendor';

const calm = [...month('alice'), ...month('colleague')];
const attack: Row[] = [
  ['d30 02:11', 'alice', 'push denied', 'bucharest', 'stranger'],
  ['d30 02:12', 'alice', 'duo push denied', 'bucharest', 'stranger'],
  ['d30 02:13', 'alice', 'push ignored', 'bucharest', 'stranger'],
  ['d30 02:14', 'alice', 'push approved', 'bucharest', 'stranger'],
  ['d30 02:20', 'alice', 'entra token', 'bucharest', 'stranger'],
  ['d30 02:31', 'svc-stock', 'secret wrong', 'rented'],
  ['d30 02:33', 'svc-stock', 'secret wrong', 'rented'],
];
const story = [...calm, ...attack, ...later(30)];

const printed = (opened: ReturnType<typeof memoryCase>): string =>
  JSON.stringify([[...allEpisodes(opened.db.read)], [...allIdentities(opened.db.read)], allPaths(opened.db.read)]);

describe('the same evidence', () => {
  it('gives the same bytes in any order of import and in any split into files', async () => {
    const whole = memoryCase();
    draw(whole, story);
    await analyse(whole);
    const expected = printed(whole);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(story, { minLength: story.length }),
        fc.integer({ min: 1, max: 5 }),
        async (rows, files) => {
          // Record ids count the rows of the story, not of the file.
          const numbered = rows.map(
            (row) =>
              [
                row[0],
                row[1],
                row[2],
                row[3],
                row[4] ?? '-',
                {
                  ...row[5],
                  recordId: String(story.indexOf(row)),
                  attempt: { key: `k${story.indexOf(row)}`, role: roleOf(row) },
                },
              ] as Row,
          );
          const opened = memoryCase();
          const size = Math.ceil(numbered.length / files);
          for (let i = 0; i < files; i++) draw(opened, numbered.slice(i * size, (i + 1) * size), `part${i}`);
          await analyse(opened);
          const again = memoryCase();
          draw(
            again,
            [...numbered].sort((a, b) => (a[0] < b[0] ? -1 : 1)),
          );
          await analyse(again);
          expect(printed(opened).replaceAll(/-part\d/g, '')).toBe(printed(again));
        },
      ),
      { numRuns: 12 },
    );
    expect(expected).toContain('likely_compromise');
  });
});

const roleOf = (row: Row): 'answer' | 'outcome' => (/token|secret/.test(row[2]) ? 'outcome' : 'answer');

describe('any order and grouping of imports, analysed after each', () => {
  /** Files as vendors export them: denials of one story in three sources, a month before, another person's after. */
  const rows: VendorRow[] = [
    ...vendorMonth('alice'),
    ['d28 03:00', 'alice', 'okta push denied', 'bucharest', 'stranger'],
    ['d30 02:11', 'alice', 'duo push denied', 'bucharest', 'stranger'],
    ['d30 02:13', 'alice', 'okta push denied', 'bucharest', 'stranger'],
    ['d30 02:14', 'alice', 'entra push denied', 'bucharest', 'stranger'],
    ['d30 02:16', 'alice', 'entra push approved', 'bucharest', 'stranger'],
    ['d30 02:20', 'alice', 'audit method registered', 'bucharest', 'stranger'],
    ['d30 02:31', 'svc-stock', 'entra secret wrong', 'rented'],
    ['d30 02:33', 'svc-stock', 'entra secret wrong', 'rented'],
    ...vendorLater(30),
  ];
  const lines = (from: string, to: string): Record<string, string> =>
    Object.fromEntries(
      Object.entries(vendorFiles(rows.filter(([time]) => time >= from && time < to))).map(([name, text]) => [
        `${from} ${name}`,
        text,
      ]),
    );
  const files = Object.entries({
    ...lines('d0', 'd28'),
    ...lines('d28', 'd30 02:14'),
    ...lines('d30 02:14', 'd9'),
    // Somebody fetched the last days again, as a list: an overlap that must add nothing.
    'overlap.json': JSON.stringify(vendorRecords(rows).okta!.slice(-30)),
    'requests.csv': `id,identity,resource,type,requested,approved,starts,ends,approver,ticket\r\nR1,${upnOf('alice')},VPN,jit,2026-01-30T01:00:00Z,,,,,\r\n`,
  });
  const output = (made: ImportedCase): string => printed(made.opened);
  const importedIn = async (groups: (typeof files)[]): Promise<string> => {
    const made = emptyCase();
    try {
      for (const group of groups) {
        await made.add(Object.fromEntries(group));
        await analyse(made.opened);
      }
      return output(made);
    } finally {
      made.close();
    }
  };

  it('prints the same bytes', async () => {
    const expected = await importedIn([files]);
    expect(expected).toContain('likely_compromise');
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(files, { minLength: files.length }),
        fc.array(fc.boolean(), { minLength: files.length, maxLength: files.length }),
        async (order, cuts) => {
          const groups: (typeof files)[] = [];
          for (const [i, file] of order.entries()) {
            if (i === 0 || cuts[i]) groups.push([]);
            groups.at(-1)!.push(file);
          }
          expect(await importedIn(groups)).toBe(expected);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('still answers to every id that was ever printed', async () => {
    const made = emptyCase();
    const printedIds = new Set<string>();
    for (const file of [...files].reverse()) {
      await made.add(Object.fromEntries([file]));
      await analyse(made.opened);
      for (const { id } of allEpisodes(made.opened.db.read)) printedIds.add(id);
    }
    const now = [...allEpisodes(made.opened.db.read)];
    expect(printedIds.size).toBeGreaterThan(now.length);
    const find = episodeFinder(made.opened.db.read);
    for (const id of printedIds) {
      const row = episodeRow(made.opened.db.read, id);
      expect(row && now.some((episode) => episode.id === row.id), id).toBe(true);
      expect(find(id)).toBe(row!.id);
    }
    expect(find('p00000000000000')).toBeNull();
    made.close();
  });
});

describe('more evidence', () => {
  const [first, second, third, ...rest] = attack;

  it('does not rename an episode when a later denial comes', async () => {
    const opened = memoryCase();
    draw(opened, [...calm, first!, second!], 'early');
    const before = (await look(opened)).one('alice');
    draw(opened, [third!, ...rest], 'late');
    const after = (await look(opened)).one('alice');
    expect(after.id).toBe(before.id);
    expect(after.aliases).not.toContain(after.id);
    expect(after.denials).toBeGreaterThan(before.denials);
  });

  it('keeps the old id as an alias, and the words said on it, when an earlier denial comes', async () => {
    const opened = memoryCase();
    draw(opened, [...calm, second!, third!], 'late');
    const before = (await look(opened)).one('alice');
    decide(opened.db.write, {
      episode: before.id,
      verdict: 'friction',
      action: 'none',
      why: 'asked her',
      by: 'me',
      at: 1,
    });
    draw(opened, [first!], 'early');
    const after = (await look(opened)).one('alice');
    expect(after.id).not.toBe(before.id);
    expect(after.aliases).toContain(before.id);
    expect(after.decision).toMatchObject({ verdict: 'friction', why: 'asked her' });
    expect(printEpisode(opened.db.read, episodeRow(opened.db.read, before.id)!).id).toBe(after.id);
    expect(standingDecision(opened.db.read, [after.id, ...after.aliases])).not.toBeNull();
    expect(caseCounts(opened.db.read).open).toBe(0);
    // The queue's index says what the findings say.
    const kept = episodeIndex(opened.db.read);
    expect(kept.aliases).not.toEqual([]);
    opened.db.write.exec(`DELETE FROM meta WHERE key = 'episodes'`);
    forgetEpisodeIndex(opened.db.read);
    expect(episodeIndex(opened.db.read)).toEqual(kept);
    // Another analysis forgets nothing of it, and notes on the old id are notes on the new one.
    await analyse(opened, { force: true });
    expect((await look(opened)).one('alice').aliases).toContain(before.id);
    expect(resolveTarget(opened.db.read, before.id)?.id).toBe(after.id);
  });

  it('merges two episodes under the first id', async () => {
    const opened = memoryCase();
    const at = (time: string): Row => [time, 'alice', 'push denied', 'office', 'laptop'];
    draw(opened, [...calm, at('d30 08:00'), at('d30 14:00'), ...later(30)], 'a');
    const [one, two] = (await look(opened)).of('alice');
    draw(opened, [at('d30 10:00'), at('d30 12:00')], 'b');
    const merged = (await look(opened)).one('alice');
    expect(merged.denials).toBe(4);
    expect(merged.id).toBe(one!.id);
    expect(merged.aliases).toContain(two!.id);
  });

  it('makes the findings stale until they are computed again', async () => {
    const opened = memoryCase();
    expect(isAnalysed(opened.db.read)).toBe(false);
    draw(opened, calm, 'a');
    expect(outdatedBy(opened.db.read)).toEqual(['nothing was analysed yet']);
    await analyse(opened);
    expect(isAnalysed(opened.db.read)).toBe(true);
    expect(outdatedBy(opened.db.read)).toEqual([]);
    // As a case that another version of the program analysed comes to this one.
    const parts = JSON.parse(readMeta(opened.db.read, 'analysed_parts')!) as Record<string, string>;
    const older = JSON.stringify({ ...parts, program: '0'.repeat(64) });
    writeMeta(opened.db.write, 'analysed_parts', older);
    writeMeta(opened.db.write, 'analysis', createHash('sha256').update(older).digest('hex'));
    expect(outdatedBy(opened.db.read)).toEqual(['the last analysis was made by another version of Sidedoor']);
    expect((await analyse(opened)).changes).toMatchObject({ appeared: 0, vanished: 0, moved: 0 });
    draw(opened, attack, 'b');
    expect(isAnalysed(opened.db.read)).toBe(false);
    expect(outdatedBy(opened.db.read)).toEqual(['evidence changed since the last analysis']);
    await analyse(opened);
    expect(isAnalysed(opened.db.read)).toBe(true);
  });
});

describe('a word on a link, or a weight', () => {
  it('needs no other sweep, and gives what a whole run gives', async () => {
    const opened = memoryCase();
    draw(opened, story);
    await analyse(opened);
    const phases = new Set<string>();
    const progress = ({ phase }: { phase: string }): void => void phases.add(phase);
    const asWhole = async (): Promise<string> => {
      phases.clear();
      expect((await analyse(opened, { progress })).ran).toBe(true);
      expect(phases).not.toContain('analysing');
      const found = printed(opened);
      await analyse(opened, { force: true, progress });
      expect(phases).toContain('analysing');
      expect(printed(opened)).toBe(found);
      return found;
    };
    const before = printed(opened);
    const linked = [...allEpisodes(opened.db.read)].find(({ followedBy }) => followedBy.length > 0)!;
    const word = { ids: [linked.id], episode: linked.id, event: linked.followedBy[0]!.event, why: '', by: 'A' };
    reviewLink(opened.db.write, { ...word, review: 'rejected', at: 1 });
    expect(await asWhole()).not.toBe(before);
    reviewLink(opened.db.write, { ...word, review: null, at: 2 });
    expect(await asWhole()).toBe(before);

    const own = { 'verdict.margin': 10 };
    const shown = await previewThresholds(opened.db.read, own, { progress });
    expect(shown.moved).toBeGreaterThan(0);
    keepThresholds(opened.db.write, { own, why: 'a trial', by: 'A', at: 3 });
    expect(await asWhole()).not.toBe(before);

    // What decides which denials belong together is gathered anew.
    keepThresholds(opened.db.write, { own: { 'episodes.burst': 1 }, why: 'a trial', by: 'A', at: 4 });
    phases.clear();
    await analyse(opened, { progress });
    expect(phases).toContain('analysing');
  });
});

describe('cancelling', () => {
  it('throws, leaves the findings marked as stale, and the next run completes them', async () => {
    const opened = memoryCase();
    draw(opened, story);
    const abort = new AbortController();
    const run = analyse(opened, { signal: abort.signal, progress: () => abort.abort() });
    const lines = vi.spyOn(opened.custody, 'append');
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(lines).toHaveBeenCalledWith('analyse.cancelled', {});
    expect(isAnalysed(opened.db.read)).toBe(false);
    expect(outdatedBy(opened.db.read)).not.toEqual([]);
    expect((await analyse(opened)).ran).toBe(true);
    expect((await look(opened)).one('alice').verdict).toBe('likely_compromise');
  });
});
