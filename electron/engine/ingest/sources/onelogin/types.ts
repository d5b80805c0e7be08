/** OneLogin's event type numbers: what each is, and its outcome. */
import type { AttemptRole, EventFlag } from '../../../../../shared/model/event';
import type { EventClass, Outcome } from '../../../../../shared/model/words';
import { entry } from '../../vendor/fields';

export interface EventType {
  action: string;
  class: EventClass;
  outcome: Outcome;
  role?: AttemptRole;
  flags?: EventFlag[];
}

const change = (action: string, flags?: EventFlag[]): EventType => ({
  action,
  class: 'change',
  outcome: 'none',
  ...(flags && { flags }),
});
const auth = (action: string, outcome: Outcome, role: AttemptRole = 'outcome'): EventType => ({
  action,
  class: 'authentication',
  outcome,
  role,
});

/** Numbers whose meaning is established; the vendor has several hundred more. */
const TYPES: Readonly<Record<string, EventType>> = {
  1: change('app added to role'),
  2: change('app removed from role'),
  3: change('assumed another user', ['privileged']),
  4: change('role assigned to user', ['privileged']),
  5: auth('logged into OneLogin', 'success_single_factor'),
  6: auth('failed OneLogin login', 'password_failed'),
  7: { action: 'logged out of OneLogin', class: 'session', outcome: 'none' },
  8: auth('logged into app', 'success_token'),
  10: change('requested new password'),
  11: change('changed password'),
  12: change('unlocked user'),
  13: change('created user'),
  14: change('updated user'),
  15: change('deactivated user'),
  16: change('activated user'),
  17: change('deleted user'),
  19: { action: 'user locked', class: 'change', outcome: 'rate_limited' },
  24: change('authentication factor removed'),
  69: auth('rejected by RADIUS', 'failed_other'),
  72: change('privilege granted', ['privileged']),
  73: change('privilege revoked', ['privileged']),
  90: { action: 'unauthorised app access', class: 'access', outcome: 'blocked_by_policy' },
  172: change('authentication factor removed'),
  240: { action: 'password viewed', class: 'access', outcome: 'none', flags: ['privileged'] },
  531: { action: 'user locked', class: 'change', outcome: 'rate_limited' },
  532: { action: 'user locked via API', class: 'change', outcome: 'rate_limited' },
  551: { action: 'user suspended via API', class: 'change', outcome: 'blocked_by_policy' },
  553: { action: 'user locked via API', class: 'change', outcome: 'rate_limited' },
};

/** A number that is not in the table: nothing is claimed of it. */
export const typeOf = (id: string): EventType =>
  entry(TYPES, id) ?? { action: `event type ${id}`, class: 'other', outcome: 'none' };
