/** What a card says it could not weigh: through the whole analysis, over drawn cases. */
import { expect, it } from 'vitest';
import { later, month, picture, type Row } from '../testing/picture';

const calm = [...month('alice'), ...month('bob')];
const denied = (where: string, device?: string, more?: Row[5]): Row => ['d30 02:11', 'alice', 'push denied', where, device, more]; // biome-ignore format: one line

it.each<[string, Row[], RegExp[], RegExp[]]>([
  ['a stranger’s browser says nothing of its management', [...calm, denied('bucharest', 'stranger')], [/^device trust: .* — records of Okta with device trust \(JSON\), or a device inventory/], [/^recent sign-ins/, /^travel/, /^place/, /^log delay/]],
  ['a managed device does', [...calm, denied('office', 'laptop')], [], [/^device trust/]],
  ['no history', [...month('bob'), denied('bucharest', 'stranger')], [/^recent sign-ins: none of this identity before the denial — earlier Okta logs/, /^travel pattern/], []],
  ['a thin history', [...month('bob'), ...month('alice', 'office', 1), denied('bucharest', 'stranger')], [/^recent sign-ins: only \d sign-ins? /], []],
  ['the record came late', [...calm, denied('bucharest', 'stranger', { flags: ['late_record'] })], [/^log delay: 1 of 1 denial record reached the log more than 10 min late/], []],
  ['nobody supplied a log of use', [...calm, denied('bucharest', 'stranger')], [/^what was read, sent or changed is not in evidence — A log of use/], []],
  ['a log of use is there', [...calm, ['d12 10:00', 'alice', 'sso', 'office', 'laptop'], denied('bucharest', 'stranger')], [], [/^what was read/]],
])('%s', async (_what, rows, said, unsaid) => {
  const { one } = await picture([...rows, ...later(30)]);
  const { lacking } = one('alice');
  for (const sentence of said) expect(lacking).toContainEqual(expect.stringMatching(sentence));
  for (const sentence of unsaid) expect(lacking).not.toContainEqual(expect.stringMatching(sentence));
}); // biome-ignore format: a table

it('decides nothing: a "no" stays a "no"', async () => {
  const { one } = await picture([...calm, denied('bucharest', 'stranger'), ...later(30)]);
  expect(one('alice')).toMatchObject({ followed: 'no', missing: [] });
  expect(one('alice').lacking!.length).toBeGreaterThan(0);
});

it('says of a silent log that "nobody came in" is not in evidence', async () => {
  const busy = Array.from({ length: 28 * 24 }, (_, i): Row => [`d${1 + Math.floor(i / 24)} ${String(i % 24).padStart(2, '0')}:30`, 'bob', 'push approved', 'office', 'laptop']); // biome-ignore format: one line
  const rows = busy.filter(([time]) => !/^d1[56] /.test(time));
  const { one } = await picture([...month('alice', 'office', 13), ['d14 23:40', 'alice', 'push denied', 'bucharest', 'stranger'], ...rows, ...later(28)]); // biome-ignore format: one line
  expect(one('alice')).toMatchObject({ followed: 'not_in_evidence' });
  expect(one('alice').missing).toContainEqual(expect.stringMatching(/^Okta log is silent for 2 days after the last denial, unlike its rhythm$/)); // biome-ignore format: one line
});
