/**
 * Refused second factors inside the record of a sign-in that succeeded in the end, as `detail.refused_steps` keeps them:
 * `2026-03-02T07:03:17.000Z denied_by_user push; …`, in order. Each is a prompt of its own with its answer.
 */
import { parseUtcByContract, rfc3339 } from './time';
import { Factor, Outcome } from './words';

export interface RefusedStep {
  time: number | null; // milliseconds UTC; null = the step has no readable time
  outcome: Outcome;
  factor: Factor | null;
}

export const writeRefusedSteps = (steps: readonly RefusedStep[]): string =>
  steps
    .map(({ time, outcome, factor }) => `${time === null ? '-' : rfc3339(time)} ${outcome} ${factor ?? '-'}`)
    .join('; ');

/** Reads what `writeRefusedSteps` wrote; what is nothing of the kind gives no step. */
export function readRefusedSteps(text: string | undefined): RefusedStep[] {
  return (text ?? '').split('; ').flatMap((part) => {
    const [at, outcome, factor] = part.split(' ');
    const told = Outcome.safeParse(outcome);
    if (!told.success) return [];
    const named = Factor.safeParse(factor);
    const time = at === undefined || at === '-' ? null : parseUtcByContract(at);
    return [{ time, outcome: told.data, factor: named.success ? named.data : null }];
  });
}
