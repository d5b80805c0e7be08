/**
 * What an identity is, where neither a log nor a register says: from how and when it got in. Only plain cases are decided;
 * whatever might be a person at a keyboard stays unknown. Pure.
 */

import { plural, visible } from '../../../../shared/base/text';
import { DAY, MINUTE } from '../../../../shared/model/time';
import type { Factor, IdentityKind } from '../../../../shared/model/words';
import type { Use } from '../read';
import { duration } from './names';

/** Uses that are looked at, the first of each actor. */
export const SAMPLED = 400;
export const FEW = 20;
/** Factors that somebody must answer with hand or eye. */
const BY_HAND: ReadonlySet<Factor | null> = new Set<Factor | null>(['push', 'push_number_match', 'totp', 'sms', 'voice', 'fido2', 'passkey_platform', 'hardware_otp', 'email_otp']); // biome-ignore format: one list
const BROWSER = /^Mozilla\/\d|^Opera\//;
/** Libraries that programs get in with; command lines that people type at (`aws-cli`, PowerShell) are not among them. */
const LIBRARY =
  /^(?:python|curl|wget|boto3?|botocore|aws-sdk|go-http|okhttp|axios|node-fetch|node|java|apache-httpclient|libwww|ruby|php|guzzle|restsharp|terraform|ansible|apn\/|elastic|fluent|grafana|prometheus|kube)/i;
const STEADY = 0.1; // half of the gaps lie within this share of the middle one

export interface Inferred {
  kind: IdentityKind;
  because: string;
}

/** Null where the uses do not decide. */
export function inferKind(uses: readonly Use[]): Inferred | null {
  const accesses = uses.filter(({ succeeded }) => succeeded);
  const answered = accesses.filter(({ factor }) => BY_HAND.has(factor));
  const browsed = accesses.filter(({ client }) => client !== null && BROWSER.test(client));
  if (answered.length > 0) {
    const also = browsed.length > 0 ? `, ${browsed.length} by a browser` : '';
    return said(
      'human',
      `${plural(answered.length, 'second factor')} answered by hand in ${plural(accesses.length, 'access', 'accesses')}${also}`,
    );
  }
  if (accesses.length < FEW) return null;
  const typed = accesses.filter(({ interactive }) => interactive === true);
  if (typed.length === accesses.length && browsed.length === accesses.length)
    return said('human', `${typed.length} of ${accesses.length} accesses interactive and by a browser`);
  if (typed.length > 0 || browsed.length > 0) return null;
  const library = accesses.filter(({ client }) => client !== null && LIBRARY.test(client));
  const cadence = cadenceOf(accesses.map(({ time }) => time));
  const hours = new Set(accesses.map(({ time }) => new Date(time).getUTCHours())).size;
  const isSteady = cadence !== null && cadence.upper - cadence.lower <= 2 * STEADY * cadence.median && cadence.median >= MINUTE; // biome-ignore format: one rule
  const days = (accesses.at(-1)!.time - accesses[0]!.time) / DAY;
  const isRound = hours >= 20 && days >= 5;
  if (!isSteady && !(isRound && library.length === accesses.length)) return null;
  const client = library[0]?.client;
  return said(
    'workload',
    [
      client
        ? `${library.length} of ${accesses.length} accesses by ${visible(client).slice(0, 60)}`
        : `${accesses.length} accesses, none by a browser`,
      cadence &&
        `every ${duration(cadence.median)} (middle half ${duration(cadence.lower)} to ${duration(cadence.upper)})`,
      `in ${hours} of 24 hours of the day`,
    ]
      .filter(Boolean)
      .join(', '),
  );
}

const said = (kind: IdentityKind, numbers: string): Inferred => ({
  kind,
  because: `inferred, as neither a log nor a register says: ${numbers}`,
});

function cadenceOf(times: readonly number[]): { lower: number; median: number; upper: number } | null {
  const gaps = times.slice(1).map((time, i) => time - times[i]!);
  if (gaps.length < FEW - 1) return null;
  gaps.sort((a, b) => a - b);
  const at = (share: number): number => gaps[Math.floor((gaps.length - 1) * share)]!;
  return { lower: at(0.25), median: at(0.5), upper: at(0.75) };
}
