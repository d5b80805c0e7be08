import type { Pattern } from '../pattern';
import { CSF_DE_CM_09, NHI7 } from '../standards';

/** Different actions refused from which on it is no loop. */
const DIFFERENT = 4;
/** Of people: failures, and how uneven they may be, for a program of theirs that tries again by itself. */
const CLOCKWORK = { denials: 12, irregularity: 0.1 } as const;

export default {
  id: 'retry_loop',
  title: 'Retry loop',
  about: 'The same failure again and again at machine pace: an automation that does not stop. Folded into one item.',
  standards: [CSF_DE_CM_09, NHI7],
  needs: 'failed sign-ins of machine identities',
  settings: [
    { id: 'failures', value: 6, unit: 'failures', about: 'Equal failures from which on it is a loop' },
    {
      id: 'irregularity',
      value: 3.5,
      unit: 'standard deviations over mean',
      about: 'Most uneven rhythm that is still a machine’s',
    },
  ],
  look({ draft, isMachine, denials, names }, setting) {
    const most = Math.max(...draft.outcomes.values());
    if (denials < setting('failures') || most < 0.9 * denials) return null;
    const isPaced = draft.irregularity <= setting('irregularity');
    // What is tried is told by the actions: one thing after the other is no loop.
    const kinds = new Set(draft.sample.map(({ action }) => action)).size;
    if (isMachine && kinds >= DIFFERENT && 2 * kinds > draft.sample.length) return null;
    const isFast = draft.gaps.n > 0 && draft.gaps.sum / draft.gaps.n < 5; // seconds: nobody presses that fast
    // Nor does anybody press by the clock for an hour.
    const isClockwork =
      draft.side === 'own' && denials >= CLOCKWORK.denials && draft.irregularity <= CLOCKWORK.irregularity;
    if (!(isMachine ? isPaced : isFast || isClockwork) || draft.sides.strange > denials / 2) return null;
    const mean = draft.gaps.sum / Math.max(1, draft.gaps.n);
    const codes = [...draft.codes].sort(([, a], [, b]) => b - a);
    const odd = codes.length > 1 ? draft.sample.filter((denial) => denial.code !== codes[0]![0]) : [];
    return [
      {
        text: `${denials.toLocaleString('en')} equal failures, ${mean < 1 ? 'several a second' : `one every ${mean < 120 ? `${Math.round(mean)} s` : `${Math.round(mean / 60)} min`}`}`,
        toward: 'misconfigured',
        weight: Math.min(2.5, 0.5 * Math.log2(denials)),
        events: [draft.sample[0]!],
      },
      ...(odd.length > 0
        ? [
            {
              text: `${odd.length} odd ${odd.length === 1 ? 'one' : 'ones'} inside: ${names.term(odd[0]!.code) ?? 'another failure'}`,
              toward: 'attack' as const,
              weight: 0.3,
              events: odd.slice(0, 5),
            },
          ]
        : []),
    ];
  },
} satisfies Pattern;
