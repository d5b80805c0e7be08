/**
 * A seeded company whose people are spelled differently in five sources, with the truth beside the exports. Every spelling
 * is one that these products write; what ties two spellings together is in some record, as it is in life: the address on a
 * Duo account, the identifier typed at Entra, a renamed account that keeps its id. A few people have nothing that does.
 */
import { Chance } from '../../electron/engine/demo/random';
import { cloudtrail, duo, duoRow, entra, google, okta, slack, type Written } from './records';

/** A record and whose it is. `account` names the spelling: records of one account in one form. */
export interface Labelled extends Written {
  person: string;
  account: string;
}

const FIRST = 'Ada Amir Anouk Bela Bruno Carla Chen Dana Deniz Edith Elif Emil Farah Femke Gita Goran Hana Hugo Ines Igor Jana Jonas Kaya Kofi Lara Liam Malik Mara Mina Nadia Nils Oona Omar Petra Priya Quinn Rasa Ravi Sara Sven Tara Tomas Uma Viktor Wanda Yara Zoe Zoran'.split(' '); // biome-ignore format: one list
const LAST = 'Abebe Aydin Baker Becker Costa Cruz Dahl Duarte Eriksen Evans Farkas Ferri Garcia Grant Haas Horvat Ilic Ito Jansen Joshi Kaplan Keller Kim Lange Lopez Maeda Moreau Novak Nunez Okafor Olsen Pavlov Popa Quist Rossi Roy Sato Silva Tanaka Torres Ueda Urban Varga Vogel Weber Wolf Yilmaz Zhou'.split(' '); // biome-ignore format: one list
const HOME = '7a1f3c52-8d4e-4b6a-9c0d-11e2f3a4b5c6';
const PARTNER = 'c2d3e4f5-0617-4829-8a3b-4c5d6e7f8091';
const START = Date.UTC(2026, 0, 5, 8);
const DAYS = 60;

const cased = (chance: Chance, text: string): string =>
  chance.weigh([
    [text, 6],
    [text.toUpperCase(), 1],
    [text.replace(/(^|\.)([a-z])/g, (_, dot, letter) => `${dot}${letter.toUpperCase()}`), 2],
  ]);

/** Times of some records of an account, rising; each second is used once in the whole set. */
function times(chance: Chance, n: number, used: Set<number>): number[] {
  const list: number[] = [];
  while (list.length < n) {
    const time = START + chance.int(0, DAYS * 86_400 - 1) * 1_000;
    if (used.has(time)) continue;
    used.add(time);
    list.push(time);
  }
  return list.sort((a, b) => a - b);
}

export function makePeople(seed: string, count: number): Labelled[] {
  const company = new Chance(seed);
  const taken = new Map<string, number>();
  const used = new Set<number>();
  const all: Labelled[] = [];
  for (let n = 0; n < count; n++) {
    const chance = company.fork(n);
    const [first, last] = [chance.pick(FIRST), chance.pick(LAST)];
    // Two people of one full name are told apart by a number, as directories do.
    const base = `${first}.${last}`.toLowerCase();
    const nth = (taken.get(base) ?? 0) + 1;
    taken.set(base, nth);
    const local = nth === 1 ? base : `${base}${nth}`;
    const shortBase = `${first[0]}${last}`.toLowerCase();
    const nthShort = (taken.get(shortBase) ?? 0) + 1;
    taken.set(shortBase, nthShort);
    const short = nthShort === 1 ? shortBase : `${shortBase}${nthShort}`;
    all.push(...person(chance, { id: `p${n}`, first, last, local, short, isSilent: n % 140 === 70 }, used));
  }
  return all;
}

interface Person {
  id: string;
  first: string;
  last: string;
  local: string;
  short: string;
  /** Nobody ever entered an address on the Duo account: nothing ties it to the others. */
  isSilent: boolean;
}

function person(chance: Chance, { id, first, last, local, short, isSilent }: Person, used: Set<number>): Labelled[] {
  const out: Labelled[] = [];
  const put = (account: string, record: Written): void => {
    out.push({ ...record, person: id, account: `${record.source} ${account}` });
  };
  const isGuest = chance.yes(0.05);
  const mail = isGuest ? `${local}@lathe.example` : `${local}@corvid.example`;
  const display = chance.weigh([
    [`${first} ${last}`, 5],
    [`${last}, ${first}`, 3],
    [`${first} ${last} (${chance.pick(['IT', 'Ops', 'Sales'])})`, 1],
  ]);

  // Entra: the address, an account of the tenant with the address typed at sign-in, one that was renamed, or a guest.
  const oid = chance.uuid();
  const member = { oid, display, home: HOME, tenant: HOME };
  const sort = isGuest ? 'guest' : chance.weigh([['plain', 75], ['tenant', 14], ['renamed', 8]] as const); // biome-ignore format: one list
  const at = times(chance, 4, used);
  for (const [i, time] of at.entries()) {
    if (sort === 'guest') {
      const upn = `${mail.replace('@', '_')}#EXT#@corvid.onmicrosoft.example`;
      put('guest', entra(chance, time, { ...member, upn, guest: true, home: PARTNER }));
    } else if (sort === 'tenant') {
      const upn = `${short}@corvid.onmicrosoft.example`;
      put('tenant', entra(chance, time, { ...member, upn, ...(i % 2 === 0 && { typed: mail }) }));
    } else if (sort === 'renamed') {
      const isOld = i < 2;
      const upn = isOld ? `${first.toLowerCase()}.${chance.fork('maiden').pick(LAST).toLowerCase()}.${short}@corvid.example` : mail; // biome-ignore format: one name
      put(isOld ? 'former name' : 'new name', entra(chance, time, { ...member, upn }));
    } else put('name', entra(chance, time, { ...member, upn: cased(chance, mail) }));
  }

  // Duo: an own user name, with the directory's address on the account once the directory is synchronised.
  const key = `DU${chance.token(18).toUpperCase()}`;
  const login = `${short}@corvid.example`;
  const hasShortLogin = !isGuest && !isSilent && chance.yes(0.25);
  const duoName = hasShortLogin ? login : isSilent ? `CORVID\\${short}` : chance.pick([short, `CORVID\\${short}`, mail, short]); // biome-ignore format: one choice
  const withKey = chance.yes(0.85);
  const duoTimes = times(chance, 4, used);
  for (const [i, time] of duoTimes.entries()) {
    const isTold = i >= 2 && !isSilent;
    const email = isTold ? cased(chance, mail) : '';
    if (withKey) {
      // Windows sends the domain's name for the same user of Duo.
      const name = i === 0 && duoName === short ? `CORVID\\${short}` : duoName;
      put(`key ${name}`, duo(chance, time, { key, name, email }));
    } else put(`row ${duoName}`, duoRow(chance, time, { key: null, name: duoName, email }));
  }

  // Okta: the address, or the short login that the Duo account carries too.
  const oktaUser = { id: `00u${chance.token(17)}`, login: hasShortLogin ? login : mail, display: `${first} ${last}` };
  for (const time of times(chance, 3, used)) put('login', okta(chance, time, { ...oktaUser, login: cased(chance, oktaUser.login) })); // biome-ignore format: one line

  const profile = `1${chance.int(1e9, 9e9)}${chance.int(1e9, 9e9)}`;
  for (const time of times(chance, 3, used)) put('profile', google(chance, time, { profile, email: mail }));

  const member2 = { id: `U${chance.token(10).toUpperCase()}`, name: chance.pick([short, first.toLowerCase(), `${first} ${last}`]) }; // biome-ignore format: one line
  for (const time of times(chance, 3, used))
    put('member', slack(chance, time, { ...member2, email: cased(chance, mail) }));

  if (!isGuest && chance.yes(0.3))
    for (const time of times(chance, 2, used)) put('session', cloudtrail(chance, time, mail));
  return out;
}
