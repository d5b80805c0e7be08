/** What happens in the tenants of the second generator, each told from public accounts of attacks and from help desks' days. */
import type { Chance } from '../../../electron/engine/demo/random';
import type { Group } from '../stage';
import { type Device, foreign, handset, type Person, type Place, rented, trip, uuid } from './cast';
import type { Act, By, Door, How } from './doors';
import { DAY, HOUR, IDENTITIES, MINUTE, Nobody, SECOND, type Stage } from './stage';

export interface Story {
  id: string;
  group: Group;
  tell(stage: Stage, chance: Chance): void;
}

const hostile = (door: Door): readonly How[] => {
  const hows = door.hows.filter((how) => how === 'declined' || how === 'ignored');
  return hows.length > 0 ? hows : door.hows.filter((how) => how === 'wrong_code');
};
const need = <T>(value: T | undefined | null): T => {
  if (value === undefined || value === null) throw new Nobody();
  return value;
};
const wait = (chance: Chance): number =>
  chance.weigh([
    [chance.int(15, 300) * SECOND, 4],
    [chance.int(6, 110) * MINUTE, 3],
    [chance.int(3, 30) * HOUR, 2],
    [chance.int(2, 6) * DAY, 1],
    [chance.int(8, 13) * DAY, 0.4],
  ] as const);

interface Attack {
  who: Person;
  at: Place;
  device: Device;
  denials: string[];
  end: number;
  act: Act;
}
/** Prompts that somebody else caused, refused. */
function attack(
  stage: Stage,
  chance: Chance,
  n: number,
  more: {
    gap?: readonly [number, number];
    hows?: readonly How[];
    who?: Person;
    at?: Place;
    time?: number;
    door?: Door;
  } = {},
): Attack {
  // biome-ignore format: one line
  const who = more.who ?? stage.cast();
  const door = more.door ?? stage.main;
  const at = more.at ?? stage.lair(chance, who);
  const device = foreign(chance, who);
  const hows = (more.hows ?? hostile(door)).filter((how) => door.hows.includes(how));
  if (hows.length === 0) throw new Nobody();
  const [low, high] = more.gap ?? [25, 200];
  let time = more.time ?? stage.moment(chance, who, chance.pick(['any', 'night', 'work'] as const));
  const denials: string[] = [];
  let end = time;
  for (let i = 0; i < n; i++) {
    if (chance.yes(0.3)) door.wrongPassword?.({ who, time: time - 12 * SECOND, at, device });
    denials.push(...door.refuse({ who, time, at, device }, chance.pick(hows)));
    end = time;
    time += chance.int(low, high) * SECOND;
  }
  return { who, at, device, denials, end, act: { who, time: end, at, device } };
}
const inside = (stage: Stage, chance: Chance, act: Act): string[] => {
  const ids: string[] = [];
  const door = stage.main;
  for (let i = chance.int(0, 3), time = act.time; i > 0; i--) {
    time += chance.int(1, 40) * MINUTE;
    if (door.token) ids.push(...door.token({ ...act, time }));
    if (door.use && chance.yes(0.5)) ids.push(...door.use({ ...act, time: time + 20 * SECOND }));
  }
  return ids;
};
const own = (stage: Stage, chance: Chance, who: Person, when: 'work' | 'night' | 'any' = 'work'): Act => {
  const time = stage.moment(chance, who, when);
  return { who, time, at: stage.where(chance, who), device: chance.yes(0.85) ? who.laptop : who.phone, session: uuid(chance) }; // biome-ignore format: one line
};
const slips = (door: Door): readonly How[] => door.hows.filter((how) => how === 'wrong_code' || how === 'ignored');

// ---------------------------------------------------------------------------------------------- somebody got in
const compromise: Story[] = [
  {
    id: 'fatigue, approved in the end',
    group: 'compromise',
    tell(stage, chance) {
      const a = attack(stage, chance, chance.int(4, 18));
      const act = { ...a.act, time: a.end + chance.int(20, 400) * SECOND, session: uuid(chance) };
      const way = stage.main.pass(act, stage.main.bys.includes('push') ? 'push' : stage.main.bys[0]!);
      stage.tell(this.id, this.group, ['likely_compromise'], a.denials, [way], inside(stage, chance, act));
    },
  },
  {
    id: 'one refusal, approved later',
    group: 'compromise',
    tell(stage, chance) {
      const a = attack(stage, chance, chance.int(1, 2));
      const act = { ...a.act, time: a.end + wait(chance), session: uuid(chance) };
      const way = stage.main.pass(act, stage.main.bys[0]!);
      stage.tell(this.id, this.group, ['likely_compromise'], a.denials, [way], inside(stage, chance, act));
    },
  },
  {
    id: 'approved from another address and device',
    group: 'compromise',
    tell(stage, chance) {
      const a = attack(stage, chance, chance.int(3, 8));
      const act: Act = { who: a.who, time: a.end + chance.int(2, 12) * MINUTE, at: stage.lair(chance, a.who), device: foreign(chance, a.who), session: uuid(chance) }; // biome-ignore format: one line
      const way = stage.main.pass(act, stage.main.bys[0]!);
      stage.tell(this.id, this.group, ['likely_compromise'], a.denials, [way], inside(stage, chance, act));
    },
  },
  {
    id: 'a prompt a day, approved on the fourth',
    group: 'compromise',
    tell(stage, chance) {
      const a = attack(stage, chance, chance.int(3, 5), { gap: [14 * 3_600, 30 * 3_600] });
      const act = { ...a.act, time: a.end + chance.int(10, 26) * HOUR, session: uuid(chance) };
      const way = stage.main.pass(act, stage.main.bys[0]!);
      stage.tell(this.id, this.group, ['likely_compromise'], a.denials, [way], inside(stage, chance, act));
    },
  },
  {
    id: 'number guessed',
    group: 'compromise',
    tell(stage, chance) {
      const a = attack(stage, chance, chance.int(2, 4), { hows: ['wrong_number'] });
      const act = { ...a.act, time: a.end + chance.int(30, 300) * SECOND, session: uuid(chance) };
      stage.tell(this.id, this.group, ['likely_compromise'], a.denials, [stage.main.pass(act, 'number')], inside(stage, chance, act)); // biome-ignore format: one line
    },
  },
  {
    id: 'push refused, text message stolen',
    group: 'compromise',
    tell(stage, chance) {
      if (!stage.main.bys.includes('sms')) throw new Nobody();
      const a = attack(stage, chance, chance.int(1, 4));
      const act = { ...a.act, time: a.end + chance.int(1, 40) * MINUTE, session: uuid(chance) };
      stage.tell(this.id, this.group, ['likely_compromise'], a.denials, [stage.main.pass(act, 'sms')], inside(stage, chance, act)); // biome-ignore format: one line
    },
  },
  {
    id: 'door without a second factor',
    group: 'compromise',
    tell(stage, chance) {
      const single = need(stage.main.single);
      const a = attack(stage, chance, chance.int(1, 5));
      const act = { ...a.act, time: a.end + wait(chance), app: 'Legacy Portal', session: uuid(chance) };
      stage.tell(this.id, this.group, ['likely_compromise'], a.denials, [single(act)], inside(stage, chance, act));
    },
  },
  {
    id: 'old protocol',
    group: 'compromise',
    tell(stage, chance) {
      const legacy = need(stage.main.legacy);
      const a = attack(stage, chance, chance.int(1, 4));
      const act = { ...a.act, time: a.end + wait(chance) };
      const also: string[] = [];
      const way = legacy(act);
      for (let i = 1; i < 4; i++) also.push(...legacy({ ...act, time: act.time + i * 20 * MINUTE }));
      stage.tell(this.id, this.group, ['likely_compromise'], a.denials, [way], also);
    },
  },
  {
    id: 'device code phished',
    group: 'compromise',
    tell(stage, chance) {
      const code = need(stage.main.deviceCode);
      const a = attack(stage, chance, chance.int(1, 3));
      const act = { ...a.act, time: a.end + wait(chance), session: uuid(chance) };
      stage.tell(this.id, this.group, ['likely_compromise'], a.denials, [code(act)], inside(stage, chance, act));
    },
  },
  {
    id: 'session taken over',
    group: 'compromise',
    tell(stage, chance) {
      const token = need(stage.main.token);
      const who = stage.cast();
      const mine = own(stage, chance, who);
      stage.later.push(() => stage.main.pass({ ...mine, time: mine.time - 50 * MINUTE }, stage.usualBy(who)));
      const at = stage.lair(chance, who);
      const device = foreign(chance, who);
      const a = attack(stage, chance, chance.int(1, 2), { who, at, time: mine.time, hows: stage.main.hows.includes('blocked') ? ['blocked', ...hostile(stage.main)] : hostile(stage.main) }); // biome-ignore format: one line
      const act = { who, at, device, time: a.end + chance.int(1, 90) * MINUTE, session: mine.session! };
      stage.tell(this.id, this.group, ['likely_compromise'], a.denials, [token(act)], inside(stage, chance, act));
    },
  },
  {
    id: 'another provider',
    group: 'compromise',
    tell(stage, chance) {
      const second = need(stage.second);
      const a = attack(stage, chance, chance.int(2, 6));
      const act = { ...a.act, time: a.end + wait(chance), session: uuid(chance) };
      const way = second.single && chance.yes(0.5) ? second.single(act) : second.pass(act, 'push');
      stage.tell(this.id, this.group, ['likely_compromise'], a.denials, [way]);
    },
  },
  {
    id: 'colleague from the same address',
    group: 'compromise',
    tell(stage, chance) {
      const a = attack(stage, chance, chance.int(2, 5), { at: undefined });
      const other = stage.cast();
      const act: Act = { who: other, time: a.end + chance.int(5, 600) * MINUTE, at: a.at, device: a.device, session: uuid(chance) }; // biome-ignore format: one line
      const way =
        stage.main.single && chance.yes(0.4) ? stage.main.single(act) : stage.main.pass(act, stage.main.bys[0]!);
      stage.tell(this.id, this.group, ['likely_compromise'], a.denials, [way], inside(stage, chance, act));
    },
  },
  {
    id: 'help desk talked into a reset',
    group: 'compromise',
    tell(stage, chance) {
      const reset = need(stage.main.reset);
      const enrol = need(stage.main.enrol);
      const a = attack(stage, chance, chance.int(1, 4));
      const desk = stage.people.at(-1)!;
      const time = a.end + chance.int(20, 300) * MINUTE;
      reset({ who: desk, time, at: desk.office ?? desk.home, device: desk.laptop }, a.who);
      const act = { ...a.act, time: time + chance.int(4, 40) * MINUTE, session: uuid(chance) };
      const also = enrol({ ...act, time: act.time - MINUTE });
      stage.tell(this.id, this.group, ['likely_compromise'], a.denials, [stage.main.pass(act, 'push')], [...also, ...inside(stage, chance, act)]); // biome-ignore format: one line
    },
  },
  {
    id: 'consent phished',
    group: 'compromise',
    tell(stage, chance) {
      const consent = need(stage.main.consent);
      const use = need(stage.main.use);
      const a = attack(stage, chance, chance.int(2, 4));
      // The person clicks at home; the application then reads from where the intruder is.
      const time = a.end + chance.int(1, 20) * HOUR;
      consent({ who: a.who, time, at: a.at, device: a.device });
      const act = { ...a.act, time: time + chance.int(5, 300) * MINUTE };
      const also: string[] = [];
      const way = use(act);
      for (let i = 1; i < 4; i++) also.push(...use({ ...act, time: act.time + i * HOUR }));
      stage.tell(this.id, this.group, ['likely_compromise'], a.denials, [way], also);
    },
  },
  {
    id: 'spray with one hit',
    group: 'compromise',
    tell(stage, chance) {
      const single = stage.main.single;
      const wrong = need(stage.main.wrongPassword);
      const victim = stage.cast();
      const at = stage.lair(chance, victim);
      const device = foreign(chance, victim);
      let time = stage.moment(chance, victim, 'any');
      for (const other of chance.shuffled(stage.people.filter((one) => one !== victim)).slice(0, 14)) {
        time += chance.int(8, 350) * SECOND;
        wrong({ who: other, at, device, time });
      }
      const a = attack(stage, chance, 1, { who: victim, at, time: time + MINUTE });
      const act = { ...a.act, time: a.end + chance.int(1, 30) * MINUTE, session: uuid(chance) };
      const way = single ? single(act) : stage.main.pass(act, stage.main.bys[0]!);
      stage.tell(this.id, this.group, ['likely_compromise'], a.denials, [way], inside(stage, chance, act));
    },
  },
  {
    id: 'account of somebody who left',
    group: 'compromise',
    tell(stage, chance) {
      if (stage.tenant.history < 21) throw new Nobody();
      const who = stage.cast();
      stage.away.set(who.n, [{ from: stage.from, until: stage.from, at: null }, { from: stage.day0 - 6 * DAY, until: stage.until, at: null }]); // biome-ignore format: one line
      const a = attack(stage, chance, chance.int(1, 3), { who });
      const act = { ...a.act, time: a.end + chance.int(1, 200) * MINUTE, session: uuid(chance) };
      const way = stage.main.pass(act, stage.main.bys[0]!);
      stage.tell(this.id, this.group, ['likely_compromise'], a.denials, [way], inside(stage, chance, act));
    },
  },
  {
    id: 'emergency account',
    group: 'compromise',
    tell(stage, chance) {
      const who = stage.cast();
      stage.away.set(who.n, [{ from: stage.from, until: stage.until, at: null }]);
      stage.note('identities', IDENTITIES, `${who.login},human,Emergency,,,IT,,,true,true,,${who.login.split('@')[0]}`); // biome-ignore format: one line
      const a = attack(stage, chance, chance.int(1, 3), { who });
      const act = { ...a.act, time: a.end + chance.int(1, 60) * MINUTE, session: uuid(chance) };
      stage.tell(this.id, this.group, ['likely_compromise'], a.denials, [stage.main.pass(act, stage.main.bys[0]!)], inside(stage, chance, act)); // biome-ignore format: one line
    },
  },
  {
    id: 'code relayed by a proxy page',
    group: 'compromise',
    tell(stage, chance) {
      // The person types one code wrong on the false page, then the right one.
      if (!stage.main.hows.includes('wrong_code')) throw new Nobody();
      const a = attack(stage, chance, 1, { hows: ['wrong_code'] });
      const act = { ...a.act, time: a.end + chance.int(15, 60) * SECOND, session: uuid(chance) };
      const way = stage.main.pass(act, stage.main.bys.includes('totp') ? 'totp' : stage.main.bys[0]!);
      const far: Act = { ...act, at: stage.lair(chance, a.who) };
      stage.tell(this.id, this.group, ['likely_compromise'], a.denials, [way], inside(stage, chance, far));
    },
  },
  {
    id: 'access key leaked',
    group: 'compromise',
    tell(stage, chance) {
      const m = stage.machine(60, ['aws-keys']);
      const victim = stage.people[0]!;
      const at = stage.lair(chance, victim);
      let time = stage.moment(chance, victim);
      const call = () => ({ who: m, time, at, agent: 'aws-cli/2.15.30 Python/3.11.8 Linux/6.6 exe/x86_64' });
      const denials: string[] = [];
      for (const what of chance
        .shuffled([
          'iam.amazonaws.com/ListUsers',
          's3.amazonaws.com/ListBuckets',
          'iam.amazonaws.com/CreateUser',
          'ec2.amazonaws.com/DescribeInstances',
          'secretsmanager.amazonaws.com/ListSecrets',
        ])
        .slice(0, chance.int(2, 5))) {
        // biome-ignore format: one line
        denials.push(...m.door.refuse({ ...call(), what }, 'forbidden'));
        time += chance.int(5, 90) * SECOND;
      }
      time += chance.int(1, 30) * MINUTE;
      const way = m.door.pass(call());
      stage.tell(this.id, this.group, ['likely_compromise'], denials, [way]);
    },
  },
  {
    id: 'secret guessed from abroad, then right',
    group: 'compromise',
    tell(stage, chance) {
      const m = stage.machine(chance.pick([30, 120]), ['entra-principals', 'auth0-clients', 'keycloak-clients']);
      const at = stage.lair(chance, stage.people[0]!);
      let time = stage.moment(chance, stage.people[0]!);
      const denials: string[] = [];
      for (let i = chance.int(1, 4); i > 0; i--) {
        denials.push(...m.door.refuse({ who: m, time, at }, 'bad_secret'));
        time += chance.int(10, 300) * SECOND;
      }
      time += chance.int(1, 200) * MINUTE;
      stage.tell(this.id, this.group, ['likely_compromise'], denials, [m.door.pass({ who: m, time, at, key: uuid(chance) })]); // biome-ignore format: one line
    },
  },
  {
    id: 'new secret on an application',
    group: 'compromise',
    tell(stage, chance) {
      const m = stage.machine(60, ['entra-principals']);
      const at = stage.lair(chance, stage.people[0]!);
      const time = stage.moment(chance, stage.people[0]!);
      const denials = [...m.door.refuse({ who: m, time, at }, 'bad_secret'), ...m.door.refuse({ who: m, time: time + 40 * SECOND, at }, 'bad_secret')]; // biome-ignore format: one line
      const key = uuid(chance);
      m.door.addKey?.({ who: m, time: time + 20 * MINUTE, at }, key);
      stage.tell(this.id, this.group, ['likely_compromise'], denials, [m.door.pass({ who: m, time: time + chance.int(25, 400) * MINUTE, at, key })]); // biome-ignore format: one line
    },
  },
  {
    id: 'agent out of its hours',
    group: 'compromise',
    tell(stage, chance) {
      const m = stage.machine(60, ['entra-agents']);
      const at = stage.lair(chance, stage.people[0]!);
      let time = stage.moment(chance, stage.people[0]!, 'night');
      const denials: string[] = [];
      for (let i = chance.int(1, 3); i > 0; i--, time += 2 * MINUTE) denials.push(...m.door.refuse({ who: m, time, at, what: 'Office 365 Exchange Online' }, chance.pick(['blocked', 'bad_secret'] as const))); // biome-ignore format: one line
      stage.tell(this.id, this.group, ['likely_compromise'], denials, [m.door.pass({ who: m, time: time + chance.int(1, 50) * MINUTE, at, what: 'Microsoft Graph' })]); // biome-ignore format: one line
    },
  },
];

// ---------------------------------------------------------------------------------------------- nobody got in
const stopped: Story[] = [
  {
    id: 'fatigue, refused to the end',
    group: 'stopped',
    tell(stage, chance) {
      const a = attack(stage, chance, chance.int(4, 25));
      stage.tell(this.id, this.group, ['attempted_abuse'], a.denials);
    },
  },
  {
    id: 'reported',
    group: 'stopped',
    tell(stage, chance) {
      if (!stage.main.hows.includes('fraud')) throw new Nobody();
      const a = attack(stage, chance, chance.int(1, 3), { hows: ['fraud', 'declined'] });
      a.denials.push(...stage.main.refuse({ ...a.act, time: a.end + MINUTE }, 'fraud'));
      stage.tell(this.id, this.group, ['attempted_abuse'], a.denials);
    },
  },
  {
    id: 'reported, and the person works on',
    group: 'confuser',
    tell(stage, chance) {
      const a = attack(stage, chance, chance.int(3, 6));
      const mine = { who: a.who, time: a.end + chance.int(2, 40) * MINUTE, at: stage.where(chance, a.who), device: a.who.laptop, session: uuid(chance) }; // biome-ignore format: one line
      stage.main.pass(mine, stage.usualBy(a.who));
      stage.tell(this.id, this.group, ['attempted_abuse'], a.denials);
    },
  },
  {
    id: 'numbers wrong',
    group: 'stopped',
    tell(stage, chance) {
      const a = attack(stage, chance, chance.int(2, 5), { hows: ['wrong_number'] });
      stage.tell(this.id, this.group, ['attempted_abuse'], a.denials);
    },
  },
  {
    id: 'spray without a hit',
    group: 'stopped',
    tell(stage, chance) {
      const wrong = need(stage.main.wrongPassword);
      const victim = stage.cast();
      const at = stage.lair(chance, victim);
      const device = foreign(chance, victim);
      let time = stage.moment(chance, victim);
      for (const other of chance.shuffled(stage.people.filter((one) => one !== victim)).slice(0, 20)) {
        time += chance.int(8, 350) * SECOND;
        wrong({ who: other, at, device, time });
      }
      const a = attack(stage, chance, 1, { who: victim, at, time: time + MINUTE });
      stage.tell(this.id, this.group, ['attempted_abuse'], a.denials);
    },
  },
  {
    id: 'right password from abroad, blocked',
    group: 'stopped',
    tell(stage, chance) {
      if (!stage.main.hows.includes('blocked')) throw new Nobody();
      const a = attack(stage, chance, chance.int(1, 6), { hows: ['blocked'] });
      stage.tell(this.id, this.group, ['attempted_abuse'], a.denials);
    },
  },
  {
    id: 'codes guessed',
    group: 'stopped',
    tell(stage, chance) {
      if (!stage.main.hows.includes('wrong_code')) throw new Nobody();
      const a = attack(stage, chance, chance.int(12, 60), { hows: ['wrong_code'], gap: [4, 25] });
      stage.tell(this.id, this.group, ['attempted_abuse'], a.denials);
    },
  },
  {
    id: 'secrets tried from elsewhere',
    group: 'stopped',
    tell(stage, chance) {
      const m = stage.machine(60, ['entra-principals', 'auth0-clients', 'keycloak-clients']);
      const at = stage.lair(chance, stage.people[0]!);
      let time = stage.moment(chance, stage.people[0]!);
      const denials: string[] = [];
      for (let i = chance.int(2, 9); i > 0; i--, time += chance.int(3, 200) * SECOND) denials.push(...m.door.refuse({ who: m, time, at }, 'bad_secret')); // biome-ignore format: one line
      stage.tell(this.id, this.group, ['attempted_abuse'], denials);
    },
  },
  {
    id: 'key probes what it may',
    group: 'stopped',
    tell(stage, chance) {
      const m = stage.machine(60, ['aws-keys']);
      const at = stage.lair(chance, stage.people[0]!);
      let time = stage.moment(chance, stage.people[0]!);
      const denials: string[] = [];
      for (const what of [
        'iam.amazonaws.com/ListUsers',
        'iam.amazonaws.com/AttachUserPolicy',
        's3.amazonaws.com/ListBuckets',
        'kms.amazonaws.com/ListKeys',
      ]) {
        // biome-ignore format: one line
        denials.push(...m.door.refuse({ who: m, time, at, what, agent: 'aws-cli/2.15.30 Python/3.11.8' }, 'forbidden'));
        time += chance.int(2, 60) * SECOND;
      }
      stage.tell(this.id, this.group, ['attempted_abuse'], denials);
    },
  },
];

// ---------------------------------------------------------------------------------------------- honest people
const friction: Story[] = [
  {
    id: 'slips, then right',
    group: 'friction',
    tell(stage, chance) {
      const who = stage.cast();
      const act = own(stage, chance, who, chance.pick(['work', 'any'] as const));
      const denials: string[] = [];
      let time = act.time;
      for (let i = chance.int(1, 5); i > 0; i--, time += chance.int(15, 70) * SECOND) denials.push(...stage.main.refuse({ ...act, time }, chance.pick(slips(stage.main)))); // biome-ignore format: one line
      stage.main.pass({ ...act, time }, stage.usualBy(who));
      stage.tell(this.id, this.group, ['friction'], denials);
    },
  },
  {
    id: 'declined by mistake',
    group: 'friction',
    tell(stage, chance) {
      if (!stage.main.hows.includes('declined')) throw new Nobody();
      const who = stage.cast();
      const act = own(stage, chance, who);
      const denials = stage.main.refuse(act, 'declined');
      stage.main.pass({ ...act, time: act.time + chance.int(20, 120) * SECOND }, stage.usualBy(who));
      stage.tell(this.id, this.group, ['friction'], denials);
    },
  },
  {
    id: 'phone flat, text message instead',
    group: 'friction',
    tell(stage, chance) {
      if (!stage.main.bys.includes('sms') || !stage.main.hows.includes('ignored')) throw new Nobody();
      const who = stage.cast();
      const act = own(stage, chance, who);
      const denials: string[] = [];
      let time = act.time;
      for (let i = chance.int(2, 4); i > 0; i--, time += 65 * SECOND) denials.push(...stage.main.refuse({ ...act, time }, 'ignored')); // biome-ignore format: one line
      stage.main.pass({ ...act, time }, 'sms');
      stage.tell(this.id, this.group, ['friction'], denials);
    },
  },
  {
    id: 'clock of the token off',
    group: 'friction',
    tell(stage, chance) {
      if (!stage.main.hows.includes('wrong_code')) throw new Nobody();
      const who = stage.cast();
      const act = own(stage, chance, who);
      const denials: string[] = [];
      let time = act.time;
      for (let i = chance.int(6, 11); i > 0; i--, time += chance.int(20, 45) * SECOND) denials.push(...stage.main.refuse({ ...act, time }, 'wrong_code')); // biome-ignore format: one line
      if (stage.main.bys.includes('push')) stage.main.pass({ ...act, time: time + 2 * MINUTE }, 'push');
      stage.tell(this.id, this.group, ['friction'], denials);
    },
  },
  {
    id: 'locked out, tries again and again',
    group: 'friction',
    tell(stage, chance) {
      if (!stage.main.hows.includes('locked')) throw new Nobody();
      const who = stage.cast();
      const act = own(stage, chance, who);
      let time = act.time;
      for (let i = 0; i < 6; i++, time += 9 * SECOND) stage.main.wrongPassword?.({ ...act, time });
      const denials: string[] = [];
      for (let i = chance.int(2, 6); i > 0; i--, time += chance.int(30, 200) * SECOND) denials.push(...stage.main.refuse({ ...act, time }, 'locked')); // biome-ignore format: one line
      stage.main.pass({ ...act, time: time + 30 * MINUTE }, stage.usualBy(who));
      stage.tell(this.id, this.group, ['friction'], denials);
    },
  },
  {
    id: 'abroad on a journey',
    group: 'friction',
    tell(stage, chance) {
      const who = stage.cast();
      const at = trip(chance, who.home.country);
      const time = stage.moment(chance, who, 'work');
      const day = time - (time % DAY);
      stage.away.set(who.n, [{ from: day - DAY, until: day + 3 * DAY, at }]);
      if (chance.yes(0.5)) stage.note('travel', 'identity,from,until,country,city,note', `${who.login},${new Date(day - DAY).toISOString()},${new Date(day + 4 * DAY).toISOString()},${at.country},${at.city},customer`); // biome-ignore format: one line
      const act = { who, time, at, device: who.laptop, session: uuid(chance) };
      const denials: string[] = [];
      let t = time;
      for (let i = chance.int(1, 3); i > 0; i--, t += 50 * SECOND) denials.push(...stage.main.refuse({ ...act, time: t }, chance.pick(slips(stage.main)))); // biome-ignore format: one line
      stage.main.pass({ ...act, time: t }, stage.usualBy(who));
      stage.tell(this.id, this.group, ['friction'], denials);
    },
  },
  {
    id: 'behind the new VPN, then without it',
    group: 'friction',
    tell(stage, chance) {
      const who = stage.cast();
      const act = own(stage, chance, who);
      const denials: string[] = [];
      let time = act.time;
      for (let i = chance.int(1, 3); i > 0; i--, time += 45 * SECOND) denials.push(...stage.main.refuse({ ...act, at: stage.vpn, time }, chance.pick(slips(stage.main)))); // biome-ignore format: one line
      stage.main.pass({ ...act, at: chance.yes(0.6) ? stage.vpn : act.at, time }, stage.usualBy(who));
      stage.tell(this.id, this.group, ['friction'], denials);
    },
  },
  {
    id: 'whole company behind a new exit',
    group: 'friction',
    tell(stage, chance) {
      if (stage.people.length < 30) throw new Nobody();
      const exit = rented(chance, stage.country);
      const day = stage.day0 + chance.int(2, 13) * DAY;
      for (const who of chance.shuffled([...stage.people]).slice(0, 20)) {
        const time = day + who.hours[0] * HOUR + chance.int(0, 5 * 3_600) * SECOND;
        stage.main.pass({ who, time, at: exit, device: who.laptop, session: uuid(chance) }, stage.usualBy(who));
      }
      for (let i = 0; i < 3; i++) {
        const who = stage.cast();
        const time = day + who.hours[0] * HOUR + chance.int(0, 5 * 3_600) * SECOND;
        const act = { who, time, at: exit, device: who.laptop, session: uuid(chance) };
        const denials = stage.main.refuse(act, chance.pick(slips(stage.main)));
        stage.main.pass({ ...act, time: time + 40 * SECOND }, stage.usualBy(who));
        stage.tell(this.id, this.group, ['friction'], denials);
      }
    },
  },
  {
    id: 'new telephone',
    group: 'friction',
    tell(stage, chance) {
      const who = stage.cast();
      const act = own(stage, chance, who);
      const denials: string[] = [];
      let time = act.time;
      for (let i = chance.int(2, 4); i > 0; i--, time += 70 * SECOND) denials.push(...stage.main.refuse({ ...act, time }, chance.pick(slips(stage.main)))); // biome-ignore format: one line
      const desk = stage.people.at(-1)!;
      stage.main.reset?.(
        { who: desk, time: time + 20 * MINUTE, at: desk.office ?? desk.home, device: desk.laptop },
        who,
      );
      stage.main.enrol?.({ ...act, time: time + 25 * MINUTE });
      who.phone = handset(chance, `${who.first}s new phone`);
      stage.main.pass({ ...act, time: time + 27 * MINUTE }, stage.main.bys[0]!);
      stage.tell(this.id, this.group, ['friction'], denials);
    },
  },
  {
    id: 'factor for everybody from today',
    group: 'friction',
    tell(stage, chance) {
      if (!stage.main.hows.includes('not_enrolled') || stage.people.length < 30) throw new Nobody();
      const day = stage.day0 + chance.int(2, 13) * DAY;
      const all: string[][] = [];
      for (let i = 0; i < Math.min(14, stage.left - 2); i++) {
        const who = stage.cast();
        const time = day + who.hours[0] * HOUR + chance.int(0, 3 * 3_600) * SECOND;
        const act = { who, time, at: stage.where(chance, who), device: who.laptop, session: uuid(chance) };
        const denials = [...stage.main.refuse(act, 'not_enrolled')];
        if (chance.yes(0.5)) denials.push(...stage.main.refuse({ ...act, time: time + 50 * SECOND }, 'not_enrolled'));
        stage.main.enrol?.({ ...act, time: time + 3 * MINUTE });
        stage.main.pass({ ...act, time: time + 4 * MINUTE }, stage.main.bys[0]!);
        all.push(denials);
      }
      for (const denials of all.slice(0, 4)) stage.tell(this.id, this.group, ['friction'], denials);
    },
  },
  {
    id: 'administrator at night',
    group: 'confuser',
    tell(stage, chance) {
      const who = stage.cast();
      const act = { ...own(stage, chance, who, 'night'), at: who.home, device: who.laptop };
      const denials = stage.main.refuse(act, chance.pick(slips(stage.main)));
      stage.main.pass({ ...act, time: act.time + 40 * SECOND, app: 'Portal' }, stage.usualBy(who));
      stage.tell(this.id, this.group, ['friction'], denials);
    },
  },
  {
    id: 'mail client that keeps asking',
    group: 'confuser',
    tell(stage, chance) {
      if (!stage.main.hows.includes('ignored')) throw new Nobody();
      const who = stage.cast();
      const act = { ...own(stage, chance, who), device: who.phone, at: who.home };
      const denials: string[] = [];
      let time = act.time;
      for (let i = chance.int(5, 12); i > 0; i--, time += chance.int(8, 15) * MINUTE) denials.push(...stage.main.refuse({ ...act, time }, 'ignored')); // biome-ignore format: one line
      stage.main.pass({ ...act, device: who.laptop, time: time + HOUR }, stage.usualBy(who));
      stage.tell(this.id, this.group, ['friction', 'misconfigured'], denials);
    },
  },
  {
    id: 'first week at work',
    group: 'confuser',
    tell(stage, chance) {
      const who = stage.cast();
      const act = own(stage, chance, who);
      stage.away.set(who.n, [{ from: stage.from, until: act.time - (act.time % DAY), at: null }]);
      const denials: string[] = [];
      let time = act.time;
      for (let i = chance.int(1, 3); i > 0; i--, time += 60 * SECOND) denials.push(...stage.main.refuse({ ...act, time, at: who.office ?? who.home, device: who.laptop }, chance.pick(slips(stage.main)))); // biome-ignore format: one line
      stage.main.pass({ ...act, time, at: who.office ?? who.home, device: who.laptop }, stage.usualBy(who));
      stage.tell(this.id, this.group, ['friction', 'undetermined'], denials);
    },
  },
];

const misconfigured: Story[] = [
  {
    id: 'secret expired',
    group: 'misconfigured',
    tell(stage, chance) {
      const m = stage.machine(chance.pick([15, 60]), ['entra-principals', 'entra-agents']);
      const start = stage.moment(chance, stage.people[0]!);
      const denials: string[] = [];
      let time = start;
      for (let i = chance.int(8, 60); i > 0; i--, time += 15 * MINUTE) denials.push(...m.door.refuse({ who: m, time, at: m.at }, 'expired')); // biome-ignore format: one line
      stage.sleeps(m, start, time);
      stage.tell(this.id, this.group, ['misconfigured'], denials);
    },
  },
  {
    id: 'old secret after a rotation',
    group: 'misconfigured',
    tell(stage, chance) {
      const m = stage.machine(chance.pick([30, 60]), ['entra-principals', 'auth0-clients', 'keycloak-clients']);
      const start = stage.moment(chance, stage.people[0]!);
      if (chance.yes(0.4)) stage.note('changes', 'time,identity,type,detail,actor,ticket', `${new Date(start - 2 * HOUR).toISOString()},${m.door.id === 'auth0-clients' ? m.id.slice(0, 13) : m.id},secret_rotated,quarterly,ops,CHG-77`); // biome-ignore format: one line
      const denials: string[] = [];
      let time = start;
      for (let i = chance.int(3, 20); i > 0; i--, time += 30 * MINUTE) denials.push(...m.door.refuse({ who: m, time, at: m.at }, 'bad_secret')); // biome-ignore format: one line
      stage.sleeps(m, start, time);
      stage.tell(this.id, this.group, ['misconfigured'], denials);
    },
  },
  {
    id: 'job that lost a right',
    group: 'misconfigured',
    tell(stage, chance) {
      const m = stage.machine(60, ['aws-keys']);
      const denials: string[] = [];
      let time = stage.moment(chance, stage.people[0]!);
      for (let i = chance.int(6, 40); i > 0; i--, time += HOUR) denials.push(...m.door.refuse({ who: m, time, at: m.at }, 'forbidden')); // biome-ignore format: one line
      stage.tell(this.id, this.group, ['misconfigured'], denials);
    },
  },
  {
    id: 'policy that turns everybody away',
    group: 'misconfigured',
    tell(stage, chance) {
      if (!stage.main.hows.includes('blocked') || stage.people.length < 30) throw new Nobody();
      const day = stage.day0 + chance.int(2, 13) * DAY;
      for (let i = 0; i < Math.min(9, stage.left - 2); i++) {
        const who = stage.cast();
        const time = day + 10 * HOUR + chance.int(0, 90) * MINUTE;
        const act = { who, time, at: who.office ?? who.home, device: who.laptop };
        const denials: string[] = [];
        for (let n = chance.int(1, 4), t = time; n > 0; n--, t += 30 * SECOND) denials.push(...stage.main.refuse({ ...act, time: t }, 'blocked')); // biome-ignore format: one line
        if (i < 4) stage.tell(this.id, this.group, ['misconfigured'], denials);
      }
    },
  },
];

const ACCESS = 'id,identity,resource,type,requested,approved,starts,ends,approver,ticket';
const at = (time: number): string => new Date(time).toISOString();
const expected: Story[] = [
  {
    id: 'test with a ticket',
    group: 'expected',
    tell(stage, chance) {
      const a = attack(stage, chance, chance.int(3, 12), {});
      stage.note('access-requests', ACCESS, `PT-${a.who.n},${a.who.login},,test,${at(a.end - DAY)},${at(a.end - DAY)},${at(a.end - 4 * HOUR)},${at(a.end + 4 * HOUR)},ciso@acme.example,CHG-${a.who.n}`); // biome-ignore format: one line
      stage.tell(this.id, this.group, ['expected'], a.denials);
    },
  },
  {
    id: 'right asked for before it was given',
    group: 'expected',
    tell(stage, chance) {
      const who = stage.cast();
      const act = own(stage, chance, who);
      const hows = stage.main.hows.includes('blocked') ? (['blocked'] as const) : slips(stage.main);
      const denials = stage.main.refuse({ ...act, app: 'Portal' }, chance.pick(hows));
      stage.note('access-requests', ACCESS, `JIT-${who.n},${who.login},Portal,jit,${at(act.time - 5 * MINUTE)},${at(act.time + 10 * MINUTE)},${at(act.time + 10 * MINUTE)},${at(act.time + 4 * HOUR)},lead@acme.example,REQ-${who.n}`); // biome-ignore format: one line
      stage.main.pass({ ...act, time: act.time + 14 * MINUTE, app: 'Portal' }, stage.usualBy(who));
      stage.tell(this.id, this.group, ['expected'], denials);
    },
  },
  {
    id: 'emergency drill',
    group: 'expected',
    tell(stage, chance) {
      const who = stage.cast();
      stage.away.set(who.n, [{ from: stage.from, until: stage.until, at: null }]);
      const act = { ...own(stage, chance, who), at: who.office ?? who.home };
      stage.note('identities', IDENTITIES, `${who.login},human,Emergency,,,IT,,,true,true,,${who.login.split('@')[0]}`); // biome-ignore format: one line
      stage.note('access-requests', ACCESS, `BG-${who.n},${who.login},,break_glass,${at(act.time - HOUR)},${at(act.time - HOUR)},${at(act.time - 30 * MINUTE)},${at(act.time + 2 * HOUR)},ciso@acme.example,DR-${who.n}`); // biome-ignore format: one line
      const denials = stage.main.refuse(act, chance.pick(slips(stage.main)));
      stage.main.pass({ ...act, time: act.time + MINUTE }, stage.main.bys[0]!);
      stage.tell(this.id, this.group, ['expected'], denials);
    },
  },
  {
    id: 'stronger factor inside a session',
    group: 'expected',
    tell(stage, chance) {
      const who = stage.cast();
      const act = own(stage, chance, who);
      const by: By = stage.main.bys.includes('fido2') ? 'fido2' : stage.main.bys[0]!;
      stage.main.pass({ ...act, time: act.time - 40 * MINUTE }, stage.usualBy(who));
      const denials = stage.main.refuse({ ...act, app: 'Portal' }, chance.pick(slips(stage.main)));
      if (chance.yes(0.5)) stage.note('access-requests', ACCESS, `SU-${who.n},${who.login},Portal,step_up,${at(act.time - MINUTE)},${at(act.time)},${at(act.time - MINUTE)},${at(act.time + HOUR)},,`); // biome-ignore format: one line
      stage.main.pass({ ...act, time: act.time + 80 * SECOND, app: 'Portal' }, by);
      stage.tell(this.id, this.group, ['expected', 'friction'], denials);
    },
  },
];
const unclear: Story[] = [
  {
    id: 'one refusal, nothing else',
    group: 'unclear',
    tell(stage, chance) {
      const who = stage.cast();
      const act = own(stage, chance, who);
      stage.away.set(who.n, [{ from: stage.from, until: stage.from + 0, at: null }, { from: stage.from, until: stage.until, at: null }]); // biome-ignore format: one line
      // At an office that others use it is no more than somebody who thought better of it.
      stage.tell(this.id, this.group, act.at === who.office ? ['undetermined', 'friction'] : ['undetermined'], stage.main.refuse(act, chance.pick(hostile(stage.main)))); // biome-ignore format: one line
    },
  },
];

export const STORIES: readonly Story[] = [...compromise, ...stopped, ...friction, ...misconfigured, ...expected, ...unclear]; // biome-ignore format: one line
