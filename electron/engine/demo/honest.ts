/** Look-alikes: friction of honest people and a job with an expired secret. They must not be escalated. */
import { at, MINUTE, SECOND } from './book';
import { CAST_SIZE, office, type Person, vpnEgress } from './company';
import { duo, VPN } from './duo';
import {
  APPS,
  BY_TOKEN,
  MFA_BY_TOKEN,
  MFA_FAILED,
  machineSignIn,
  PASSWORD,
  RESOURCES,
  signIn,
  tokenUse,
} from './entra';
import { type Job, runJob } from './machines';
import { begin, evaluated, factor, login, pushSent, sso } from './okta';
import { entraSession } from './ordinary';
import { cast, type Stage, type Story } from './story';
import { TRIPS, whereabouts } from './whereabouts';
import { addressIn } from './world';

const ROLLOUT_DAY = 12;

const honest = (
  id: string,
  title: string,
  identity: string,
  denials: string[],
  verdicts: Story['verdicts'],
): Story => ({
  id,
  title,
  identity,
  honest: true,
  denials,
  linked: [],
  also: [],
  verdicts,
  kinds: [],
});

/** Days that the stories below tell in place of the ordinary ones. */
export function toldHere(person: Person, day: number): boolean {
  return person.display === 'Elena Marchetti' && (day === 12 || day === 13);
}

/** The Rotterdam office changes to codes: on one morning many people at one place mistype, wait too long, and get in. */
export function rollout(stage: Stage): Story[] {
  const { book, people, chance } = stage;
  const present = people.filter(
    (person) =>
      person.site === 'rotterdam' &&
      person.index >= CAST_SIZE && // the cast has its own days
      person.entraMfa !== 'Windows Hello for Business' &&
      whereabouts(person, ROLLOUT_DAY, chance, TRIPS).mode === 'office',
  );
  return present.slice(0, 12).map((person) => {
    const today = chance.fork(`rollout ${person.upn}`);
    const from = office(person);
    const correlation = book.uuid();
    const base = {
      person,
      from,
      device: person.laptop,
      app: APPS.portal,
      resource: RESOURCES.graph,
      correlation,
    } as const;
    let time = at(ROLLOUT_DAY, today.int(9 * 60, 10 * 60 + 40), person.offset) + today.int(0, 59) * SECOND;
    signIn(book, {
      ...base,
      time,
      code: 50078,
      reason:
        'Presented multi-factor authentication has expired due to policies configured by your administrator, you must refresh your multi-factor authentication to access.',
      primary: BY_TOKEN,
      conditionalAccess: 'failure',
    });
    const denials: string[] = [];
    for (
      let n = today.weigh([
        [1, 5],
        [2, 3],
        [3, 1],
      ] as const);
      n > 0;
      n--
    ) {
      time += today.int(15, 50) * SECOND;
      const result = today.yes(0.75)
        ? 'MFA denied; invalid mobile app verification code'
        : 'MFA denied; user did not respond to mobile app notification';
      const method = result.includes('code') ? 'OATH verification code' : 'Mobile app notification';
      denials.push(
        signIn(book, {
          ...base,
          time,
          code: 500121,
          reason: MFA_FAILED,
          additional: result,
          primary: PASSWORD,
          second: { method, ok: false, result },
        }),
      );
    }
    time += today.int(20, 70) * SECOND;
    signIn(book, {
      ...base,
      time,
      code: 0,
      primary: PASSWORD,
      second: { method: 'OATH verification code', ok: true, result: 'MFA successfully completed' },
      session: entraSession(person, person.laptop, ROLLOUT_DAY, chance),
    });
    return honest(
      `rollout-${person.shortName}`,
      `New codes at the Rotterdam office: ${person.display} mistypes and gets in`,
      person.upn,
      denials,
      ['friction', 'expected'],
    );
  });
}

/** A new phone: pushes go to the old one, Duo does not know the new one yet; all at the desk, on the usual laptop. */
export function newPhone(stage: Stage): Story {
  const { book, chance } = stage;
  const person = cast(stage, 'Jeroen van Dam');
  const own = chance.fork('new phone');
  const from = office(person);
  const device = person.laptop;
  const start = at(27, 9 * 60 + 12, person.offset);
  const denials: string[] = [];
  let time = start;
  for (let n = 0; n < 2; n++) {
    const context = begin(book, person, from, device);
    evaluated(book, time, context, 'CHALLENGE');
    factor(book, time + 4 * SECOND, context, 'PASSWORD_AS_FACTOR', 'SUCCESS');
    pushSent(book, time + 6 * SECOND, context);
    denials.push(factor(book, time + 306 * SECOND, context, 'OKTA_VERIFY_PUSH', 'UNANSWERED'));
    time += 330 * SECOND;
  }
  const way = login(book, time + 9 * MINUTE, person, from, device, 'OKTA_SOFT_TOKEN');
  sso(book, way.end + MINUTE, way.context, 'Jira');
  sso(book, way.end + own.int(20, 60) * MINUTE, way.context, 'GitHub Enterprise');
  return honest(
    'new-phone',
    'A new phone: two prompts went to the old one, then a code from the usual desk',
    person.upn,
    denials,
    ['friction', 'expected'],
  );
}

/** A traveller: airport, hotel, a phone without roaming, a mistyped code, and at last the prompt on the usual laptop. */
export function traveller(stage: Stage): Story {
  const { book, chance } = stage;
  const person = cast(stage, 'Elena Marchetti');
  const own = chance.fork('traveller');
  const device = person.laptop;
  const lounge = addressIn('lounge-heathrow', own);
  const hotel = whereabouts(person, 13, chance, TRIPS).laptop;
  const roaming = addressIn('mobile-sg', own);
  const session = entraSession(person, device, 12, chance);
  const mail = (time: number, from: typeof lounge): void => {
    tokenUse(book, {
      person,
      time,
      from,
      device: person.phone,
      app: APPS.outlookMobile,
      resource: RESOURCES.exchange,
      code: 0,
      primary: BY_TOKEN,
      second: MFA_BY_TOKEN,
      incomingToken: 'refreshToken',
      session: entraSession(person, person.phone, 12, chance),
    });
  };
  // Tuesday: home at dawn, Heathrow in the forenoon, in the air from noon (11:00 UTC) for thirteen hours.
  mail(at(12, 5 * 60 + 40, 1), person.home);
  mail(at(12, 9 * 60 + 25, 1), addressIn('mobile-gb', own));
  const waiting = at(12, 9 * 60 + 50, 1);
  signIn(book, {
    person,
    time: waiting,
    from: lounge,
    device,
    app: APPS.outlookWeb,
    code: 0,
    primary: BY_TOKEN,
    second: MFA_BY_TOKEN,
    incomingToken: 'primaryRefreshToken',
    session,
  });
  const before = login(book, waiting + 4 * MINUTE, person, lounge, device);
  sso(book, before.end + MINUTE, before.context, 'Salesforce');
  // Wednesday, Singapore: the phone first, then the VPN from the hotel.
  mail(at(13, 8 * 60 + 35, 8), roaming);
  mail(at(13, 9 * 60 + 50, 8), roaming);
  const start = at(13, 10 * 60 + 5, 8);
  const entry = { person, from: hotel, device, app: VPN } as const;
  const denials = [
    duo(book, {
      ...entry,
      time: start + 62 * SECOND,
      phone: null,
      factor: 'duo_push',
      result: 'denied',
      reason: 'no_response',
    }),
    duo(book, {
      ...entry,
      time: start + 135 * SECOND,
      phone: null,
      factor: 'duo_push',
      result: 'denied',
      reason: 'no_response',
    }),
    duo(book, {
      ...entry,
      time: start + 190 * SECOND,
      phone: roaming,
      factor: 'duo_mobile_passcode',
      result: 'denied',
      reason: 'invalid_passcode',
    }),
  ];
  const up = start + 245 * SECOND;
  duo(book, { ...entry, time: up, phone: roaming, factor: 'duo_push', result: 'success', reason: 'user_approved' });
  const way = login(book, up + 6 * MINUTE, person, vpnEgress(), device);
  sso(book, way.end + MINUTE, way.context, 'Salesforce');
  sso(book, way.end + 48 * MINUTE, way.context, 'Zoom');
  for (const after of [11, 95, 240]) {
    tokenUse(book, {
      person,
      time: up + after * MINUTE,
      from: vpnEgress(),
      device,
      app: APPS.outlook,
      resource: RESOURCES.exchange,
      code: 0,
      primary: BY_TOKEN,
      second: MFA_BY_TOKEN,
      incomingToken: 'primaryRefreshToken',
      session,
    });
  }
  return honest(
    'traveller',
    'A traveller in Singapore: prompts unseen, a code mistyped, then in from the usual laptop',
    person.upn,
    denials,
    ['friction', 'expected'],
  );
}

/** The nightly job's secret expires: it fails and retries for three nights, until somebody puts in a new one. */
export function expiredSecret(stage: Stage, job: Job): Story {
  const { book, chance } = stage;
  const broken = at(18, 0, 0);
  const mended = at(20, 8 * 60 + 41, 0);
  const key = chance.fork('rotated').uuid();
  const reason =
    "The provided client secret keys for app '{identifier}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.";
  runJob(
    book,
    job,
    chance,
    (time) => time >= broken && time < mended,
    (time) => (time < mended ? job.key : key),
  );
  const denials: string[] = [];
  for (const day of [18, 19, 20]) {
    for (let retry = 0; retry < 6; retry++) {
      denials.push(
        machineSignIn(book, {
          principal: job,
          time: at(day, 90 + retry * 10, 0) + 3 * SECOND,
          from: job.from,
          resource: job.resource,
          code: 7000222,
          reason,
        }),
      );
    }
  }
  machineSignIn(book, { principal: job, time: mended, from: job.from, resource: job.resource, code: 0, key });
  return honest(
    'expired-secret',
    'A nightly job with an expired secret retries for three nights, then runs with a new one',
    job.name,
    denials,
    ['misconfigured'],
  );
}

/** Background noise of the internet: passwords guessed at random names, never right. Returns what the provider refused. */
export function guesses(stage: Stage): string[] {
  const refused: string[] = [];
  const { book, people, chance } = stage;
  const own = chance.fork('guesses');
  for (let day = 1; day <= 31; day++) {
    for (let n = own.int(2, 7); n > 0; n--) {
      // Not at the cast: whether a guess and a later story are one hand could not be decided.
      const person = people[own.int(CAST_SIZE, people.length - 1)]!;
      const net = own.pick(['noise-berlin', 'noise-amsterdam', 'noise-hanoi'] as const);
      // The provider knows the Tor exit and turns some of its guesses away before the password is looked at.
      const blocked = net === 'noise-berlin' && own.yes(0.1);
      const id = signIn(book, {
        person,
        time: at(day, own.int(0, 1439), 0) + own.int(0, 59_999),
        from: addressIn(net, own),
        device: {
          ...person.laptop,
          os: 'Linux',
          browser: 'Python Requests 2.32',
          entraId: '',
          managed: false,
          userAgent: 'python-requests/2.32.3',
        },
        app: own.pick([APPS.azurePortal, APPS.portal, APPS.graphTools] as const),
        code: blocked ? 50053 : 50126,
        reason: blocked
          ? 'Sign-in was blocked because it came from an IP address with malicious activity.'
          : 'Error validating credentials due to invalid username or password.',
        primary: blocked
          ? undefined
          : { method: 'Password', detail: 'Password Hash Sync', ok: false, result: 'Incorrect password' },
        requirement: 'singleFactorAuthentication',
        conditionalAccess: 'notApplied',
      });
      if (blocked) refused.push(id);
    }
  }
  return refused;
}
