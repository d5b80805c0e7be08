/** Ways in after a refusal. */
import { HOUR, MINUTE, SECOND } from '../stage';
import { audit, ENTRA_APPS, entra, principal, used } from '../vendors/entra';
import { okta } from '../vendors/okta';
import { awsCall, awsRole, google } from '../vendors/others';
import { stranger } from '../world';
import { afterwards, frontDoor, pause, raid, type Story } from './story';

const some = (...ids: (string | null)[]): string[] => ids.filter((id) => id !== null);
const WINDOWS = 'identity,days,start,end,tz,purpose';
const verdicts = ['likely_compromise' as const];

/** Elsewhere in the same operator's network, or quite elsewhere: intruders change addresses. */
export const compromises: readonly Story[] = [
  {
    id: 'fatigue_approved',
    group: 'compromise',
    tell(stage, chance) {
      const slow = chance.yes(0.25);
      const door = chance.yes(0.8) ? stage.primary : frontDoor(stage, chance);
      const n = chance.int(3, 12);
      const hit = raid(stage, chance, { n: slow ? Math.min(n, 7) : n, gap: slow ? [10 * 60, 40 * 60] : [20, 200], hows: ['declined', 'declined', 'ignored'], door }); // biome-ignore format: one line
      const session = stage.log.ids.uuid();
      const moved = chance.weigh([['same', 7], ['network', 2], ['elsewhere', 1]] as const); // biome-ignore format: shares
      const at =
        moved === 'same'
          ? hit.visit.at
          : moved === 'network'
            ? stage.addresses.in(hit.visit.at)
            : stage.lair(chance, null);
      const device = moved === 'elsewhere' ? stranger(chance, hit.person) : hit.visit.device;
      const visit = { ...hit.visit, at, device, session, factor: 'push' as const, time: hit.end + chance.int(20, 15 * 60) * SECOND }; // biome-ignore format: one line
      const way = hit.door.approve(visit);
      stage.tell({ kind: this.id, group: this.group, verdicts, denials: hit.denials, lair: hit.visit.at.ip, time: hit.start, ways: [way], also: afterwards(chance, hit.door, visit, session) }); // biome-ignore format: one line
    },
  },
  {
    id: 'quiet_approved',
    group: 'compromise',
    tell(stage, chance) {
      const hit = raid(stage, chance, { n: chance.int(1, 2) });
      const session = stage.log.ids.uuid();
      const visit = {
        ...hit.visit,
        session,
        factor: chance.yes(0.5) ? ('push' as const) : undefined,
        time: hit.end + pause(chance),
      };
      const way = hit.door.approve(visit);
      stage.tell({ kind: this.id, group: this.group, verdicts, denials: hit.denials, lair: hit.visit.at.ip, time: hit.start, ways: [way], also: afterwards(chance, hit.door, visit, session) }); // biome-ignore format: one line
    },
  },
  {
    id: 'legacy_after_block',
    group: 'compromise',
    doors: ['entra'],
    tell(stage, chance) {
      const door = stage.doors.get('entra')!;
      const blocked = chance.yes(0.5);
      const hit = raid(stage, chance, {
        n: chance.int(1, 4),
        door,
        hows: blocked ? ['blocked'] : ['declined', 'ignored'],
      });
      const time = hit.end + pause(chance);
      const protocol = chance.pick(['IMAP4', 'Authenticated SMTP', 'POP3', 'ropc'] as const);
      const row = (at: number) =>
        some(
          entra(stage.log, {
            ...hit.visit,
            time: at,
            app: 'Office 365 Exchange Online',
            code: 0,
            requirement: 'singleFactorAuthentication',
            ...(protocol === 'ropc' ? { protocol: 'ropc', quiet: false } : { clientApp: protocol }),
          }),
        );
      const also: string[] = [];
      for (let n = chance.int(0, 3), i = 1; i <= n; i++) also.push(...row(time + i * 17 * MINUTE));
      stage.tell({
        kind: this.id,
        group: this.group,
        verdicts,
        denials: hit.denials,
        lair: hit.visit.at.ip,
        time: hit.start,
        ways: [row(time)],
        also,
      });
    },
  },
  {
    id: 'token_replay',
    group: 'compromise',
    doors: ['entra'],
    tell(stage, chance) {
      const door = stage.doors.get('entra')!;
      const hit = raid(stage, chance, { n: chance.int(1, 4), door });
      const session = stage.sessionOf(hit.person, hit.end);
      const far = chance.yes(0.3);
      const visit = {
        ...hit.visit,
        at: far ? stage.addresses.in(hit.visit.at) : hit.visit.at,
        session,
        time: hit.end + pause(chance),
      };
      const way = door.use!(visit);
      const also = afterwards(chance, door, visit, session);
      if (chance.yes(0.4)) also.push(...some(used(stage.log, { ...visit, time: visit.time + 7 * MINUTE, what: 'MailItemsAccessed' }))); // biome-ignore format: one line
      stage.tell({
        kind: this.id,
        group: this.group,
        verdicts,
        denials: hit.denials,
        lair: hit.visit.at.ip,
        time: hit.start,
        ways: [way],
        also,
      });
    },
  },
  {
    id: 'session_hijack',
    group: 'compromise',
    doors: ['okta'],
    tell(stage, chance) {
      const door = stage.doors.get('okta')!;
      const hit = raid(stage, chance, { n: chance.int(1, 3), door });
      const session = stage.sessionOf(hit.person, hit.end);
      const visit = { ...hit.visit, session, time: hit.end + pause(chance, 3 * HOUR) };
      const way = door.use!(visit);
      stage.tell({ kind: this.id, group: this.group, verdicts, denials: hit.denials, lair: hit.visit.at.ip, time: hit.start, ways: [way], also: afterwards(chance, door, visit, session) }); // biome-ignore format: one line
    },
  },
  {
    id: 'other_door',
    group: 'compromise',
    tell(stage, chance) {
      const doors = [...stage.doors.values()];
      const door = chance.pick(doors.filter(({ hows }) => hows.length > 0));
      const others = doors.filter(({ id }) => id !== door.id);
      const other = chance.pick(others);
      const hit = raid(stage, chance, { n: chance.int(1, 5), door });
      const session = stage.log.ids.uuid();
      const visit = { ...hit.visit, session, time: hit.end + pause(chance, 8 * HOUR) };
      const way =
        other.id === 'aws' && stage.setup.estate !== 'google'
          ? some(awsRole(stage.log, visit))
          : other.single && chance.yes(0.5)
            ? other.single(visit)
            : other.approve(visit);
      stage.tell({ kind: this.id, group: this.group, verdicts, denials: hit.denials, lair: hit.visit.at.ip, time: hit.start, ways: [way], also: afterwards(chance, other, visit, session) }); // biome-ignore format: one line
    },
  },
  {
    id: 'factor_downgrade',
    group: 'compromise',
    without: ['google'],
    tell(stage, chance) {
      const hit = raid(stage, chance, { n: chance.int(1, 5), door: stage.primary, hows: ['declined', 'ignored'] });
      const session = stage.log.ids.uuid();
      const visit = { ...hit.visit, session, factor: 'sms' as const, time: hit.end + pause(chance, 4 * HOUR) };
      const way = stage.primary.approve(visit);
      stage.tell({ kind: this.id, group: this.group, verdicts, denials: hit.denials, lair: hit.visit.at.ip, time: hit.start, ways: [way], also: afterwards(chance, stage.primary, visit, session) }); // biome-ignore format: one line
    },
  },
  {
    id: 'single_factor_gap',
    group: 'compromise',
    tell(stage, chance) {
      const hit = raid(stage, chance, { n: chance.int(1, 4), door: stage.primary });
      const session = stage.log.ids.uuid();
      const visit = { ...hit.visit, session, app: 'Azure CLI', time: hit.end + pause(chance) };
      const way = stage.primary.single!(visit);
      stage.tell({ kind: this.id, group: this.group, verdicts, denials: hit.denials, lair: hit.visit.at.ip, time: hit.start, ways: [way], also: afterwards(chance, stage.primary, visit, session) }); // biome-ignore format: one line
    },
  },
  {
    id: 'reset_by_helpdesk',
    group: 'compromise',
    without: ['google'],
    tell(stage, chance) {
      const hit = raid(stage, chance, { n: chance.int(1, 6), door: stage.primary, hows: ['declined', 'ignored'] });
      const helper = stage.cast();
      const reset = hit.end + chance.int(20, 600) * MINUTE;
      const at = stage.placeOf(helper, reset);
      const time = reset + chance.int(3, 90) * MINUTE;
      const session = stage.log.ids.uuid();
      const lair = chance.yes(0.7) ? hit.visit.at : stage.addresses.in(hit.visit.at);
      const visit = {
        ...hit.visit,
        at: lair,
        session,
        factor: 'totp' as const,
        time: time + chance.int(1, 20) * MINUTE,
      };
      if (stage.primary.id === 'okta') {
        const row = { person: helper, time: reset, at, device: helper.laptop, on: hit.person, result: 'SUCCESS' };
        okta(stage.log, { ...row, event: 'user.mfa.factor.reset_all' });
        okta(stage.log, { ...visit, time, event: 'user.mfa.factor.activate', result: 'SUCCESS', on: hit.person, debug: { factor: 'OKTA_SOFT_TOKEN' } }); // biome-ignore format: one line
      } else {
        audit(stage.log, { what: 'Admin deleted security info', time: reset, by: helper, at, on: hit.person });
        audit(stage.log, { what: 'User registered security info', time, by: hit.person, at: lair, on: hit.person });
      }
      const way = stage.primary.approve(visit);
      stage.tell({ kind: this.id, group: this.group, verdicts, denials: hit.denials, lair: hit.visit.at.ip, time: hit.start, ways: [way], also: afterwards(chance, stage.primary, visit, session) }); // biome-ignore format: one line
    },
  },
  {
    id: 'consent_grant',
    group: 'compromise',
    doors: ['entra'],
    tell(stage, chance) {
      const door = stage.doors.get('entra')!;
      const hit = raid(stage, chance, { n: chance.int(1, 3), door });
      const agreed = hit.end + pause(chance, 10 * HOUR);
      const app = { name: `Mail Helper ${chance.int(2, 99)}`, id: chance.uuid(), appId: chance.uuid() };
      audit(stage.log, { what: 'Consent to application', time: agreed, by: hit.person, at: hit.visit.at, on: { ...app, key: '', from: hit.visit.at, every: 0, source: 'entra' }, category: 'ApplicationManagement', agent: hit.visit.device.agent }); // biome-ignore format: one line
      const lair = stage.addresses.in(chance.pick([hit.visit.at, stage.lair(chance, null)]));
      const visit = {
        ...hit.visit,
        at: lair,
        time: agreed + chance.int(2, 90) * MINUTE,
        app: app.name,
        appId: app.appId,
      };
      const way = some(entra(stage.log, { ...visit, code: 0, quiet: true, session: stage.log.ids.uuid() }));
      const also = some(entra(stage.log, { ...visit, time: visit.time + 40 * MINUTE, code: 0, quiet: true }));
      stage.tell({
        kind: this.id,
        group: this.group,
        verdicts,
        denials: hit.denials,
        lair: hit.visit.at.ip,
        time: hit.start,
        ways: [way],
        also,
      });
    },
  },
  {
    id: 'key_to_application',
    group: 'compromise',
    doors: ['entra'],
    tell(stage, chance) {
      const door = stage.doors.get('entra')!;
      const hit = raid(stage, chance, { n: chance.int(1, 4), door });
      const machine = stage.machine('entra', 240);
      const added = hit.end + pause(chance, 6 * HOUR);
      audit(stage.log, { what: 'Add service principal credentials', time: added, by: hit.person, at: hit.visit.at, on: machine, category: 'ApplicationManagement' }); // biome-ignore format: one line
      const key = chance.uuid();
      const at = chance.yes(0.7) ? hit.visit.at : stage.lair(chance, null);
      const time = added + chance.int(3, 120) * MINUTE;
      const way = some(principal(stage.log, { machine, time, at, code: 0, key }));
      const also = some(principal(stage.log, { machine, time: time + 11 * MINUTE, at, code: 0, key, resource: 'Azure Key Vault' })); // biome-ignore format: one line
      stage.tell({
        kind: this.id,
        group: this.group,
        verdicts,
        denials: hit.denials,
        lair: hit.visit.at.ip,
        time: hit.start,
        ways: [way],
        also,
      });
    },
  },
  {
    id: 'sibling',
    group: 'compromise',
    tell(stage, chance) {
      const hit = raid(stage, chance, { n: chance.int(1, 2), door: stage.primary });
      const sprayed = stage.chance.fork(`spray ${hit.start}`).shuffled(stage.people).slice(0, chance.int(3, 12));
      sprayed.forEach((person, i) => {
        if (person !== hit.person) stage.primary.miss?.({ ...hit.visit, person, time: hit.start - (i + 1) * chance.int(20, 80) * SECOND }); // biome-ignore format: one line
      });
      const other = stage.cast();
      const session = stage.log.ids.uuid();
      const visit = { ...hit.visit, person: other, session, time: hit.end + pause(chance, 6 * HOUR) };
      const way = chance.yes(0.7) ? stage.primary.single!(visit) : stage.primary.approve(visit);
      stage.tell({ kind: this.id, group: this.group, verdicts, denials: hit.denials, lair: hit.visit.at.ip, time: hit.start, ways: [way], also: afterwards(chance, stage.primary, visit, session) }); // biome-ignore format: one line
    },
  },
  {
    id: 'secret_probe_success',
    group: 'compromise',
    doors: ['entra'],
    tell(stage, chance) {
      const machine = stage.machine('entra', chance.pick([60, 240, 720]));
      const at = stage.lair(chance, null);
      let time = stage.moment(chance, null);
      const denials: string[] = [];
      for (let n = chance.int(2, 8); n > 0; n--, time += chance.int(10, 300) * SECOND) denials.push(...stage.run(machine, time, at, false)); // biome-ignore format: one line
      time += pause(chance, 5 * HOUR);
      const key = chance.yes(0.6) ? chance.uuid() : machine.key;
      const way = stage.run(machine, time, at, true, { key });
      stage.tell({ kind: this.id, group: this.group, verdicts, denials, lair: at.ip, time, ways: [way], also: stage.run(machine, time + 9 * MINUTE, at, true, { key }) }); // biome-ignore format: one line
    },
  },
  {
    id: 'access_key_misuse',
    group: 'compromise',
    doors: ['aws'],
    tell(stage, chance) {
      const machine = stage.machine('aws', chance.pick([60, 180]));
      const at = stage.lair(chance, null);
      const agent = chance.pick(['aws-cli/2.13.0 Python/3.11 Linux/6.1', 'Boto3/1.28.1 Python/3.10']);
      let time = stage.moment(chance, null);
      const denials: string[] = [];
      const calls = chance.shuffled([['ListUsers', 'iam.amazonaws.com'], ['GetSecretValue', 'secretsmanager.amazonaws.com'], ['CreateUser', 'iam.amazonaws.com'], ['ListBuckets', 's3.amazonaws.com'], ['DescribeInstances', 'ec2.amazonaws.com']] as const); // biome-ignore format: list
      for (const [name, service] of calls.slice(0, chance.int(2, 5))) {
        const id = awsCall(stage.log, { machine, time, at, name, service, refused: true, agent });
        if (id) denials.push(id);
        time += chance.int(4, 90) * SECOND;
      }
      time += pause(chance, HOUR);
      const way = some(
        awsCall(stage.log, { machine, time, at, name: 'AssumeRole', service: 'sts.amazonaws.com', agent }),
      );
      stage.tell({ kind: this.id, group: this.group, verdicts, denials, lair: at.ip, time, ways: [way], also: some(awsCall(stage.log, { machine, time: time + 3 * MINUTE, at, name: 'AssumeRole', service: 'sts.amazonaws.com', agent })) }); // biome-ignore format: one line
    },
  },
  {
    id: 'device_code',
    group: 'compromise',
    doors: ['entra'],
    tell(stage, chance) {
      const door = stage.doors.get('entra')!;
      const hit = raid(stage, chance, { n: chance.int(1, 4), door });
      const at = chance.pick([hit.visit.at, stage.addresses.in(hit.visit.at), stage.lair(chance, null)]);
      const session = stage.log.ids.uuid();
      const visit = {
        ...hit.visit,
        at,
        device: stranger(chance, hit.person),
        session,
        time: hit.end + pause(chance, 3 * HOUR),
      };
      const way = some(entra(stage.log, { ...visit, app: 'Microsoft Azure CLI', appId: ENTRA_APPS['Microsoft Azure CLI'], code: 0, protocol: 'deviceCode', requirement: chance.yes(0.5) ? 'singleFactorAuthentication' : 'multiFactorAuthentication' })); // biome-ignore format: one row
      stage.tell({ kind: this.id, group: this.group, verdicts, denials: hit.denials, lair: hit.visit.at.ip, time: hit.start, ways: [way], also: afterwards(chance, door, visit, session) }); // biome-ignore format: one line
    },
  },
  {
    id: 'break_glass_misuse',
    group: 'compromise',
    tell(stage, chance) {
      const hit = raid(stage, chance, { n: chance.int(1, 4), door: stage.primary });
      stage.file('identities', 'identity,kind,display_name,owner,owner_email,department,title,manager,privileged,break_glass,home_country,aliases', `${hit.person.login},human,Emergency ${hit.person.n},IT,,IT,,,true,true,${hit.person.country},`); // biome-ignore format: one row
      const session = stage.log.ids.uuid();
      const visit = { ...hit.visit, session, time: hit.end + pause(chance, 4 * HOUR) };
      const way = chance.yes(0.5) ? stage.primary.single!(visit) : stage.primary.approve(visit);
      stage.tell({ kind: this.id, group: this.group, verdicts, denials: hit.denials, lair: hit.visit.at.ip, time: hit.start, ways: [way], also: afterwards(chance, stage.primary, visit, session) }); // biome-ignore format: one line
    },
  },
  {
    id: 'google_grant',
    group: 'compromise',
    doors: ['google'],
    tell(stage, chance) {
      const door = stage.doors.get('google')!;
      const hit = raid(stage, chance, { n: chance.int(1, 4), door });
      const time = hit.end + pause(chance, 2 * HOUR);
      const way = door.single!({ ...hit.visit, time });
      const also = some(google(stage.log, { ...hit.visit, time: time + 4 * MINUTE, name: 'authorize', application: 'token', parameters: { client_id: '1234.apps.googleusercontent.com', app_name: 'Mail sync', scope: ['https://mail.google.com/'] } })); // biome-ignore format: one row
      stage.tell({
        kind: this.id,
        group: this.group,
        verdicts,
        denials: hit.denials,
        lair: hit.visit.at.ip,
        time: hit.start,
        ways: [way],
        also,
      });
    },
  },
  {
    id: 'agent_out_of_window',
    group: 'compromise',
    doors: ['entra'],
    tell(stage, chance) {
      const machine = stage.machine('entra', 30);
      stage.pauses.set(machine, (time) => new Date(time).getUTCHours() < 6 || new Date(time).getUTCHours() >= 9);
      if (chance.yes(0.5)) stage.file('execution-windows', WINDOWS, `${machine.name},mon;tue;wed;thu;fri;sat;sun,06:00,09:00,UTC,reconciliation`); // biome-ignore format: one row
      const at = stage.lair(chance, null);
      let time = stage.moment(chance, null, [13, 23]);
      const denials: string[] = [];
      for (let n = chance.int(1, 4); n > 0; n--, time += chance.int(10, 300) * SECOND)
        denials.push(...stage.run(machine, time, at, false, { code: 53003 }));
      time += pause(chance, 3 * HOUR);
      const way = stage.run(machine, time, chance.yes(0.7) ? at : stage.addresses.in(at), true);
      stage.tell({ kind: this.id, group: this.group, verdicts, denials, lair: at.ip, time, ways: [way] });
    },
  },
];
