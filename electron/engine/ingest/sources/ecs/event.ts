/** One ECS document, whatever wrote it, and the event that it becomes. */
import type { EventDraft, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, IdentityKind, Outcome } from '../../../../../shared/model/words';
import { readAddress } from '../../vendor/address';
import { countryCode } from '../../vendor/countries';
import { asObject, coordinates, filled, numberOf } from '../../vendor/fields';
import { outcomeOfWords } from '../../vendor/outcome-words';
import { person } from '../../vendor/person';

/** Reads fields by their ECS names. */
export interface Document {
  text(name: string): string | null;
  texts(name: string): string[];
  any(name: string): unknown;
}

interface Decided {
  class: EventClass;
  outcome: Outcome;
  flags: EventFlag[];
}

const MFA = /\b(mfa|2fa|two[- ]factor|multi[- ]?factor|second factor|otp|totp|push|webauthn|fido2?)\b/i;

function decide(document: Document): Decided {
  const categories = document.texts('event.category').map((each) => each.toLowerCase());
  const types = new Set(document.texts('event.type').map((each) => each.toLowerCase()));
  const result = document.text('event.outcome')?.toLowerCase() ?? null;
  const action = document.text('event.action') ?? '';
  const words =
    `${action.replace(/[-_.]/g, ' ')} ${document.text('event.reason') ?? ''} ${document.text('error.message') ?? ''} ${document.text('message') ?? ''}`.slice(
      0,
      2_000,
    );
  const isFailed = result === 'failure' || types.has('denied');
  const refused: Outcome = types.has('denied') ? 'blocked_by_policy' : 'failed_other';
  const plain = (eventClass: EventClass, failure: Outcome = 'failed_other', flags: EventFlag[] = []): Decided => ({
    class: eventClass,
    outcome: isFailed ? failure : 'none',
    flags,
  });
  if (categories.includes('authentication')) {
    if (types.has('end') || /log ?(off|out)|sign ?out/i.test(words.slice(0, action.length))) return plain('session');
    if (isFailed) {
      const told = outcomeOfWords(words);
      return { class: 'authentication', outcome: told ?? refused, flags: told === null ? ['ambiguous'] : [] };
    }
    if (result === 'success')
      return {
        class: 'authentication',
        outcome: MFA.test(words) ? 'success_mfa' : 'success_single_factor',
        flags: ['ambiguous'],
      };
    return {
      class: 'authentication',
      outcome: /challenge|prompt|sent/i.test(action) ? 'challenged' : 'none',
      flags: [],
    };
  }
  if (categories.includes('iam') || categories.includes('configuration')) {
    const isAdmin = types.has('admin') || /role|admin|privilege|mfa|factor|policy/i.test(action);
    return plain('change', 'failed_other', isAdmin ? ['privileged'] : []);
  }
  if (categories.includes('session')) return plain('session');
  if (
    categories.some((each) => ['file', 'database', 'web', 'api', 'email', 'process'].includes(each)) ||
    types.has('access')
  )
    return plain('access', 'blocked_by_policy');
  return plain('other', 'none');
}

/** Object, `"lat,lon"`, `[lon, lat]` or WKT: each with its own order. */
function pointOf(document: Document, base: string): { lat: number; lon: number } | null {
  const value = document.any(`${base}.location`);
  const object = asObject(value);
  if (object) return coordinates(numberOf(object.lat), numberOf(object.lon));
  if (Array.isArray(value) && value.length === 2) return coordinates(numberOf(value[1]), numberOf(value[0]));
  if (typeof value === 'string') {
    const wkt = /^POINT ?\((\S+) (\S+)\)$/i.exec(value.trim());
    if (wkt) return coordinates(numberOf(wkt[2]), numberOf(wkt[1]));
    const [lat, lon] = value.split(',');
    return coordinates(numberOf(lat), numberOf(lon));
  }
  return coordinates(numberOf(document.text(`${base}.location.lat`)), numberOf(document.text(`${base}.location.lon`)));
}

export function toDraft(document: Document, time: number, warnings: string[]): EventDraft {
  const decided = decide(document);
  const text = (...names: string[]): string | null => {
    for (const name of names) {
      const value = filled(document.text(name));
      if (value !== null) return value;
    }
    return null;
  };
  const side =
    text('source.ip', 'source.address') === null && text('client.ip', 'client.address') !== null ? 'client' : 'source';
  const address = readAddress(text(`${side}.ip`, `${side}.address`));
  const geo = `${side}.geo`;
  const point = pointOf(document, geo);
  const country = countryCode(text(`${geo}.country_iso_code`) ?? text(`${geo}.country_name`));
  const name = text('user.name', 'source.user.name', 'client.user.name');
  const email = text('user.email', 'source.user.email', 'client.user.email');
  const domain = text('user.domain');
  const id = text('user.id', 'source.user.id', 'client.user.id');
  const kind: IdentityKind = name?.endsWith('$') ? 'device' : 'human';
  const session = text('session.id');
  const correlation = text('transaction.id', 'trace.id');
  const isSignIn = decided.class === 'authentication';
  const detail: Record<string, string> = {};
  for (const [key, value] of [
    ['dataset', text('event.dataset', 'data_stream.dataset', 'event.module')],
    ['provider', text('event.provider')],
    ['domain', domain],
    ['host', text('host.name', 'host.hostname')],
    ['category', document.texts('event.category').join(', ') || null],
  ] as const)
    if (value !== null) detail[key] = value;
  return {
    recordId: text('event.id'),
    time,
    class: decided.class,
    action: text('event.action') ?? text('event.code') ?? 'event',
    outcome: decided.outcome,
    code: text('event.code', 'error.code'),
    reason: text('event.reason', 'error.message', 'message'),
    actor: person({
      id,
      name,
      email,
      display: text('user.full_name'),
      kind,
      idKey: id !== null && /^S-1-/.test(id) ? 'sid' : 'vendor_id',
    }),
    target: person({ id: text('user.target.id'), name: text('user.target.name'), email: text('user.target.email') }),
    app: text('service.name', 'application.name', 'observer.product', 'event.module'),
    resource: text('url.full', 'file.path', 'group.name'),
    ip: address.ip,
    asn: numberOf(document.text(`${side}.as.number`)),
    asOrg: text(`${side}.as.organization.name`),
    place:
      country || point
        ? {
            country,
            region: text(`${geo}.region_name`),
            city: text(`${geo}.city_name`),
            lat: point?.lat ?? null,
            lon: point?.lon ?? null,
          }
        : null,
    device:
      text('device.id') === null && text('user_agent.os.full', 'user_agent.os.name') === null
        ? null
        : {
            id: text('device.id'),
            os: text('user_agent.os.full', 'user_agent.os.name'),
            browser: text('user_agent.name'),
          },
    userAgent: text('user_agent.original'),
    session,
    correlation,
    protocol: text('network.protocol'),
    interactive: isSignIn ? kind === 'human' : null,
    risk: text('event.risk_score', 'user.risk.static_level', 'user.risk.calculated_level'),
    attempt: isSignIn
      ? { key: correlation ?? session, role: decided.outcome === 'challenged' ? 'prompt' : 'outcome' }
      : undefined,
    flags: decided.flags,
    detail: Object.keys(detail).length > 0 ? detail : null,
    warnings: address.warning ? [...warnings, address.warning] : warnings,
  };
}
