/**
 * The published rules that link a denial to a success, as they are published: key, window, threshold, and whether order
 * matters. They are given what they do not have, our episodes: asked is only whether a rule fires on the denials of a
 * story, and which success it names. Where it is silent its answer is "nothing to see" (friction).
 */

import type { Event } from '../../shared/model/event';
import type { Verdict } from '../../shared/model/words';
import type { Scenario } from './scenario';
import type { Finding } from './score';
import { DAY, HOUR, MINUTE } from './stage';
import { OUTCOMES_REFUSED } from './words';

interface Row {
  id: string;
  time: number;
  source: string;
  /** As this source spells the account. */
  user: string;
  ip: string;
  city: string;
  session: string;
  agent: string;
  app: string;
  isDenied: boolean;
  isPush: boolean;
  isSuccess: boolean;
  /** Interim states count as failures for a rule that knows codes only. */
  isFailure: boolean;
}

export interface Alert {
  denials: Row[];
  success: Row | null;
}
export interface Baseline {
  id: string;
  title: string;
  find(rows: readonly Row[]): Alert[];
}

const groupBy = (rows: readonly Row[], key: (row: Row) => string): Row[][] => {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = key(row);
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return [...groups.values()];
};
const byUser = (row: Row): string => `${row.source}|${row.user}`;
const only = (source: string) => (rows: readonly Row[]) => rows.filter((row) => row.source === source);
const okta = only('okta');

/** Runs of at least `n` denials within `window`, without a success in between. */
function bursts(rows: readonly Row[], n: number, window: number): Row[][] {
  const found: Row[][] = [];
  let run: Row[] = [];
  for (const row of rows) {
    if (row.isSuccess) run = [];
    if (!row.isDenied) continue;
    run = [...run.filter(({ time }) => row.time - time <= window), row];
    if (run.length >= n) found.push([...run]);
  }
  return found;
}

export const BASELINES: readonly Baseline[] = [
  {
    id: 'sentinel-spam',
    title: 'Sentinel: MFA spam then success',
    find: (rows) =>
      groupBy(rows, (row) => `${row.user}|${row.ip}|${row.city}|${Math.floor(row.time / DAY)}`).flatMap((group) => {
        const denials = group.filter(({ isFailure }) => isFailure);
        const success = group.find(({ isSuccess }) => isSuccess) ?? null;
        const span = group.at(-1)!.time - group[0]!.time;
        return group.length > 10 && denials.length > 0 && success && span <= 5 * MINUTE ? [{ denials, success }] : [];
      }),
  },
  {
    id: 'sentinel-okta',
    title: 'Sentinel: Okta MFA fatigue',
    find: (rows) =>
      groupBy(okta(rows), (row) => `${row.session}|${row.user}|${Math.floor(row.time / HOUR)}`).flatMap((group) => {
        const pushes = group.filter(({ isPush }) => isPush);
        return pushes.length > 10 ? [{ denials: group.filter(({ isDenied }) => isDenied), success: group.find(({ isSuccess }) => isSuccess) ?? null }] : []; // biome-ignore format: one answer
      }),
  },
  {
    id: 'elastic-bombing',
    title: 'Elastic: successful Okta push bombing',
    find: (rows) =>
      groupBy(okta(rows), byUser).flatMap((group) =>
        bursts(group, 5, 10 * MINUTE).flatMap((denials) => {
          const success = group.find((row) => row.isSuccess && row.time > denials.at(-1)!.time && row.time - denials[0]!.time <= 10 * MINUTE); // biome-ignore format: one line
          return success ? [{ denials, success }] : [];
        }),
      ),
  },
  {
    id: 'elastic-after-attack',
    title: 'Elastic: login after credential attack',
    find: (rows) =>
      groupBy(rows, ({ user }) => user).flatMap((group) => {
        const attacks = bursts(group, 5, 10 * MINUTE);
        return attacks.flatMap((denials) => {
          const end = denials.at(-1)!.time;
          const near = group.filter(({ time }) => time >= end - 3 * HOUR && time <= end + 3 * HOUR);
          const [earliest] = near.filter(({ isSuccess }) => isSuccess);
          const latest = near.findLast(({ isDenied }) => isDenied);
          return earliest && latest && latest.time < earliest.time ? [{ denials, success: earliest }] : [];
        });
      }),
  },
  {
    id: 'splunk-denied',
    title: 'Splunk: multiple denied MFA requests',
    find: (rows) =>
      groupBy(
        rows.filter(({ isDenied }) => isDenied),
        (row) => `${row.user}|${row.app}|${row.agent}|${Math.floor(row.time / (10 * MINUTE))}`,
      ).flatMap((denials) => (denials.length >= 10 ? [{ denials, success: null }] : [])),
  },
  {
    id: 'splunk-exhaustion',
    title: 'Splunk: Okta MFA exhaustion hunt',
    find: (rows) =>
      groupBy(okta(rows), byUser).flatMap((group) => {
        const denials = group.filter(({ isDenied, isPush }) => isDenied && isPush);
        const [success] = group.filter(({ isSuccess, isPush, time }) => isSuccess && isPush && time > (denials.at(-1)?.time ?? 0)); // biome-ignore format: one line
        return denials.length > 3 && success ? [{ denials, success }] : [];
      }),
  },
  {
    id: 'splunk-mismatch',
    title: 'Splunk, Okta, Google SecOps: push answered elsewhere',
    find: (rows) =>
      groupBy(
        okta(rows).filter(({ session }) => session !== ''),
        (row) => `${row.session}|${row.user}`,
      ).flatMap((group) => {
        const denials = group.filter(({ isDenied }) => isDenied);
        const success = group.find((row) => row.isSuccess && denials.some(({ ip }) => ip !== row.ip)) ?? null;
        return denials.length > 0 && success ? [{ denials, success }] : [];
      }),
  },
  {
    id: 'm365-triage',
    title: 'M365Triage: failures then success',
    find: (rows) =>
      groupBy(only('entra')(rows), byUser).flatMap((group) => {
        const found: Alert[] = [];
        let run: Row[] = [];
        for (const row of group) {
          run = run.filter(({ time }) => row.time - time <= 30 * MINUTE);
          if (row.isFailure) run.push(row);
          else if (row.isSuccess) {
            if (run.length >= 5) found.push({ denials: run, success: row });
            run = [];
          }
        }
        return found;
      }),
  },
  {
    id: 'panther-pairs',
    title: 'Panther: failed then successful login',
    find: (rows) =>
      groupBy(rows, byUser).flatMap((group) => {
        const found: Alert[] = [];
        let failed: Row[] = [];
        for (const row of group) {
          failed = failed.filter(({ time }) => row.time - time <= 30 * HOUR);
          if (row.isDenied) failed.push(row);
          else if (row.isSuccess && failed.length > 0) {
            found.push({ denials: failed, success: row });
            failed = [];
          }
        }
        return found;
      }),
  },
];

const rowOf = (event: Event): Row | null => {
  if (event.class !== 'authentication' && event.class !== 'access') return null;
  const isDenied = OUTCOMES_REFUSED.has(event.outcome);
  const isSuccess = event.outcome.startsWith('success');
  return {
    id: event.recordId ?? event.id,
    time: Date.parse(event.time),
    source: event.source,
    user: event.actor ?? event.identity?.name ?? '',
    ip: event.ip ?? '',
    city: event.geo?.city ?? '',
    session: event.session ?? '',
    agent: event.userAgent ?? '',
    app: event.app ?? '',
    isDenied,
    isPush: event.factor === 'push' || event.action.includes('push'),
    isSuccess,
    isFailure: isDenied || event.outcome === 'challenged' || event.outcome === 'password_failed',
  };
};

/** What a rule would have said of every story and every honest stumble. */
export function findingsOf(baseline: Baseline, scenario: Scenario, events: readonly Event[]): Finding[] {
  const rows = events.map(rowOf).filter((row) => row !== null);
  const alerts = baseline.find(rows);
  const ofDenial = new Map<string, Alert[]>();
  for (const alert of alerts) {
    for (const { id } of alert.denials) {
      const list = ofDenial.get(id);
      if (list) list.push(alert);
      else ofDenial.set(id, [alert]);
    }
  }
  return [...scenario.truths, ...scenario.background].map(({ denials }): Finding => {
    const fired = [...new Set(denials.flatMap((id) => ofDenial.get(id) ?? []))];
    const successes = [...new Set(fired.flatMap(({ success }) => (success ? [success.id] : [])))];
    const verdict: Verdict = successes.length > 0 ? 'likely_compromise' : fired.length > 0 ? 'attempted_abuse' : 'friction'; // biome-ignore format: one line
    return { denials, verdict, confidence: null, links: successes.map((record) => ({ record, score: 1 })) };
  });
}
