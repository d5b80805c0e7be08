/** Refusals without an attack: friction, misconfiguration, what was expected, and look-alikes of attacks. */

import type { Chance } from '../../../electron/engine/demo/random';
import type { Visit } from '../doors';
import type { Stage } from '../stage';
import { DAY, HOUR, MINUTE, SECOND } from '../stage';
import { audit, entra } from '../vendors/entra';
import { okta } from '../vendors/okta';
import { awsCall } from '../vendors/others';
import type { Person } from '../world';
import { HOTELS, VPN_NETS } from '../world';
import type { Story } from './story';

const friction = ['friction' as const];
const misconfigured = ['misconfigured' as const];
const expected = ['expected' as const];
const SLIPS = ['ignored', 'wrong_code', 'declined'] as const;

/** Somebody at their own place, in working hours. */
function atWork(stage: Stage, chance: Chance, who?: Person): Visit {
  const person = who ?? stage.cast();
  const time = stage.workMoment(chance, person);
  return { person, time, at: stage.placeOf(person, time), device: person.laptop, phone: stage.mobileOf(person), session: stage.sessionOf(person, time) }; // biome-ignore format: one line
}
const iso = (time: number): string => new Date(time).toISOString();
const REQUESTS = 'id,identity,resource,type,requested,approved,starts,ends,approver,ticket';

export const honest: readonly Story[] = [
  {
    id: 'new_phone',
    group: 'friction',
    tell(stage, chance) {
      const visit = atWork(stage, chance);
      const door = stage.primary;
      const { denials, end } = stage.stumble(door, visit, chance, chance.int(1, 5), [
        'ignored',
        'not_enrolled',
        'wrong_code',
      ]);
      const time = end + chance.int(8, 300) * MINUTE;
      if (door.id === 'okta') okta(stage.log, { ...visit, time, event: 'user.mfa.factor.activate', result: 'SUCCESS', on: visit.person, app: undefined }); // biome-ignore format: one line
      if (door.id === 'entra') audit(stage.log, { what: 'User registered security info', time, by: visit.person, at: visit.at, on: visit.person }); // biome-ignore format: one line
      door.approve({ ...visit, time: time + 3 * MINUTE });
      stage.tell({ kind: this.id, group: this.group, verdicts: friction, denials });
    },
  },
  {
    id: 'travel',
    group: 'friction',
    tell(stage, chance) {
      const visit = atWork(stage, chance);
      const { person } = visit;
      const at = stage.addresses.in(chance.pick(HOTELS));
      const roaming = { ...at, ip: stage.addresses.in(at).ip };
      const there = { ...visit, at, phone: chance.yes(0.5) ? at : roaming };
      stage.away(person, visit.time - chance.int(2, 5) * HOUR, visit.time + 3 * DAY, at);
      // Where no device is told, only the calendar tells a traveller from an intruder.
      const isTold = !stage.tellsDevices || chance.yes(0.4);
      if (isTold) stage.file('travel', 'identity,from,until,country,city,note', `${person.login},${iso(visit.time - 2 * DAY)},${iso(visit.time + 3 * DAY)},${at.country},${at.city},`); // biome-ignore format: one row
      const { denials, end } = stage.stumble(stage.primary, there, chance, chance.int(1, 3), SLIPS);
      stage.primary.approve({ ...there, time: end + chance.int(30, 900) * SECOND });
      for (let n = chance.int(1, 3), time = end; n > 0; n--) {
        time += chance.int(1, 9) * HOUR;
        if (stage.primary.use) stage.primary.use({ ...there, time, app: undefined });
        else stage.primary.approve({ ...there, time });
      }
      stage.tell({ kind: this.id, group: this.group, verdicts: friction, denials });
    },
  },
  {
    id: 'slip_then_approve',
    group: 'friction',
    tell(stage, chance) {
      const visit = atWork(stage, chance);
      const { denials, end } = stage.stumble(stage.primary, visit, chance, chance.int(1, 3), SLIPS);
      stage.primary.approve({ ...visit, time: end + chance.int(15, 600) * SECOND });
      stage.tell({ kind: this.id, group: this.group, verdicts: friction, denials });
    },
  },
  {
    id: 'slip_at_home_by_night',
    group: 'friction',
    tell(stage, chance) {
      const person = stage.cast();
      const time = stage.moment(chance, person, [20, 24]);
      const visit: Visit = { person, time, at: person.home, device: person.laptop, phone: person.home, session: stage.sessionOf(person, time) }; // biome-ignore format: one line
      const { denials, end } = stage.stumble(stage.primary, visit, chance, chance.int(1, 3), SLIPS);
      stage.primary.approve({ ...visit, time: end + chance.int(15, 600) * SECOND });
      stage.tell({ kind: this.id, group: this.group, verdicts: friction, denials });
    },
  },
  {
    id: 'vpn_change',
    group: 'friction',
    tell(stage, chance) {
      const visit = atWork(stage, chance);
      const at = stage.addresses.in(chance.pick(VPN_NETS));
      const there = { ...visit, at };
      stage.away(visit.person, visit.time - HOUR, visit.time + 9 * DAY, at);
      const { denials, end } = stage.stumble(stage.primary, there, chance, chance.int(1, 2), SLIPS);
      stage.primary.approve({ ...there, time: end + chance.int(15, 500) * SECOND });
      for (let n = chance.int(1, 4), time = end; n > 0; n--) {
        time += chance.int(2, 20) * HOUR;
        stage.primary.approve({ ...there, time });
      }
      stage.tell({ kind: this.id, group: this.group, verdicts: friction, denials });
    },
  },
  {
    id: 'mobile_carrier',
    group: 'friction',
    tell(stage, chance) {
      const visit = atWork(stage, chance);
      const there = { ...visit, at: stage.mobileOf(visit.person), device: visit.person.phone };
      const { denials, end } = stage.stumble(stage.primary, there, chance, chance.int(1, 2), SLIPS);
      stage.primary.approve({ ...there, at: stage.mobileOf(visit.person), time: end + chance.int(15, 500) * SECOND });
      stage.tell({ kind: this.id, group: this.group, verdicts: friction, denials });
    },
  },
  {
    id: 'gave_up',
    group: 'friction',
    tell(stage, chance) {
      const visit = atWork(stage, chance);
      const { denials, end } = stage.stumble(stage.primary, visit, chance, chance.int(1, 3), ['ignored', 'wrong_code']);
      stage.primary.approve({ ...visit, time: end + chance.int(14, 26) * HOUR });
      stage.tell({ kind: this.id, group: this.group, verdicts: friction, denials });
    },
  },
  {
    id: 'rollout',
    group: 'friction',
    without: ['google', 'aws'],
    tell(stage, chance) {
      const first = atWork(stage, chance);
      const people = [first.person];
      for (let n = chance.int(7, 9); n > 0 && stage.left > 2; n--) people.push(stage.cast());
      if (people.length < 7 || chance.yes(0.5)) return;
      const told = chance.yes(0.4);
      if (told) stage.file('rollouts', 'name,from,until,scope,note', `New sign-in policy,${iso(first.time - HOUR)},${iso(first.time + 8 * HOUR)},*,`); // biome-ignore format: one row
      for (const person of people) {
        const time = first.time + chance.int(0, 100) * MINUTE;
        const visit: Visit = { ...first, person, time, at: chance.yes(0.6) ? person.office : person.home, device: person.laptop, session: stage.sessionOf(person, time) }; // biome-ignore format: one line
        const { denials, end } = stage.stumble(stage.primary, visit, chance, chance.int(1, 2), ['not_enrolled', 'ignored', 'wrong_code']); // biome-ignore format: one line
        if (chance.yes(0.8)) stage.primary.approve({ ...visit, time: end + chance.int(3, 120) * MINUTE });
        stage.tell({ kind: this.id, group: this.group, verdicts: friction, denials });
      }
    },
  },

  // ---- misconfigured
  {
    id: 'expired_secret',
    group: 'misconfigured',
    doors: ['entra'],
    tell(stage, chance) {
      const machine = stage.machine('entra', chance.pick([15, 60, 240]));
      const from = stage.moment(chance, null);
      const until = from + chance.int(10, 60) * HOUR;
      stage.pauses.set(machine, (time) => time >= from && time < until);
      const denials: string[] = [];
      for (let time = from; time < until; time += machine.every * MINUTE) denials.push(...stage.run(machine, time + chance.int(0, 6_000), machine.from, false, { code: 7_000_222 })); // biome-ignore format: one line
      stage.tell({ kind: this.id, group: this.group, verdicts: misconfigured, denials });
    },
  },
  {
    id: 'old_secret_after_rotation',
    group: 'misconfigured',
    doors: ['entra'],
    tell(stage, chance) {
      const machine = stage.machine('entra', chance.pick([30, 60, 120]));
      const from = stage.moment(chance, null);
      const until = from + chance.int(2, 20) * HOUR;
      const key = chance.uuid();
      stage.pauses.set(machine, (time) => time >= from);
      const denials: string[] = [];
      for (let time = from; time < until; time += machine.every * MINUTE) denials.push(...stage.run(machine, time + chance.int(0, 6_000), machine.from, false)); // biome-ignore format: one line
      for (let time = until; time < until + 4 * DAY; time += machine.every * MINUTE) stage.run(machine, time, machine.from, true, { key }); // biome-ignore format: one line
      stage.tell({ kind: this.id, group: this.group, verdicts: misconfigured, denials });
    },
  },
  {
    id: 'client_secret_loop',
    group: 'misconfigured',
    doors: ['okta'],
    tell(stage, chance) {
      const machine = stage.machine('okta', chance.pick([20, 60]));
      const from = stage.moment(chance, null);
      const until = from + chance.int(5, 40) * HOUR;
      stage.pauses.set(machine, (time) => time >= from && time < until);
      const denials: string[] = [];
      for (let time = from; time < until; time += machine.every * MINUTE) denials.push(...stage.run(machine, time + chance.int(0, 9_000), machine.from, false)); // biome-ignore format: one line
      stage.tell({ kind: this.id, group: this.group, verdicts: misconfigured, denials });
    },
  },
  {
    id: 'permission_removed',
    group: 'misconfigured',
    doors: ['aws'],
    tell(stage, chance) {
      const machine = stage.machine('aws', chance.pick([30, 60]));
      const from = stage.moment(chance, null);
      const until = from + chance.int(8, 40) * HOUR;
      const denials: string[] = [];
      for (let time = from; time < until; time += machine.every * MINUTE) {
        const id = awsCall(stage.log, { machine, time: time + chance.int(0, 9_000), at: machine.from, name: 'PutObject', service: 's3.amazonaws.com', refused: true }); // biome-ignore format: one line
        if (id) denials.push(id);
      }
      stage.tell({ kind: this.id, group: this.group, verdicts: misconfigured, denials });
    },
  },
  {
    id: 'broken_policy',
    group: 'misconfigured',
    without: ['google'],
    tell(stage, chance) {
      const first = atWork(stage, chance);
      const people = [first.person];
      for (let n = chance.int(0, 3); n > 0 && stage.left > 2; n--) people.push(stage.cast());
      for (const person of people) {
        const time = first.time + chance.int(0, 80) * MINUTE;
        const visit: Visit = { ...first, person, time, at: stage.placeOf(person, time), device: person.laptop, session: stage.sessionOf(person, time) }; // biome-ignore format: one line
        const { denials } = stage.stumble(stage.primary, visit, chance, chance.int(2, 5), ['blocked']);
        stage.primary.approve({ ...visit, time: time + chance.int(3, 22) * HOUR });
        stage.tell({ kind: this.id, group: this.group, verdicts: misconfigured, denials });
      }
    },
  },

  // ---- expected
  {
    id: 'step_up',
    group: 'expected',
    without: ['google'],
    tell(stage, chance) {
      const visit = { ...atWork(stage, chance), app: 'Azure Portal' };
      const door = stage.primary;
      door.approve({ ...visit, time: visit.time - chance.int(15, 90) * MINUTE, app: undefined });
      if (chance.yes(0.6))
        stage.file('access-requests', REQUESTS, `REQ-${visit.person.n},${visit.person.login},,step_up,${iso(visit.time - 5 * MINUTE)},${iso(visit.time - MINUTE)},${iso(visit.time - 5 * MINUTE)},${iso(visit.time + HOUR)},lead,`); // biome-ignore format: one row
      else if (door.id !== 'entra' || stage.log.lacks.session) return;
      const session = visit.session;
      const denials = door.deny({ ...visit, session }, chance.pick(['wrong_code', 'ignored']));
      door.approve({ ...visit, session, time: visit.time + chance.int(30, 400) * SECOND });
      stage.tell({ kind: this.id, group: this.group, verdicts: expected, denials });
    },
  },
  {
    id: 'jit_before_approval',
    group: 'expected',
    without: ['google'],
    tell(stage, chance) {
      const visit = { ...atWork(stage, chance), app: 'Azure Portal' };
      const { denials, end } = stage.stumble(stage.primary, visit, chance, chance.int(1, 3), ['blocked']);
      const asked = visit.time - chance.int(2, 30) * MINUTE;
      const granted = end + chance.int(3, 60) * MINUTE;
      if (stage.primary.id === 'entra' && chance.yes(0.5)) {
        const row = { by: visit.person, at: visit.at, on: visit.person, category: 'RoleManagement' };
        audit(stage.log, { ...row, what: 'Add member to role requested (PIM activation)', time: asked });
        audit(stage.log, { ...row, what: 'Add member to role completed (PIM activation)', time: granted });
      } else stage.file('access-requests', REQUESTS, `JIT-${visit.person.n},${visit.person.login},Azure Portal,jit,${iso(asked)},${iso(granted)},${iso(granted)},${iso(granted + 4 * HOUR)},lead,T-${visit.person.n}`); // biome-ignore format: one row
      stage.primary.approve({ ...visit, time: granted + 2 * MINUTE });
      stage.tell({ kind: this.id, group: this.group, verdicts: expected, denials });
    },
  },
  {
    id: 'break_glass_drill',
    group: 'expected',
    tell(stage, chance) {
      const visit = atWork(stage, chance);
      const { person, time } = visit;
      stage.file('access-requests', REQUESTS, `BG-${person.n},${person.login},,break_glass,${iso(time - DAY)},${iso(time - HOUR)},${iso(time - 30 * MINUTE)},${iso(time + 2 * HOUR)},ciso,`); // biome-ignore format: one row
      const { denials, end } = stage.stumble(stage.primary, visit, chance, chance.int(1, 2), SLIPS);
      stage.primary.approve({ ...visit, time: end + chance.int(20, 600) * SECOND });
      stage.tell({ kind: this.id, group: this.group, verdicts: expected, denials });
    },
  },
  {
    id: 'planned_test',
    group: 'expected',
    tell(stage, chance) {
      const visit = { ...atWork(stage, chance), at: stage.lair(chance, null) };
      const { person, time } = visit;
      stage.file('access-requests', REQUESTS, `TEST-${person.n},${person.login},,test,${iso(time - DAY)},${iso(time - DAY)},${iso(time - HOUR)},${iso(time + 3 * HOUR)},ciso,`); // biome-ignore format: one row
      const { denials } = stage.stumble(stage.primary, visit, chance, chance.int(1, 4), ['declined', 'ignored']);
      stage.tell({ kind: this.id, group: this.group, verdicts: expected, denials });
    },
  },
  {
    id: 'out_of_window_blocked',
    group: 'expected',
    doors: ['entra'],
    tell(stage, chance) {
      const machine = stage.machine('entra', 60);
      stage.pauses.set(machine, (time) => new Date(time).getUTCHours() < 1 || new Date(time).getUTCHours() >= 5);
      stage.file('execution-windows', 'identity,days,start,end,tz,purpose', `${machine.name},mon;tue;wed;thu;fri;sat;sun,01:00,05:00,UTC,nightly run`); // biome-ignore format: one row
      let time = stage.moment(chance, null, [9, 15]);
      const denials: string[] = [];
      for (let n = chance.int(1, 3); n > 0; n--, time += chance.int(60, 900) * SECOND) denials.push(...stage.run(machine, time, machine.from, false, { code: 53003 })); // biome-ignore format: one line
      stage.tell({ kind: this.id, group: this.group, verdicts: expected, denials });
    },
  },

  // ---- look-alikes of attacks
  {
    id: 'nagging_client',
    group: 'confuser',
    tell(stage, chance) {
      const visit = atWork(stage, chance);
      const { denials, end } = stage.stumble(stage.primary, visit, chance, chance.int(4, 8), ['ignored', 'declined']);
      stage.primary.approve({ ...visit, time: end + chance.int(1, 30) * MINUTE });
      stage.tell({ kind: this.id, group: this.group, verdicts: friction, denials });
    },
  },
  {
    id: 'shared_egress',
    group: 'confuser',
    tell(stage, chance) {
      const visit = { ...atWork(stage, chance), at: stage.vpn };
      const colleagues = stage.chance.fork(`colleagues ${visit.time}`).shuffled(stage.people).slice(0, 6);
      const now = (person: Person, time: number): Visit => ({ ...visit, person, device: person.laptop, phone: stage.mobileOf(person), session: stage.sessionOf(person, time), time }); // biome-ignore format: one line
      for (const [i, each] of colleagues.entries()) stage.primary.approve(now(each, visit.time - (i + 2) * 5 * HOUR));
      const { denials } = stage.stumble(stage.primary, visit, chance, chance.int(1, 2), SLIPS);
      for (const [i, each] of colleagues.slice(0, 3).entries())
        stage.primary.approve(now(each, visit.time + (i + 1) * 9 * MINUTE));
      stage.primary.approve({ ...visit, time: visit.time + chance.int(5, 120) * MINUTE });
      stage.tell({ kind: this.id, group: this.group, verdicts: friction, denials });
    },
  },
  {
    id: 'conference_network',
    group: 'confuser',
    tell(stage, chance) {
      if (!stage.tellsDevices) return;
      const visit = { ...atWork(stage, chance), at: stage.addresses.in(chance.pick(HOTELS)) };
      const other = stage.cast();
      for (const person of [visit.person, other])
        stage.away(person, visit.time - 4 * HOUR, visit.time + 2 * DAY, visit.at);
      const { denials, end } = stage.stumble(stage.primary, visit, chance, chance.int(1, 2), SLIPS);
      stage.primary.approve({ ...visit, person: other, device: other.laptop, phone: visit.at, session: stage.sessionOf(other, end), time: end + chance.int(2, 40) * MINUTE }); // biome-ignore format: one line
      stage.primary.approve({ ...visit, phone: visit.at, time: end + chance.int(1, 30) * MINUTE });
      stage.tell({ kind: this.id, group: this.group, verdicts: friction, denials });
    },
  },
  {
    id: 'honest_reset',
    group: 'confuser',
    without: ['google'],
    tell(stage, chance) {
      const visit = atWork(stage, chance);
      const helper = stage.cast();
      const door = stage.primary;
      const { denials, end } = stage.stumble(door, visit, chance, chance.int(2, 5), ['ignored', 'wrong_code']);
      const reset = end + chance.int(10, 120) * MINUTE;
      const at = stage.placeOf(helper, reset);
      const time = reset + chance.int(4, 60) * MINUTE;
      if (door.id === 'okta') {
        okta(stage.log, { person: helper, time: reset, at, device: helper.laptop, on: visit.person, event: 'user.mfa.factor.reset_all', result: 'SUCCESS' }); // biome-ignore format: one line
        okta(stage.log, {
          ...visit,
          time,
          event: 'user.mfa.factor.activate',
          result: 'SUCCESS',
          on: visit.person,
          app: undefined,
        });
      } else {
        audit(stage.log, { what: 'Admin deleted security info', time: reset, by: helper, at, on: visit.person });
        audit(stage.log, {
          what: 'User registered security info',
          time,
          by: visit.person,
          at: visit.at,
          on: visit.person,
        });
      }
      door.approve({ ...visit, factor: 'totp', time: time + chance.int(1, 30) * MINUTE });
      stage.tell({ kind: this.id, group: this.group, verdicts: friction, denials });
    },
  },
  {
    id: 'old_mail_client',
    group: 'confuser',
    doors: ['entra'],
    tell(stage, chance) {
      const visit = atWork(stage, chance);
      const mail = (time: number) => entra(stage.log, { ...visit, at: visit.person.home, time, app: 'Office 365 Exchange Online', clientApp: 'IMAP4', code: 0, requirement: 'singleFactorAuthentication' }); // biome-ignore format: one row
      for (let day = -12; day < 6; day++) mail(visit.time + day * DAY + 10 * HOUR);
      const door = stage.doors.get('entra')!;
      const { denials, end } = stage.stumble(door, visit, chance, chance.int(1, 2), SLIPS);
      mail(end + chance.int(5, 60) * MINUTE);
      door.approve({ ...visit, time: end + chance.int(1, 60) * MINUTE });
      stage.tell({ kind: this.id, group: this.group, verdicts: friction, denials });
    },
  },
  {
    id: 'new_home_address',
    group: 'confuser',
    tell(stage, chance) {
      const visit = atWork(stage, chance);
      const at = stage.addresses.in(visit.person.home);
      const there = { ...visit, at };
      stage.away(visit.person, visit.time - HOUR, visit.time + 30 * DAY, at);
      const { denials, end } = stage.stumble(stage.primary, there, chance, chance.int(1, 3), SLIPS);
      stage.primary.approve({ ...there, time: end + chance.int(1, 40) * MINUTE });
      if (stage.primary.use) stage.primary.use({ ...there, time: end + 60 * MINUTE, app: undefined });
      stage.tell({ kind: this.id, group: this.group, verdicts: friction, denials });
    },
  },
  {
    id: 'new_laptop',
    group: 'confuser',
    tell(stage, chance) {
      const visit = atWork(stage, chance);
      const device = { ...visit.person.laptop, id: chance.uuid(), name: `NB-NEW-${visit.person.n + 500}`, fingerprint: chance.hex(32), managed: true }; // biome-ignore format: one line
      const there = { ...visit, device, session: chance.uuid() };
      const { denials, end } = stage.stumble(stage.primary, there, chance, chance.int(1, 3), SLIPS);
      stage.primary.approve({ ...there, time: end + chance.int(1, 20) * MINUTE });
      stage.tell({ kind: this.id, group: this.group, verdicts: friction, denials });
    },
  },
  {
    id: 'personal_vpn',
    group: 'confuser',
    tell(stage, chance) {
      if (!stage.tellsDevices) return;
      const visit = { ...atWork(stage, chance), at: stage.lair(chance, null) };
      const { denials, end } = stage.stumble(stage.primary, visit, chance, chance.int(1, 2), SLIPS);
      stage.away(visit.person, visit.time - HOUR, visit.time + 5 * HOUR, visit.at);
      stage.primary.approve({ ...visit, time: end + chance.int(15, 600) * SECOND });
      stage.tell({ kind: this.id, group: this.group, verdicts: friction, denials });
    },
  },
  {
    id: 'night_shift',
    group: 'confuser',
    tell(stage, chance) {
      const person = stage.cast(({ joined }) => joined === 0);
      const time = stage.moment(chance, person, [1, 5]);
      const visit: Visit = { person, time, at: person.office, device: person.laptop, phone: stage.mobileOf(person), session: stage.sessionOf(person, time) }; // biome-ignore format: one line
      const { denials, end } = stage.stumble(stage.primary, visit, chance, chance.int(1, 4), SLIPS);
      stage.primary.approve({ ...visit, time: end + chance.int(15, 900) * SECOND });
      stage.tell({ kind: this.id, group: this.group, verdicts: friction, denials });
    },
  },
  {
    id: 'two_accounts',
    group: 'confuser',
    tell(stage, chance) {
      // The administrator's second account, from the same computer in the same hotel.
      if (!stage.tellsDevices) return;
      const visit = { ...atWork(stage, chance), at: stage.addresses.in(chance.pick(HOTELS)) };
      const other = stage.cast();
      for (const person of [visit.person, other])
        stage.away(person, visit.time - 4 * HOUR, visit.time + 2 * DAY, visit.at);
      const { denials, end } = stage.stumble(stage.primary, visit, chance, chance.int(1, 2), ['ignored', 'wrong_code']);
      stage.primary.approve({ ...visit, phone: visit.at, time: end + chance.int(20, 300) * SECOND });
      stage.primary.approve({ ...visit, person: other, phone: visit.at, session: stage.sessionOf(other, end), time: end + chance.int(6, 60) * MINUTE }); // biome-ignore format: one line
      stage.tell({ kind: this.id, group: this.group, verdicts: friction, denials });
    },
  },
  {
    id: 'first_day',
    group: 'confuser',
    tell(stage, chance) {
      const person = stage.cast(({ joined }) => joined > 0);
      const time = stage.workMoment(chance, person);
      person.joined = 60; // nothing before, nothing after but this day
      const visit: Visit = { person, time, at: person.office, device: person.laptop, phone: stage.mobileOf(person), session: stage.sessionOf(person, time) }; // biome-ignore format: one line
      const { denials, end } = stage.stumble(stage.primary, visit, chance, chance.int(1, 2), [
        'not_enrolled',
        'wrong_code',
      ]);
      for (let n = 3, next = end; n > 0; n--) {
        next += chance.int(4, 50) * MINUTE;
        stage.primary.approve({ ...visit, time: next });
      }
      stage.tell({ kind: this.id, group: this.group, verdicts: friction, denials });
    },
  },
  {
    id: 'lone_denial',
    group: 'unclear',
    tell(stage, chance) {
      const person = stage.cast(({ joined }) => joined > 0);
      const time = stage.workMoment(chance, person);
      person.joined = 60;
      const at = stage.addresses.in(chance.pick(HOTELS));
      const denials = stage.primary.deny({ person, time, at, device: person.laptop, phone: null }, stage.primary.hows.includes('ignored') ? 'ignored' : 'wrong_code'); // biome-ignore format: one line
      stage.tell({ kind: this.id, group: this.group, verdicts: ['undetermined'], denials, lacksLog: true });
    },
  },
];
