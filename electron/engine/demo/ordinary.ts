/** Ordinary days: mornings, meetings, phones in the evening, prompts that expire and codes that are mistyped. */
import { at, type Book, DAYS, MINUTE, SECOND, weekday } from './book';
import type { Device, OktaFactor, Person } from './company';
import { duo, RDP, VPN } from './duo';
import {
  APPS,
  type App,
  BY_TOKEN,
  MFA_BY_TOKEN,
  MFA_FAILED,
  PASSWORD,
  RESOURCES,
  type Step,
  signIn,
  tokenUse,
} from './entra';
import { begin, evaluated, factor, login, pushSent, sessionStart, sso } from './okta';
import type { Chance } from './random';
import { behindVpn, homeOn, TRIPS, type Whereabouts, whereabouts } from './whereabouts';
import type { Address } from './world';

/** A browser or broker session of Entra lives for a working week; the phone's for the month. */
export function entraSession(person: Person, device: Device, day: number, chance: Chance): string {
  const week = device.kind === 'phone' ? 0 : Math.floor((day + 3) / 7); // weeks begin on Monday: day 4 is the first
  return chance.fork(`${person.upn}/session/${device.kind}/${week}`).uuid();
}

const FRICTION = 0.03; // of prompts: what help desks see, expired, mistyped, pressed by mistake
const GIVES_UP = 0.15; // of those: tries again hours later, or not at all

/** A month of every person, except the days that a story tells itself. */
export function ordinaryMonth(
  book: Book,
  people: readonly Person[],
  chance: Chance,
  told: (person: Person, day: number) => boolean,
): void {
  for (const person of people) {
    for (let day = 1; day <= DAYS; day++) {
      if (told(person, day)) continue;
      ordinaryDay(book, person, day, whereabouts(person, day, chance, TRIPS), chance);
    }
  }
}

export function ordinaryDay(book: Book, person: Person, day: number, spot: Whereabouts, chance: Chance): void {
  const today = chance.fork(`${person.upn}/day/${day}`);
  if (today.yes(spot.mode === 'free' ? 0.35 : 0.75))
    checkPhone(book, person, day, spot, today.int(6 * 60 + 30, 8 * 60), chance, today);
  if (spot.mode === 'free') {
    if (today.yes(0.25)) checkPhone(book, person, day, spot, today.int(12 * 60, 22 * 60), chance, today);
    // One in twenty free days is interrupted by something that could not wait.
    if (today.yes(0.05)) workSession(book, person, day, spot, today.int(10 * 60, 19 * 60), chance, today, 1);
    return;
  }
  if (today.yes(0.06)) return; // ill, or on leave
  const start = Math.round(today.around(person.dayStart, 25));
  workSession(book, person, day, spot, start, chance, today, 5);
  if (today.yes(0.45)) checkPhone(book, person, day, spot, today.int(18 * 60, 22 * 60 + 30), chance, today);
}

/** The phone fetches mail with the refresh token it has. */
function checkPhone(
  book: Book,
  person: Person,
  day: number,
  spot: Whereabouts,
  minutes: number,
  chance: Chance,
  today: Chance,
): void {
  const time = at(day, minutes, spot.offset) + today.int(0, 59_999);
  const onWifi = spot.mode !== 'office' && today.yes(0.5);
  const from: Address = onWifi && spot.mode !== 'away' ? homeOn(person, day, chance) : spot.phone;
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
    session: entraSession(person, person.phone, day, chance),
  });
}

/** From opening the laptop to closing it: VPN, Microsoft 365, Okta and its apps. `busy` scales what is done. */
function workSession(
  book: Book,
  person: Person,
  day: number,
  spot: Whereabouts,
  start: number,
  chance: Chance,
  today: Chance,
  busy: number,
): void {
  let time = at(day, start, spot.offset) + today.int(0, 59_999);
  if (spot.vpn) time = duoPrompt(book, person, time, spot.laptop, spot.phone, today);
  const from = behindVpn(spot);
  const session = entraSession(person, person.laptop, day, chance);
  const firstOfWeek = weekday(day) === 1 || (weekday(day) === 2 && today.yes(0.2));
  if (firstOfWeek || today.yes(0.25)) {
    time = entraPrompt(book, person, time + today.int(1, 6) * MINUTE, from, session, firstOfWeek, today);
  }
  const background: (readonly [App, App])[] = [
    [APPS.outlook, RESOURCES.exchange],
    [APPS.teams, RESOURCES.graph],
    [APPS.oneDrive, RESOURCES.sharePoint],
  ];
  for (let n = today.int(1, Math.max(1, busy - 1)); n > 0; n--) {
    const [app, resource] = today.pick(background);
    tokenUse(book, {
      person,
      time: time + today.int(1, 95 * busy) * MINUTE,
      from,
      device: person.laptop,
      app,
      resource,
      code: 0,
      primary: BY_TOKEN,
      second: MFA_BY_TOKEN,
      incomingToken: person.laptop.trust === 'Azure AD registered' ? 'refreshToken' : 'primaryRefreshToken',
      session,
    });
  }
  if (today.yes(0.72)) {
    const begun = time + today.int(3, 50) * MINUTE;
    const context = oktaPrompt(book, person, begun, from, person.laptop, today);
    if (context) {
      for (let n = today.int(1, busy); n > 0; n--) {
        sso(
          book,
          begun + (4 + today.int(0, 80 * busy)) * MINUTE + today.int(0, 59) * SECOND,
          context,
          today.pick(person.apps),
        );
      }
    }
  }
  if (person.team === 'IT' && busy > 1 && today.yes(0.6)) {
    duo(book, {
      person,
      time: time + today.int(30, 300) * MINUTE,
      from,
      device: person.laptop,
      phone: spot.phone,
      app: RDP,
      factor: person.duoMfa,
      result: 'success',
      reason: person.duoMfa === 'duo_push' ? 'user_approved' : 'valid_passcode',
    });
  }
}

/** The VPN's second step. Returns when it was done (or given up). */
export function duoPrompt(
  book: Book,
  person: Person,
  start: number,
  from: Address,
  phone: Address,
  today: Chance,
): number {
  let time = start;
  const entry = { person, from, device: person.laptop, phone, app: VPN, factor: person.duoMfa } as const;
  if (today.yes(FRICTION)) {
    const reason =
      person.duoMfa === 'duo_push'
        ? today.weigh([
            ['no_response', 5],
            ['user_cancelled', 2],
            ['user_mistake', 2],
          ] as const)
        : 'invalid_passcode';
    duo(book, { ...entry, time, result: 'denied', reason });
    time += reason === 'no_response' ? today.int(70, 150) * SECOND : today.int(15, 60) * SECOND;
    if (today.yes(GIVES_UP)) time += today.int(40, 150) * MINUTE;
  }
  duo(book, {
    ...entry,
    time,
    result: 'success',
    reason: person.duoMfa === 'duo_push' ? 'user_approved' : 'valid_passcode',
  });
  return time;
}

const FAILED: Record<string, readonly string[]> = {
  'Mobile app notification': [
    'MFA denied; user did not respond to mobile app notification',
    'MFA denied; user declined the authentication',
  ],
  'OATH verification code': ['MFA denied; invalid mobile app verification code'],
};

const fresh = (method: string): Step => ({ method, ok: true, result: 'MFA successfully completed' });

/** An interactive sign-in to Microsoft 365; with a fresh second step where `must`, else mostly by what the session carries. */
function entraPrompt(
  book: Book,
  person: Person,
  start: number,
  from: Address,
  session: string,
  must: boolean,
  today: Chance,
): number {
  let time = start;
  const correlation = book.uuid();
  const app = today.weigh<App>([
    [APPS.portal, 5],
    [APPS.outlookWeb, 3],
    [APPS.sharePoint, 2],
    [person.team === 'IT' ? APPS.azurePortal : APPS.portal, 1],
  ]);
  const base = {
    person,
    from,
    device: person.laptop,
    app,
    resource: app === APPS.azurePortal ? RESOURCES.azure : RESOURCES.graph,
    correlation,
    session,
  };
  if (!must) {
    signIn(book, {
      ...base,
      time,
      code: 0,
      primary: BY_TOKEN,
      second: MFA_BY_TOKEN,
      incomingToken: 'primaryRefreshToken',
    });
    return time;
  }
  if (today.yes(0.04)) {
    signIn(book, {
      ...base,
      time,
      code: 50126,
      reason: 'Error validating credentials due to invalid username or password.',
      primary: { ...PASSWORD, ok: false, result: 'Incorrect password' },
      requirement: 'singleFactorAuthentication',
      session: undefined,
    });
    time += today.int(8, 30) * SECOND;
  }
  if (person.entraMfa === 'Windows Hello for Business') {
    signIn(book, {
      ...base,
      time,
      code: 0,
      primary: {
        method: 'Windows Hello for Business',
        ok: true,
        result: 'MFA requirement satisfied by strong authentication',
      },
    });
    return time;
  }
  if (today.yes(0.5)) {
    // The interrupt that asks for the second step is a row of its own about half the time.
    signIn(book, {
      ...base,
      time,
      code: 50074,
      reason: 'Strong Authentication is required.',
      additional: 'MFA required in Azure AD',
      primary: PASSWORD,
      conditionalAccess: 'failure',
      session: undefined,
    });
    time += today.int(4, 12) * SECOND;
  }
  if (today.yes(FRICTION)) {
    const result = today.pick(FAILED[person.entraMfa]!);
    signIn(book, {
      ...base,
      time,
      code: 500121,
      reason: MFA_FAILED,
      additional: result,
      primary: PASSWORD,
      second: { method: person.entraMfa, ok: false, result },
      session: undefined,
    });
    time += result.includes('respond') ? today.int(65, 140) * SECOND : today.int(12, 40) * SECOND;
    if (today.yes(GIVES_UP)) time += today.int(50, 180) * MINUTE;
  }
  signIn(book, { ...base, time, code: 0, primary: PASSWORD, second: fresh(person.entraMfa) });
  if (today.yes(0.3)) {
    signIn(book, {
      ...base,
      time: time + 3 * SECOND,
      code: 50140,
      reason: "This error occurred due to 'Keep me signed in' interrupt when the user was signing-in.",
      primary: PASSWORD,
      second: fresh(person.entraMfa),
    });
  }
  return time;
}

/** A sign-in to Okta with the friction of ordinary days; null when it was given up. */
export function oktaPrompt(book: Book, person: Person, start: number, from: Address, device: Device, today: Chance) {
  let time = start;
  if (today.yes(0.03) && person.oktaMfa !== 'SIGNED_NONCE') {
    const context = begin(book, person, from, device);
    evaluated(book, time, context, 'CHALLENGE');
    factor(book, time + 4 * SECOND, context, 'PASSWORD_AS_FACTOR', 'FAILURE');
    sessionStart(book, time + 4 * SECOND + 200, context, 'INVALID_CREDENTIALS');
    time += today.int(12, 45) * SECOND;
  }
  // FastPass asks the laptop itself: there is little to mistype.
  if (today.yes(person.oktaMfa === 'SIGNED_NONCE' ? FRICTION / 5 : FRICTION) && person.oktaMfa !== 'NONE') {
    time = oktaStumble(book, person, time, from, device, person.oktaMfa, today);
    if (today.yes(GIVES_UP)) return null;
  }
  return login(book, time, person, from, device).context;
}

/** One prompt that failed: ignored or refused by mistake for a push, mistyped for a code. Returns when the next try begins. */
export function oktaStumble(
  book: Book,
  person: Person,
  start: number,
  from: Address,
  device: Device,
  with_: OktaFactor,
  today: Chance,
): number {
  const context = begin(book, person, from, device);
  evaluated(book, start, context, 'CHALLENGE');
  factor(book, start + 4 * SECOND, context, 'PASSWORD_AS_FACTOR', 'SUCCESS');
  if (with_ === 'OKTA_VERIFY_PUSH') {
    pushSent(book, start + 6 * SECOND, context);
    const ignored = today.yes(0.7);
    const wait = ignored ? 300 : today.int(6, 20);
    factor(book, start + (6 + wait) * SECOND, context, with_, ignored ? 'UNANSWERED' : 'FAILURE');
    return start + (6 + wait + today.int(8, 30)) * SECOND;
  }
  factor(book, start + 12 * SECOND, context, with_, 'FAILURE');
  return start + (12 + today.int(8, 25)) * SECOND;
}
