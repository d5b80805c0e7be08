/** Attacks that ended at the door. */
import { MINUTE, SECOND } from '../stage';
import { awsCall } from '../vendors/others';
import { frontDoor, raid, type Story } from './story';

const verdicts = ['attempted_abuse' as const];

export const stopped: readonly Story[] = [
  {
    id: 'fatigue_refused',
    group: 'stopped',
    tell(stage, chance) {
      const hit = raid(stage, chance, { n: chance.int(3, 14), hows: ['declined', 'declined', 'ignored'] });
      stage.tell({
        kind: this.id,
        group: this.group,
        verdicts,
        denials: hit.denials,
        lair: hit.visit.at.ip,
        time: hit.start,
      });
    },
  },
  {
    id: 'fraud_reported',
    group: 'stopped',
    without: ['google'],
    tell(stage, chance) {
      const door = stage.primary;
      const first = raid(stage, chance, { n: chance.int(1, 4), door, hows: ['declined', 'ignored'] });
      const denials = [...first.denials, ...door.deny({ ...first.visit, time: first.end + 70 * SECOND }, 'fraud')];
      stage.tell({ kind: this.id, group: this.group, verdicts, denials, lair: first.visit.at.ip, time: first.start });
    },
  },
  {
    id: 'spray',
    group: 'stopped',
    tell(stage, chance) {
      const hit = raid(stage, chance, { n: chance.int(1, 2), door: stage.primary, hows: ['declined', 'ignored', 'wrong_code'] }); // biome-ignore format: one line
      const sprayed = stage.chance.fork(`spray ${hit.start}`).shuffled(stage.people).slice(0, chance.int(4, 15));
      sprayed.forEach((person, i) => {
        if (person !== hit.person) stage.primary.miss?.({ ...hit.visit, person, time: hit.start + (i - 5) * chance.int(25, 90) * SECOND }); // biome-ignore format: one line
      });
      stage.tell({
        kind: this.id,
        group: this.group,
        verdicts,
        denials: hit.denials,
        lair: hit.visit.at.ip,
        time: hit.start,
      });
    },
  },
  {
    id: 'travel_block',
    group: 'stopped',
    without: ['google'],
    tell(stage, chance) {
      const hit = raid(stage, chance, { n: chance.int(1, 4), door: stage.primary, hows: ['blocked'] });
      stage.tell({
        kind: this.id,
        group: this.group,
        verdicts,
        denials: hit.denials,
        lair: hit.visit.at.ip,
        time: hit.start,
      });
    },
  },
  {
    id: 'quiet_refused',
    group: 'stopped',
    tell(stage, chance) {
      const hit = raid(stage, chance, { n: chance.int(1, 2), hows: ['declined'] });
      stage.tell({
        kind: this.id,
        group: this.group,
        verdicts,
        denials: hit.denials,
        lair: hit.visit.at.ip,
        time: hit.start,
      });
    },
  },
  {
    id: 'low_and_slow',
    group: 'stopped',
    tell(stage, chance) {
      const hit = raid(stage, chance, { n: chance.int(3, 5), gap: [6 * 3600, 20 * 3600], door: frontDoor(stage, chance) }); // biome-ignore format: one line
      stage.tell({
        kind: this.id,
        group: this.group,
        verdicts,
        denials: hit.denials,
        lair: hit.visit.at.ip,
        time: hit.start,
      });
    },
  },
  {
    id: 'secret_probe',
    group: 'stopped',
    doors: ['entra'],
    tell(stage, chance) {
      const machine = stage.machine('entra', chance.pick([60, 240, 720]));
      const at = stage.lair(chance, null);
      let time = stage.moment(chance, null);
      const denials: string[] = [];
      for (let n = chance.int(1, 7); n > 0; n--, time += chance.int(8, 400) * SECOND) denials.push(...stage.run(machine, time, at, false)); // biome-ignore format: one line
      stage.tell({ kind: this.id, group: this.group, verdicts, denials, lair: at.ip, time });
    },
  },
  {
    id: 'privilege_probe',
    group: 'stopped',
    doors: ['aws'],
    tell(stage, chance) {
      const machine = stage.machine('aws', 120);
      const at = stage.lair(chance, null);
      let time = stage.moment(chance, null);
      const denials: string[] = [];
      for (const [name, service] of [
        ['ListUsers', 'iam.amazonaws.com'],
        ['GetSecretValue', 'secretsmanager.amazonaws.com'],
        ['CreateAccessKey', 'iam.amazonaws.com'],
        ['ListBuckets', 's3.amazonaws.com'],
      ] as const) {
        // biome-ignore format: list
        const id = awsCall(stage.log, { machine, time, at, name, service, refused: true, agent: 'Boto3/1.28.1 Python/3.10' });
        if (id) denials.push(id);
        time += chance.int(3, 4 * 60) * SECOND;
      }
      stage.tell({ kind: this.id, group: this.group, verdicts, denials, lair: at.ip, time });
    },
  },
  {
    // The person signs in from their own place minutes later, and the intruder is not among them.
    id: 'own_sign_in_after',
    group: 'confuser',
    tell(stage, chance) {
      const person = stage.cast();
      const start = stage.workMoment(chance, person);
      const hit = raid(stage, chance, { n: chance.int(1, 5), hows: ['declined', 'declined', 'ignored'], person, start }); // biome-ignore format: one line
      const { door, end } = hit;
      const at = stage.placeOf(person, start);
      const time = end + chance.int(1, 25) * MINUTE;
      door.approve({ person, time, at, device: person.laptop, phone: stage.mobileOf(person), session: stage.sessionOf(person, time) }); // biome-ignore format: one line
      stage.tell({
        kind: this.id,
        group: this.group,
        verdicts,
        denials: hit.denials,
        lair: hit.visit.at.ip,
        time: hit.start,
      });
    },
  },
];
