/** Rollouts and the published attack over whole cases: whom they concern, and which log is missing. */
import { expect, it } from 'vitest';
import type { ReadDb } from '../store/open';
import { heldAgainst, rolloutEffects } from './held';
import { analyse } from './run';
import { emptyCase, type Files } from './testing/imported';
import { upnOf, type VendorRow, vendorFiles, vendorLater, vendorMonth } from './testing/vendor';

const people = ['alice', 'bruno', 'carla', 'dora'];
const rows: VendorRow[] = [
  ...people.flatMap((who) => vendorMonth(who, 'entra push approved')),
  ...people.map((who, i): VendorRow => [`d30 09:0${i}`, who, 'entra push denied', 'office', 'laptop']),
  ...people.map((who, i): VendorRow => [`d30 09:1${i}`, who, 'entra push approved', 'office', 'laptop']),
  ...vendorLater(30, 'entra push approved'),
];
const calendar = (scopes: readonly string[]): string =>
  `name,from,until,scope,note\r\n${scopes.map((scope, i) => `wave ${i},2026-01-30T0${8 - i}:00:00Z,2026-01-30T18:00:00Z,${scope},`).join('\r\n')}\r\n`;
const register = `identity,kind,display_name,owner,owner_email,department,title,manager,privileged,break_glass,home_country,aliases\r\n${['alice', 'bruno'].map((who) => `${upnOf(who)},human,,,,Finance,,,,,,`).join('\r\n')}\r\n`;

async function asked<T>(of: readonly VendorRow[], files: Files, question: (db: ReadDb) => T): Promise<T> {
  const made = emptyCase();
  await made.add({ ...vendorFiles(of), ...files });
  await analyse(made.opened);
  const told = question(made.opened.db.read);
  made.close();
  return told;
}

it('a rollout counts whom it concerns: everybody, a department, people by name; in order of time', async () => {
  const files = {
    'rollouts.csv': calendar(['*', 'finance', `${upnOf('Carla')};Finance`, 'Legal']),
    'identities.csv': register,
  };
  const effects = await asked(rows, files, (db) => rolloutEffects(db, null, 3));
  expect(effects.map(({ name, people: n, scope }) => [name, n, scope])).toEqual([
    ['wave 3', 0, 'Legal'],
    ['wave 2', 3, `${upnOf('Carla')}; Finance`],
    ['wave 1', 2, 'finance'],
    ['wave 0', 4, '*'],
  ]);
  expect(effects.at(-1)).toMatchObject({ episodes: 4, episodesBefore: 0, peopleBefore: 0 });
});

it('changes in Entra are not said to be absent where only another directory has its audit log in the case', async () => {
  const okta = vendorMonth('alice');
  const stateOf = async (more: readonly VendorRow[]) => {
    const { steps } = await asked([...rows, ...okta, ...more], {}, (db) => heldAgainst(db, null));
    return Object.fromEntries(steps.map(({ id, state, text }) => [id, { state, text }]));
  };
  const blind = await stateOf([]);
  expect(blind.application).toEqual({ state: 'no_log', text: 'the Entra ID audit log would tell' });
  expect(blind.role!.state).toBe('no_log');
  const told = await stateOf([['d30 08:00', 'dora', 'audit role asked', 'office', 'laptop']]);
  expect(told.application!.state).toBe('not_found');
});
