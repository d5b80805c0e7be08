/** People who are easily taken for one another. Whoever is joined here with somebody else was joined wrongly. */
import { Chance } from '../../electron/engine/demo/random';
import type { Labelled } from './people';
import { cloudtrail, duo, duoRow, entra, google, okta, slack, type Written } from './records';

const A = '7a1f3c52-8d4e-4b6a-9c0d-11e2f3a4b5c6';
const B = 'c2d3e4f5-0617-4829-8a3b-4c5d6e7f8091';
const day = (n: number): number => Date.UTC(2026, 1, n, 9, 0, 0);

export function makeAdversaries(seed: string, sets = 5): Labelled[] {
  const chance = new Chance(`${seed}/adversaries`);
  const all: Labelled[] = [];
  let second = 0;
  for (let n = 0; n < sets; n++) {
    const put = (person: string, account: string, write: (time: number) => Written, days: readonly number[]): void => {
      for (const each of days) {
        second += chance.int(1, 20);
        const record = write(day(each) + second * 1_000);
        all.push({ ...record, person: `${person} ${n}`, account: `${record.source} ${account} ${n}` });
      }
    };
    sharedMailbox(chance, n, put);
    recycled(chance, n, put);
    namesakes(chance, n, put);
    guests(chance, n, put);
    nobodies(chance, n, put);
  }
  return all;
}

type Put = (person: string, account: string, write: (time: number) => Written, days: readonly number[]) => void;
const EARLY = [1, 4, 9];
const LATE = [40, 44, 50];
const WHOLE = [2, 20, 48];
const member = (chance: Chance, upn: string, display: string) => ({
  oid: chance.uuid(),
  upn,
  display,
  home: A,
  tenant: A,
});

/** A mailbox that several people wrote on their accounts, and that has an account of its own. */
function sharedMailbox(chance: Chance, n: number, put: Put): void {
  const desk = `desk${n}@corvid.example`;
  const box = member(chance, desk, 'Service Desk');
  put('desk', 'box', (time) => entra(chance, time, box), WHOLE);
  for (const name of ['hana', 'igor', 'jana']) {
    const own = member(chance, `${name}${n}@corvid.example`, name);
    put(`desk ${name}`, name, (time) => entra(chance, time, own), WHOLE);
    const key = `DU${chance.token(18).toUpperCase()}`;
    put(`desk ${name}`, name, (time) => duo(chance, time, { key, name: `${name}${n}`, email: desk }), WHOLE);
    const slackId = `U${chance.token(10).toUpperCase()}`;
    put(`desk ${name}`, name, (time) => slack(chance, time, { id: slackId, name: `${name}${n}`, email: desk }), WHOLE);
  }
  // One who signs in by a name of her own and wrote the mailbox on the account.
  const key = `DU${chance.token(18).toUpperCase()}`;
  const kaya = member(chance, `kaya${n}@corvid.example`, 'Kaya');
  const post = member(chance, `post${n}@corvid.example`, 'Post');
  put('kaya', 'own', (time) => entra(chance, time, kaya), WHOLE);
  put('post', 'box', (time) => entra(chance, time, post), WHOLE);
  put('kaya', 'duo', (time) => duo(chance, time, { key, name: kaya.upn, email: post.upn }), WHOLE);
  // A mailbox whose name says what it is, with one person a product: no two ids tell them apart.
  const help = n === 0 ? 'helpdesk@corvid.example' : `helpdesk@corvid${n}.example`;
  const lone = `DU${chance.token(18).toUpperCase()}`;
  put('lone lara', 'duo', (time) => duo(chance, time, { key: lone, name: `lara${n}`, email: help }), WHOLE);
  const loneSlack = `U${chance.token(10).toUpperCase()}`;
  put('lone liam', 'slack', (time) => slack(chance, time, { id: loneSlack, name: `liam${n}`, email: help }), WHOLE);
}

/** A name given to somebody else after its first holder left. */
function recycled(chance: Chance, n: number, put: Put): void {
  const name = `nils.dahl${n}@corvid.example`;
  for (const [who, days] of [
    ['first', EARLY],
    ['second', LATE],
  ] as const) {
    // biome-ignore format: one pair
    const display = who === 'first' ? 'Nils Dahl' : 'Nilsa Dahl';
    const account = member(chance, name, display);
    put(`nils ${who}`, who, (time) => entra(chance, time, account), days);
    const login = { id: `00u${chance.token(17)}`, login: name, display };
    put(`nils ${who}`, who, (time) => okta(chance, time, login), days);
    const profile = `1${chance.int(1e9, 9e9)}${chance.int(1e9, 9e9)}`;
    put(`nils ${who}`, who, (time) => google(chance, time, { profile, email: name }), days);
    const id = `U${chance.token(10).toUpperCase()}`;
    put(`nils ${who}`, who, (time) => slack(chance, time, { id, name: `nils${n}`, email: name }), days);
  }
  // A log that knows the name only, under one id of its own: whose it is it does not tell, so it is neither's.
  put('nils by name', 'session', (time) => cloudtrail(chance, time, name), [...EARLY, ...LATE]);
  // A directory that was renamed twice: the former name of one is the present name of another.
  const x = `oona.x${n}@corvid.example`;
  const y = `oona.y${n}@corvid.example`;
  const older = member(chance, x, 'Oona');
  put('oona older', 'x', (time) => entra(chance, time, older), EARLY);
  put('oona older', 'y', (time) => entra(chance, time, { ...older, upn: y }), LATE);
  const younger = member(chance, x, 'Oona');
  put('oona younger', 'x', (time) => entra(chance, time, younger), LATE);
}

/** One full name, one user name, two people. */
function namesakes(chance: Chance, n: number, put: Put): void {
  for (const [who, domain, tenant] of [
    ['north', 'corvid.example', A],
    ['south', 'lathe.example', B],
  ] as const) {
    // biome-ignore format: one pair
    const upn = `petra.novak${n}@${domain}`;
    const account = { ...member(chance, upn, 'Petra Novak'), home: tenant, tenant };
    put(`petra ${who}`, who, (time) => entra(chance, time, account), WHOLE);
    const login = { id: `00u${chance.token(17)}`, login: upn, display: 'Petra Novak' };
    put(`petra ${who}`, who, (time) => okta(chance, time, login), WHOLE);
    const key = `DU${chance.token(18).toUpperCase()}`;
    put(`petra ${who}`, who, (time) => duo(chance, time, { key, name: `pnovak${n}`, email: upn }), WHOLE);
  }
  // Whose bare name this is, no record says.
  put('petra unknown', 'row', (time) => duoRow(chance, time, { key: null, name: `pnovak${n}`, email: '' }), WHOLE);
  put(
    'petra domain',
    'row',
    (time) => duoRow(chance, time, { key: null, name: `NORTH\\pnovak${n}`, email: '' }),
    WHOLE,
  );
  const id = `U${chance.token(10).toUpperCase()}`;
  put('petra slack', 'slack', (time) => slack(chance, time, { id, name: `pnovak${n}`, email: `p.n${n}@other.example` }), WHOLE); // biome-ignore format: one line
}

/** Guests that are called like members, and a member's own account as a guest elsewhere. */
function guests(chance: Chance, n: number, put: Put): void {
  const dana = member(chance, `dana${n}@corvid.example`, 'Dana Cruz');
  put('dana', 'member', (time) => entra(chance, time, dana), WHOLE);
  const login = { id: `00u${chance.token(17)}`, login: dana.upn, display: 'Dana Cruz' };
  put('dana', 'login', (time) => okta(chance, time, login), WHOLE);
  const other = { ...member(chance, `dana${n}_mail.example#EXT#@corvid.onmicrosoft.example`, 'Dana Cruz'), guest: true, home: B }; // biome-ignore format: one line
  put('dana of mail.example', 'guest', (time) => entra(chance, time, other), WHOLE);
  // Made for an address that has a member of another directory; no record says that both are one.
  const double = { ...member(chance, `dana${n}_corvid.example#EXT#@lathe.onmicrosoft.example`, 'Dana'), guest: true, home: '9e8d7c6b-5a49-4838-a7b6-c5d4e3f20191', tenant: B }; // biome-ignore format: one line
  put('dana double', 'guest', (time) => entra(chance, time, double), WHOLE);
}

/** Words for nobody, which many records share. */
function nobodies(chance: Chance, n: number, put: Put): void {
  for (const who of ['one', 'two']) {
    const key = `DU${chance.token(18).toUpperCase()}`;
    put(`nobody ${who}`, who, (time) => duo(chance, time, { key, name: `temp${who}${n}`, email: 'noreply@corvid.example', alias: 'none' }), EARLY); // biome-ignore format: one line
    const id = `U${chance.token(10).toUpperCase()}`;
    put(
      `nobody slack ${who}`,
      who,
      (time) => slack(chance, time, { id, name: `slack${who}${n}`, email: 'unknown' }),
      EARLY,
    );
  }
}
