import { hasFlag } from '../../../../../shared/model/event';
import { DAY } from '../../../../../shared/model/time';
import type { Pattern } from '../pattern';
import { CSF_PR_AA_01, NHI1, T1078 } from '../standards';

export default {
  id: 'dormant_identity',
  title: 'Dormant identity',
  about:
    'Nobody used the identity for weeks, and then somebody tried it, or had its password: accounts that are forgotten are the ones that nobody misses.',
  standards: [T1078, NHI1, CSF_PR_AA_01],
  needs: 'sign-ins of several weeks before',
  settings: [
    { id: 'silent', value: 30, unit: 'days', about: 'Without a sign-in, for an identity that has earlier ones' },
    { id: 'unseen', value: 21, unit: 'days', about: 'Without any trace of a person whose password somebody had' },
    { id: 'logged', value: 0.5, unit: 'of the days', about: 'Least share of these days on which its log has anything at all' }, // biome-ignore format: one setting
  ],
  look({ draft, isMachine, outcome }, setting) {
    const { before, start } = draft;
    // Back from leave, on the own device, nobody else is meant; who never enrolled has just begun.
    if (draft.side === 'own' || outcome('not_enrolled') > 0) return null;
    const today = Math.floor(start / DAY);
    const isKnown = Number.isFinite(before.lastSuccess);
    const from = isKnown ? Math.floor(before.lastSuccess / DAY) : today - setting('unseen');
    const days = today - from;
    if (days < (isKnown ? setting('silent') : setting('unseen'))) return null;
    // Silence is told by a log that goes on; a heap of old samples is none.
    const logged = before.logDays.filter((day) => day >= from && day < today).length;
    if (logged < setting('logged') * days) return null;
    const events = [draft.sample[0]!];
    if (isKnown) return [{ text: `no sign-in for ${days} days before`, toward: 'attack', weight: 0.8, events }];
    // Without any earlier trace it may never have been anybody: only who had the password found an account.
    const isRight = draft.sample.some(({ flags }) => hasFlag(flags, 'credential_right'));
    if (isMachine || !isRight || start - before.firstTrace > DAY) return null;
    return [
      {
        text: `no trace of it in the ${days} days of log before, though somebody had its password`,
        toward: 'attack',
        weight: 0.5,
        events,
      },
    ];
  },
} satisfies Pattern;
