/** What the error codes of Entra sign-ins (AADSTS…) mean for the outcome. Codes 0 and 500121 do not decide: outcome.ts. */
import type { EventFlag } from '../../../../shared/model/event';
import type { EventClass, Factor, Outcome } from '../../../../shared/model/words';

export interface ErrorCode {
  outcome: Outcome;
  factor?: Factor;
  /** A state in the middle of an attempt, not its end. */
  interim?: boolean;
  class?: EventClass;
  flags?: readonly EventFlag[];
}

const codes = (outcome: Outcome, list: string, rest: Omit<ErrorCode, 'outcome'> = {}): [string, ErrorCode][] =>
  list
    .trim()
    .split(/\s+/)
    .map((code) => [code, { outcome, ...rest }]);

const INTERIM = { interim: true } as const;
/** Reached only after the primary credential was accepted. */
const RIGHT = { interim: true, flags: ['credential_right'] } as const;

export const ERROR_CODES: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  // Account selection, consent, keep-me-signed-in, device and single sign-on steps: failures by status, normal by nature.
  ...codes(
    'challenged',
    `16000 16001 50058 50078 50085 50097 50125 50127 50129 50135 50143 50168 50180 50199 51006 52004 65001 70016 81010
     81012 81014 90095`,
    INTERIM,
  ),
  ...codes('challenged', '50074 50076 50140', RIGHT),
  ...codes('challenged', '50158', { ...RIGHT, factor: 'federated' }),
  // Expired passwords: commonly taken as right ones, which no source proves.
  ...codes('challenged', '50055 50144', { interim: true, factor: 'password' }),
  ...codes('not_enrolled', '50072 50079', RIGHT),
  ...codes('not_enrolled', '16003 50014 50020 50105 51004 7000114'),
  ...codes('not_enrolled', '130004', { factor: 'windows_hello' }),

  ...codes('password_failed', '50056 50064 50126', { factor: 'password' }),
  ...codes('password_failed', '120000', { factor: 'password', class: 'change' }),
  ...codes('password_failed', '70002 7000215 7000222', { factor: 'client_secret' }),
  ...codes('password_failed', '700027 700030 700024', { factor: 'client_certificate' }),
  ...codes('password_failed', '700229 700213', { factor: 'workload_federation' }),

  ...codes('wrong_code', '70018', { flags: ['device_code'] }),
  ...codes('wrong_code', '130005', { factor: 'windows_hello' }),
  ...codes('no_response', '70019', { flags: ['device_code'] }),
  // Consent that the person refused, not a refused prompt.
  ...codes('denied_by_user', '65004', { class: 'change' }),
  // 50053 also stands for a blocked address: outcome.ts reads its text.
  ...codes('rate_limited', '50053 50196 90055'),
  ...codes('rate_limited', '50088', { factor: 'voice' }),

  ...codes(
    'blocked_by_policy',
    '50005 50057 50131 54000 70001 80012 90094 90123 135011 500014 500021 500022 500212 500213 530034 530035 7000112',
  ),
  // Conditional access is asked after the first factor was accepted.
  ...codes('blocked_by_policy', '53000 53001 53002 53003 53004 53009 53010 53011 530002 530003 530032', {
    flags: ['credential_right'],
  }),
  ...codes('blocked_by_policy', '130007', { factor: 'windows_hello' }),

  ...codes('failed_other', '20001 20012 50008 50161 50166', { factor: 'federated' }),
  ...codes('failed_other', '50012 50017 50192', { factor: 'certificate' }),
  ...codes(
    'failed_other',
    `50011 50013 50034 50059 50086 50087 50089 50099 50128 50132 50133 50155 50173 50177 50187 50197 54005 65005 67003
     70000 70003 70008 70011 70020 70043 70044 75011 80001 80002 80007 80014 81004 81016 90014 90072 140000 500011 500133
     500341 700011 700016 700082 700084 7000218 1000000`,
  ),
]);
