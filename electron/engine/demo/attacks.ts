/** Six ways in after a refusal, and one attack that the refusal stopped. */
import { at, MINUTE, SECOND } from './book';
import { stranger } from './company';
import { duo, VPN } from './duo';
import {
  APPS,
  BY_TOKEN,
  MFA_BY_TOKEN,
  MFA_FAILED,
  machineSignIn,
  PASSWORD,
  RESOURCES,
  type Step,
  signIn,
  tokenUse,
} from './entra';
import type { Job } from './machines';
import { begin, enrolled, evaluated, factor, login, pushSent, sessionStart, sso } from './okta';
import { entraSession } from './ordinary';
import { cast, type Stage, type Story } from './story';
import { addressIn, fixed } from './world';

const DECLINED = 'MFA denied; user declined the authentication';
const IGNORED = 'MFA denied; user did not respond to mobile app notification';

/** Nine prompts in a quarter of an hour at night, then one approved; a phone is enrolled and used the next night. */
export function pushFatigue(stage: Stage): Story {
  const { book } = stage;
  const chance = stage.chance.fork('push fatigue');
  const person = cast(stage, 'Priya Raman');
  const from = fixed('bad-bucharest', 47);
  const device = stranger(chance);
  const denials: string[] = [];
  let time = at(20, 2 * 60 + 11, person.offset) + 9 * SECOND;
  for (const answer of [
    'FAILURE',
    'FAILURE',
    'UNANSWERED',
    'FAILURE',
    'FAILURE',
    'UNANSWERED',
    'FAILURE',
    'UNANSWERED',
    'FAILURE',
  ] as const) {
    const context = begin(book, person, from, device);
    evaluated(
      book,
      time,
      context,
      'CHALLENGE',
      '{New Geo-Location=POSITIVE, New Device=POSITIVE, New IP=POSITIVE, New State=POSITIVE, New Country=POSITIVE, Velocity=NEGATIVE, New City=POSITIVE}',
    );
    factor(book, time + 3 * SECOND, context, 'PASSWORD_AS_FACTOR', 'SUCCESS');
    pushSent(book, time + 5 * SECOND, context);
    const wait = answer === 'FAILURE' ? chance.int(7, 25) : 60;
    denials.push(factor(book, time + (5 + wait) * SECOND, context, 'OKTA_VERIFY_PUSH', answer));
    time += (wait + chance.int(25, 70)) * SECOND;
  }
  const way = login(book, time + 95 * SECOND, person, from, device, 'OKTA_VERIFY_PUSH');
  const also = [
    sso(book, way.end + 40 * SECOND, way.context, 'NetSuite'),
    sso(book, way.end + 4 * MINUTE, way.context, 'Workday'),
    enrolled(book, way.end + 11 * MINUTE, way.context, 'Phone', 'SMS_FACTOR'),
    sso(book, way.end + 16 * MINUTE, way.context, 'Expensify'),
  ];
  const again = login(book, at(21, 101, person.offset), person, fixed('bad-bucharest-2', 201), device, 'SMS_FACTOR');
  also.push(...again.ids, sso(book, again.end + MINUTE, again.context, 'NetSuite'));
  return {
    id: 'push-fatigue',
    title: 'Push fatigue in Okta: nine prompts refused or ignored at night, then one approved',
    identity: person.upn,
    honest: false,
    denials,
    linked: way.ids,
    also,
    verdicts: ['likely_compromise'],
    kinds: ['approved_after_denials'],
  };
}

/** Prompts refused at the VPN; the same address then reads the mailbox by a protocol that cannot ask. */
export function legacyMail(stage: Stage): Story {
  const { book } = stage;
  const chance = stage.chance.fork('legacy mail');
  const person = cast(stage, 'Tomasz Wieczorek');
  const from = fixed('bad-amsterdam', 88);
  const device = stranger(chance, 'linux');
  const phone = addressIn(person.mobileNet, chance);
  const start = at(14, 19 * 60 + 40, person.offset);
  const denials = (
    [
      [0, 'no_response'],
      [95, 'user_mistake'],
      [170, 'user_mistake'],
      [260, 'no_response'],
    ] as const
  ).map(([after, reason]) =>
    duo(book, {
      person,
      time: start + after * SECOND,
      from,
      device,
      phone,
      app: VPN,
      factor: 'duo_push',
      result: 'denied',
      reason,
    }),
  );
  const imap = (time: number): string =>
    signIn(book, {
      person,
      time,
      from,
      device: { ...device, os: '', browser: '' },
      app: APPS.imap,
      resource: RESOURCES.exchange,
      clientApp: 'IMAP4',
      code: 0,
      primary: PASSWORD,
      requirement: 'singleFactorAuthentication',
      conditionalAccess: 'notApplied',
      userAgent: '',
    });
  const first = start + 54 * MINUTE;
  const linked = [imap(first)];
  const also: string[] = [];
  for (let n = 1; n <= 9; n++) also.push(imap(first + n * 16 * MINUTE + chance.int(0, 90) * SECOND));
  return {
    id: 'legacy-mail',
    title: 'Duo prompts refused at the VPN, then the mailbox read by IMAP from the same address',
    identity: person.upn,
    honest: false,
    denials,
    linked: [...linked, ...also],
    also: [],
    verdicts: ['likely_compromise'],
    kinds: ['legacy_protocol'],
  };
}

/** Notifications declined, then a text message accepted from the same foreign address. */
export function weakerFactor(stage: Stage): Story {
  const { book } = stage;
  const chance = stage.chance.fork('weaker factor');
  const person = cast(stage, 'Sanne Bakker');
  const from = fixed('bad-hanoi', 77);
  const device = stranger(chance);
  const start = at(13, 21 * 60 + 15, person.offset);
  const base = { person, from, device, app: APPS.portal, resource: RESOURCES.graph } as const;
  const refuse = (after: number): string => {
    const correlation = book.uuid();
    signIn(book, {
      ...base,
      time: start + after * SECOND - 6 * SECOND,
      correlation,
      code: 50074,
      reason: 'Strong Authentication is required.',
      additional: 'MFA required in Azure AD',
      primary: PASSWORD,
      conditionalAccess: 'failure',
    });
    return signIn(book, {
      ...base,
      time: start + after * SECOND,
      correlation,
      code: 500121,
      reason: MFA_FAILED,
      additional: DECLINED,
      primary: PASSWORD,
      second: { method: 'Mobile app notification', ok: false, result: DECLINED },
      risk: 'medium',
      riskEvents: ['unfamiliarFeatures'],
    });
  };
  const denials = [refuse(20), refuse(95), refuse(210)];
  const session = book.uuid();
  const sms: Step = {
    method: 'Text message',
    detail: `${person.phoneNumber.slice(0, 3)} XXXXXXX${person.phoneNumber.slice(-2)}`,
    ok: true,
    result: 'MFA successfully completed',
  };
  const done = start + 8 * MINUTE;
  const linked = [
    signIn(book, {
      ...base,
      time: done,
      code: 0,
      primary: PASSWORD,
      second: sms,
      session,
      risk: 'medium',
      riskEvents: ['unfamiliarFeatures'],
    }),
  ];
  const also = [
    signIn(book, {
      ...base,
      time: done + 70 * SECOND,
      app: APPS.outlookWeb,
      code: 0,
      primary: BY_TOKEN,
      second: MFA_BY_TOKEN,
      session,
    }),
    ...([RESOURCES.exchange, RESOURCES.sharePoint, RESOURCES.exchange, RESOURCES.graph] as const).map((resource, n) =>
      tokenUse(book, {
        ...base,
        time: done + (3 + n * 21) * MINUTE,
        app: APPS.outlookWeb,
        resource,
        code: 0,
        primary: BY_TOKEN,
        second: MFA_BY_TOKEN,
        incomingToken: 'refreshToken',
        session,
      }),
    ),
  ];
  return {
    id: 'weaker-factor',
    title: 'Notifications declined in Entra, then a text message accepted from the same address abroad',
    identity: person.upn,
    honest: false,
    denials,
    linked,
    also,
    verdicts: ['likely_compromise'],
    kinds: ['factor_downgrade'],
  };
}

/** One password against everybody: two people refuse the prompt, a third account asks for none. */
export function spray(stage: Stage): Story[] {
  const { book, people } = stage;
  const chance = stage.chance.fork('spray');
  const device = stranger(chance, 'linux');
  const addresses = [fixed('bad-frankfurt', 12), fixed('bad-frankfurt', 13)] as const;
  const oliver = cast(stage, 'Oliver Grantham');
  const femke = cast(stage, 'Femke de Wit');
  const callum = cast(stage, 'Callum Reid');
  let time = at(22, 5 * 60 + 2, 0);
  const miss = (n: number): void => {
    for (let i = 0; i < n; i++, time += chance.int(20, 75) * SECOND) {
      const person = chance.pick(people);
      if ([oliver, femke, callum].includes(person)) continue;
      const context = begin(book, person, addresses[i % 2]!, device);
      factor(book, time, context, 'PASSWORD_AS_FACTOR', 'FAILURE');
      sessionStart(book, time + 150, context, 'INVALID_CREDENTIALS');
    }
  };
  const hit = (person: typeof oliver, answer: 'FAILURE' | 'UNANSWERED'): string => {
    const context = begin(book, person, addresses[0], device);
    evaluated(book, time, context, 'CHALLENGE');
    factor(book, time + 2 * SECOND, context, 'PASSWORD_AS_FACTOR', 'SUCCESS');
    pushSent(book, time + 4 * SECOND, context);
    const wait = answer === 'FAILURE' ? 19 : 300;
    const id = factor(book, time + (4 + wait) * SECOND, context, 'OKTA_VERIFY_PUSH', answer);
    time += (wait + 40) * SECOND;
    return id;
  };
  miss(9);
  const ofOliver = [hit(oliver, 'UNANSWERED'), hit(oliver, 'FAILURE')];
  miss(11);
  const ofFemke = [hit(femke, 'FAILURE')];
  miss(8);
  const way = login(book, time, callum, addresses[0], device, 'NONE');
  const also = ['ShipStation', 'NetSuite', 'Slack'].map((app, n) =>
    sso(book, way.end + (1 + n * 7) * MINUTE, way.context, app),
  );
  miss(6);
  return [[oliver, ofOliver] as const, [femke, ofFemke] as const].map(([person, denials]) => ({
    id: `spray-${person.shortName}`,
    title: `Password spray in Okta: ${person.display} refused the prompt, another account from the same address needed none`,
    identity: person.upn,
    honest: false,
    denials,
    linked: way.ids,
    also,
    verdicts: ['likely_compromise'],
    kinds: ['sibling_identity'],
  }));
}

/** An old secret tried from a rented server, then a key that was never seen before, from the same server. */
export function stolenKey(stage: Stage, ledger: Job): Story {
  const { book } = stage;
  const from = fixed('bad-falkenstein', 143);
  const start = at(19, 2 * 60 + 12, 0);
  const reason =
    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{identifier}'.";
  const denials = [0, 40, 95, 220, 380, 540].map((after) =>
    machineSignIn(book, {
      principal: ledger,
      time: start + after * SECOND,
      from,
      resource: RESOURCES.graph,
      code: 7000215,
      reason,
      key: '',
    }),
  );
  const key = book.uuid();
  const use = (after: number, resource: (typeof RESOURCES)[keyof typeof RESOURCES]): string =>
    machineSignIn(book, { principal: ledger, time: start + after * MINUTE, from, resource, code: 0, key });
  const linked = [use(46, RESOURCES.graph)];
  return {
    id: 'stolen-key',
    title: 'Service principal: a secret refused six times, then a new key from the same rented server',
    identity: ledger.name,
    honest: false,
    denials,
    linked,
    also: [
      use(48, RESOURCES.keyVault),
      use(51, RESOURCES.azure),
      use(63, RESOURCES.graph),
      use(140, RESOURCES.keyVault),
    ],
    verdicts: ['likely_compromise'],
    kinds: ['credential_added'],
  };
}

/** Prompts ignored and declined; then the victim's own session is used from the refused address, with no sign-in at all. */
export function stolenSession(stage: Stage): Story {
  const { book } = stage;
  const chance = stage.chance.fork('stolen session');
  const person = cast(stage, 'Marcus Ellery');
  const from = fixed('bad-moscow', 31);
  const device = stranger(chance, 'mac');
  const start = at(27, 3 * 60 + 10, person.offset);
  const base = { person, from, device } as const;
  const refuse = (after: number, result: string): string =>
    signIn(book, {
      ...base,
      time: start + after * SECOND,
      app: APPS.azurePortal,
      resource: RESOURCES.azure,
      code: 500121,
      reason: MFA_FAILED,
      additional: result,
      primary: PASSWORD,
      second: { method: 'Mobile app notification', ok: false, result },
    });
  const denials = [refuse(62, IGNORED), refuse(160, IGNORED), refuse(215, DECLINED)];
  const session = entraSession(person, person.laptop, 27, stage.chance);
  const use = (
    after: number,
    app: (typeof APPS)[keyof typeof APPS],
    resource: (typeof RESOURCES)[keyof typeof RESOURCES],
  ): string =>
    tokenUse(book, {
      ...base,
      time: start + after * MINUTE,
      app,
      resource,
      code: 0,
      primary: BY_TOKEN,
      second: MFA_BY_TOKEN,
      incomingToken: 'refreshToken',
      session,
    });
  const linked = [use(22, APPS.outlook, RESOURCES.exchange)];
  return {
    id: 'stolen-session',
    title: "Prompts refused in Entra, then the victim's session used from the refused address without a sign-in",
    identity: person.upn,
    honest: false,
    denials,
    linked,
    also: [
      use(25, APPS.graphTools, RESOURCES.graph),
      use(31, APPS.graphTools, RESOURCES.sharePoint),
      use(94, APPS.outlook, RESOURCES.exchange),
    ],
    verdicts: ['likely_compromise'],
    kinds: ['token_replay'],
  };
}

/** Two prompts ignored, the third reported as fraud: nobody came in. */
export function reportedFraud(stage: Stage): Story {
  const { book } = stage;
  const chance = stage.chance.fork('reported fraud');
  const person = cast(stage, 'Ingrid Solberg');
  const from = fixed('bad-lagos', 9);
  const device = stranger(chance);
  const phone = addressIn(person.mobileNet, chance);
  const start = at(23, 23 * 60 + 5, person.offset);
  const entry = { person, from, device, phone, app: VPN, factor: 'duo_push' } as const;
  const denials = [
    duo(book, { ...entry, time: start + 61 * SECOND, result: 'denied', reason: 'no_response' }),
    duo(book, { ...entry, time: start + 140 * SECOND, result: 'denied', reason: 'no_response' }),
    duo(book, { ...entry, time: start + 178 * SECOND, result: 'fraud', reason: 'user_marked_fraud' }),
    duo(book, {
      ...entry,
      time: start + 230 * SECOND,
      result: 'denied',
      reason: 'locked_out',
      factor: null,
      phone: null,
    }),
  ];
  return {
    id: 'reported-fraud',
    title: 'Duo prompts at night reported as fraud: stopped',
    identity: person.upn,
    honest: false,
    denials,
    linked: [],
    also: [],
    verdicts: ['attempted_abuse'],
    kinds: [],
  };
}
