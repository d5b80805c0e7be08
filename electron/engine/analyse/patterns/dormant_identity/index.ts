import { hasFlag } from '../../../../../shared/model/event';
import { DAY } from '../../../../../shared/model/time';
import type { Pattern } from '../pattern';
import { CSF_PR_AA_01, NHI1, T1078 } from '../standards';

export default {
  id: 'dormant_identity',
  title: 'Dormant identity',
  about:
    'Nobody used the identity for weeks, and then somebody had its password or secret: accounts that are forgotten are the ones that nobody misses.',
  standards: [T1078, NHI1, CSF_PR_AA_01],
  needs: 'sign-ins of several weeks before',
  settings: [
    { id: 'silent', value: 30, unit: 'days', about: 'Without a sign-in, for an identity that has earlier ones' },
    { id: 'unseen', value: 21, unit: 'days', about: 'Of log without any trace of the identity, where it has none at all' }, // biome-ignore format: one setting
  ],
  look({ draft, isMachine, outcome }, setting) {
    const { before, start } = draft;
    // Back from leave, on the own device, nobody else is meant; who never enrolled has just begun.
    if (draft.side === 'own' || outcome('not_enrolled') > 0) return null;
    const isKnown = Number.isFinite(before.lastSuccess);
    const silent = start - (isKnown ? before.lastSuccess : Math.max(before.logSince, Number.MIN_SAFE_INTEGER));
    const hadKey = isMachine
      ? outcome('password_failed') < draft.n
      : draft.sample.some(({ flags }) => hasFlag(flags, 'credential_right'));
    if (isKnown ? silent < setting('silent') * DAY : silent < setting('unseen') * DAY) return null;
    // Without any earlier trace it may never have been anybody: only who had the password found an account.
    if (!isKnown && (!hadKey || start - before.firstTrace > DAY)) return null;
    const days = Math.floor(silent / DAY);
    return [
      {
        text: isKnown
          ? `no sign-in for ${days} days before`
          : `no trace of it in the ${days} days of log before, though somebody had its ${isMachine ? 'credential' : 'password'}`,
        toward: 'attack',
        weight: isKnown ? 0.8 : 0.5,
        events: [draft.sample[0]!],
      },
    ];
  },
} satisfies Pattern;
