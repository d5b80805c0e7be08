/** The investigator's words outlast the evidence: a file is taken out, imported again, and every word stands as before. */
import { afterEach, expect, it } from 'vitest';
import { DAY } from '../../../shared/model/time';
import { addressFacts } from '../enrich/address';
import { removeFile } from '../ingest/remove';
import type { Session } from '../session';
import { allEpisodes } from '../store/episode-reads';
import { episodeHandlers } from './handlers';
import { ruleHandlers } from './handlers.rules';
import { analyse } from './run';
import { emptyCase, type ImportedCase } from './testing/imported';
import { type VendorRow, vendorFiles, vendorLater, vendorMonth } from './testing/vendor';

const rows: VendorRow[] = [
  ...vendorMonth('alice'),
  ...vendorMonth('bob'),
  ['d29 08:50', 'bob', 'okta push denied', 'office', 'laptop'],
  ['d29 08:52', 'bob', 'okta push approved', 'office', 'laptop'],
  ['d29 17:50', 'bob', 'okta push denied', 'office', 'laptop'],
  ['d29 17:52', 'bob', 'okta push approved', 'office', 'laptop'],
  ['d30 02:11', 'alice', 'okta push denied', 'bucharest', 'stranger'],
  ['d30 02:12', 'alice', 'okta push denied', 'bucharest', 'stranger'],
  ['d30 02:13', 'alice', 'okta push denied', 'bucharest', 'stranger'],
  ['d30 02:14', 'alice', 'okta push approved', 'bucharest', 'stranger'],
  ...vendorLater(30),
];

let made: ImportedCase | null = null;
afterEach(() => made?.close());

it('keeps decision, review, merge, note of noise and thresholds over removal and import', async () => {
  made = emptyCase();
  const { opened } = made;
  const session: Session = {
    version: '0',
    case: () => opened,
    current: () => opened,
    path: () => '',
    actor: () => ({ name: 'R. Ito', confirmed: true }),
    setActor: () => {},
    use: () => {},
    exclusive: async (work) => work(),
  };
  const { signal } = new AbortController();
  const context = { signal, progress: undefined as never };
  const rules = ruleHandlers(session);
  const episodes = episodeHandlers(session);
  const all = (): ReturnType<typeof allEpisodes> extends Generator<infer T> ? T[] : never => [...allEpisodes(opened.db.read)]; // biome-ignore format: one line
  const named = (who: string) => all().filter(({ identity }) => identity.name.startsWith(who));
  const files = await made.add(vendorFiles(rows));
  await analyse(opened);

  const [alice] = named('alice');
  const [one, two] = named('bob');
  expect([alice?.followed, Boolean(one && two)]).toEqual(['yes', true]);
  const { event } = alice!.followedBy[0]!;
  await episodes['links.review']({ episode: alice!.id, event, review: 'rejected', why: 'her own' }, context);
  await episodes['episodes.decide']({ id: alice!.id, verdict: 'expected', action: 'none', why: 'a drill' }, context);
  await rules['episodes.merge']({ id: one!.id, other: two!.id, why: 'one cause' }, context);
  await rules['thresholds.set']({ values: { 'usual.thin': 4 }, why: 'short logs' }, { signal, progress: () => {} });
  const [whole] = named('bob');
  await rules['suppressions.add'](
    { query: `identity:${whole!.identity.id} verdict:${whole!.verdict}`, why: 'clumsy', expires: new Date(Date.now() + DAY).toISOString() }, // biome-ignore format: one input
    context,
  );
  const before = all();
  expect(named('bob')).toMatchObject([{ denials: 2, suppressed: { why: 'clumsy' } }]);

  for (const { file } of files) await removeFile(opened, file, 'wrong tenant', addressFacts);
  await analyse(opened);
  expect(all()).toEqual([]);
  await made.add(vendorFiles(rows));
  const { changes } = await analyse(opened);
  expect(changes).toMatchObject({ appeared: before.length, vanished: 0 });
  expect(all()).toEqual(before);
});
