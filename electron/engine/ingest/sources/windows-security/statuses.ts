/** What Windows' status codes mean: NTSTATUS of logons, Kerberos errors, reasons of the network policy server. */
import type { EventFlag } from '../../../../../shared/model/event';
import type { Factor, Outcome } from '../../../../../shared/model/words';

export interface Status {
  outcome: Outcome;
  factor?: Factor;
  flags?: readonly EventFlag[];
  reason: string;
}

const status = (outcome: Outcome, reason: string, rest: Omit<Status, 'outcome' | 'reason'> = {}): Status => ({
  outcome,
  reason,
  ...rest,
});
const WRONG = { factor: 'password' } as const;
const UNCLEAR: { flags: EventFlag[] } = { flags: ['ambiguous'] };
const RIGHT: { flags: EventFlag[] } = { flags: ['credential_right'] };

export const NTSTATUS: Readonly<Record<string, Status>> = {
  '0x0': status('success_single_factor', 'success'),
  '0xC0000064': status('failed_other', 'user name does not exist'),
  '0xC000006A': status('password_failed', 'wrong password', WRONG),
  '0xC000006D': status('password_failed', 'bad user name or password', WRONG),
  '0xC000006E': status('blocked_by_policy', 'account restriction'),
  '0xC000006F': status('blocked_by_policy', 'outside logon hours'),
  '0xC0000070': status('blocked_by_policy', 'workstation not allowed'),
  '0xC0000071': status('challenged', 'password expired', RIGHT),
  '0xC0000072': status('blocked_by_policy', 'account disabled'),
  '0xC0000133': status('failed_other', 'clock skew'),
  '0xC000015B': status('not_enrolled', 'logon type not granted'),
  '0xC0000193': status('blocked_by_policy', 'account expired'),
  '0xC0000224': status('challenged', 'must change password', RIGHT),
  '0xC0000234': status('rate_limited', 'account locked out'),
  '0xC0000413': status('blocked_by_policy', 'authentication firewall'),
  '0xC000005E': status('failed_other', 'no logon server available'),
  '0xC000018C': status('failed_other', 'trust between domains failed'),
  '0xC0000192': status('failed_other', 'Netlogon service not started'),
  '0xC00002EE': status('failed_other', 'error during logon'),
  '0xC0000371': status('failed_other', 'no secret of the account on this server'),
  '0xC0000022': status('blocked_by_policy', 'access denied'),
  '0xC00000DC': status('failed_other', 'server in the wrong state'),
  '0xC0000388': status('failed_other', 'downgrade detected'),
  '0xC0000321': status('password_failed', 'wrong PIN of the smart card', { factor: 'certificate' }),
  '0xC0000380': status('password_failed', 'wrong PIN of the smart card', { factor: 'certificate' }),
  '0xC0000381': status('rate_limited', 'smart card blocked', { factor: 'certificate' }),
};

export const KERBEROS: Readonly<Record<string, Status>> = {
  '0x0': status('success_single_factor', 'success'),
  '0x1': status('blocked_by_policy', 'account expired'),
  '0x6': status('failed_other', 'client unknown'),
  '0x7': status('failed_other', 'server unknown'),
  '0x8': status('failed_other', 'several entries for the principal'),
  '0x9': status('failed_other', 'client or server has no key'),
  '0xC': status('blocked_by_policy', 'account restriction: workstation, hours or smart card required'),
  '0xD': status('failed_other', 'option not possible'),
  '0xE': status('failed_other', 'encryption type not supported'),
  '0xF': status('failed_other', 'checksum type not supported'),
  '0x10': status('failed_other', 'smart card pre-authentication not possible', { factor: 'certificate' }),
  '0x12': status('blocked_by_policy', 'account disabled, expired or locked out', UNCLEAR),
  '0x17': status('challenged', 'password expired', RIGHT),
  '0x18': status('password_failed', 'wrong password', WRONG),
  '0x19': status('challenged', 'pre-authentication required'),
  '0x1F': status('failed_other', 'integrity check failed'),
  '0x20': status('failed_other', 'ticket expired'),
  '0x21': status('failed_other', 'ticket not yet valid'),
  '0x22': status('failed_other', 'replay'),
  '0x25': status('failed_other', 'clock skew'),
  '0x29': status('failed_other', 'message modified'),
  '0x3C': status('failed_other', 'generic error'),
  '0x3E': status('failed_other', 'certificate not trusted', { factor: 'certificate' }),
  '0x42': status('failed_other', 'certificate does not fit the user', { factor: 'certificate' }),
};

/** `FailureReason` of a failed logon: numbers of message texts, in place of a status. */
export const FAILURE_REASONS: Readonly<Record<string, string>> = {
  '%%2304': '0xC00002EE',
  '%%2305': '0xC0000193',
  '%%2306': '0xC0000192',
  '%%2307': '0xC0000234',
  '%%2308': '0xC000015B',
  '%%2309': '0xC0000071',
  '%%2310': '0xC0000072',
  '%%2311': '0xC000006F',
  '%%2312': '0xC0000070',
  '%%2313': '0xC000006D',
};

/** Texts into which a parsing tool translates the status, by their words; the most telling first. */
const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/misspelled or bad user (account|name)|does not exist|no such user/i, '0xC0000064'],
  [/misspelled or bad password|wrong password/i, '0xC000006A'],
  [/authorized hours|time restriction/i, '0xC000006F'],
  [/unauthorized workstation|not allowed to log ?on at this computer/i, '0xC0000070'],
  [/expired password|password.*expired/i, '0xC0000071'],
  [/disabled/i, '0xC0000072'],
  [/expired account|account.*expired/i, '0xC0000193'],
  [/required to change password/i, '0xC0000224'],
  [/locked/i, '0xC0000234'],
  [/requested logon type|logon right/i, '0xC000015B'],
  [/authentication firewall/i, '0xC0000413'],
  [/clock/i, '0xC0000133'],
  [/bad username or authentication|unknown user ?name or bad password/i, '0xC000006D'],
  [/kdc_err_preauth_failed|pre-?authentication (information was invalid|failed)/i, '0x18'],
  [/kdc_err_client_revoked/i, '0x12'],
  [/kdc_err_c_principal_unknown|client not found/i, '0x6'],
  [/kdc_err_none|no error|success/i, '0x0'],
];

/** One form for the spellings of a code: `0xc000006d`, `C000006D`, `0x00000018`, a translated text. Null for none. */
export function codeOf(text: string | null): string | null {
  if (text === null) return null;
  const hex = /^(?:0x)?0*([0-9a-f]{1,8})$/i.exec(text.trim());
  if (hex && (/^0x/i.test(text.trim()) || text.trim().length >= 8 || text.trim() === '0'))
    return `0x${hex[1]!.toUpperCase()}`;
  if (text.startsWith('%%')) return FAILURE_REASONS[text] ?? null;
  const inText = /\((0x[0-9a-f]+)\)|\b(0x[0-9a-f]{1,8})\b/i.exec(text);
  if (inText) return codeOf(inText[1] ?? inText[2] ?? null);
  return TEXTS.find(([words]) => words.test(text))?.[1] ?? null;
}

/** Reasons of the network policy server (events 6272 to 6274). */
export const NPS_REASONS: Readonly<Record<string, Status>> = {
  '0': status('success_single_factor', 'granted'),
  '1': status('failed_other', 'internal error'),
  '2': status('blocked_by_policy', 'insufficient access rights'),
  '3': status('failed_other', 'malformed message'),
  '7': status('failed_other', 'domain does not exist'),
  '8': status('failed_other', 'account does not exist'),
  '9': status('failed_other', 'request discarded by an extension', UNCLEAR),
  '16': status('password_failed', 'unknown user or wrong password', { ...WRONG, ...UNCLEAR }),
  '17': status('challenged', 'password change failed'),
  '18': status('failed_other', 'authentication type not supported'),
  // An extension, such as the one that asks for the second factor, refused: only its own log tells how.
  '21': status('failed_other', 'rejected by an extension', { flags: ['ambiguous', 'no_decision'] }),
  '22': status('failed_other', 'EAP type not usable'),
  '23': status('failed_other', 'EAP error'),
  '32': status('blocked_by_policy', 'local accounts only'),
  '33': status('challenged', 'password must be changed'),
  '34': status('blocked_by_policy', 'account disabled'),
  '35': status('blocked_by_policy', 'account expired'),
  '36': status('rate_limited', 'account locked'),
  '37': status('blocked_by_policy', 'outside logon hours'),
  '38': status('blocked_by_policy', 'account restriction'),
  '48': status('blocked_by_policy', 'no network policy fits'),
  '49': status('blocked_by_policy', 'no connection request policy fits'),
  '64': status('blocked_by_policy', 'session time of the policy is over'),
  '65': status('blocked_by_policy', 'dial-in permission denied'),
  '66': status('blocked_by_policy', 'authentication method not enabled on the policy'),
  '96': status('failed_other', 'authentication timed out'),
  '262': status('failed_other', 'message incomplete, signature not verified'),
  '263': status('failed_other', 'no credentials in the message'),
  '265': status('failed_other', 'certificate chain not trusted', { factor: 'certificate' }),
};
