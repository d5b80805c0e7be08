/** What the words in a cell say by themselves: proposals for the value tables, which the person sees and corrects. Pure. */
import type { MappedOutcome } from '../../../../shared/model/mapping-words';
import type { EventClass, Factor, IdentityKind } from '../../../../shared/model/words';
import { outcomeOfWords } from '../vendor/outcome-words';

const SUCCESS =
  /^(success(ful|fully)?|succeeded|ok(ay)?|allow(ed)?|accept(ed)?|grant(ed)?|approved?|pass(ed)?|authenticated|true|yes|y|1|200|valid(ated)?|permit(ted)?|complete[d]?|erfolg(reich)?|r[eé]ussi|succ[eè]s|[eé]xito|correct[oa]?)$|\b(login|logon|sign[- ]?in|auth\w*) (ok|succe\w+|accepted|complete[d]?)\b|\bsuccess(ful|fully)?\b|\blogged (in|on)\b/i;
const NOT = /\b(un|not|no|in)[- ]?success|without success/i;
const ASKED =
  /^(challenged?|prompt(ed)?|pending|in ?progress|initiated|sent|started|required|requested|waiting|ausstehend)$/i;
/** Refusals that do not say who refused or why. */
const BARE =
  /^(fail(ed|ure)?|den(y|ied)|reject(ed)?|refused?|false|no|n|0|error|unsuccessful|not successful|invalid|incorrect|401|403|fehler|fehlgeschlagen|abgelehnt|[eé]chec|fallido|denegad[oa])$/i;
const FAILED = /fail|error|unsuccess|invalid|incorrect|denied|reject|refus/i;

/** `value` decides; `reason` is another cell of the record that may say more. Null where the words say nothing. */
export function outcomeOfValue(value: string, reason: string, isSecondFactor: boolean): MappedOutcome | null {
  const text = value.trim();
  if (text === '' && reason.trim() === '') return null;
  if (SUCCESS.test(text) && !NOT.test(text)) return 'success_by_factor';
  if (ASKED.test(text)) return 'challenged';
  const generic = isSecondFactor ? 'second_factor_failed' : 'failed_by_factor';
  if (BARE.test(text)) return (BARE.test(reason.trim()) ? null : outcomeOfWords(reason)) ?? generic;
  return outcomeOfWords(`${text}. ${reason}`) ?? (FAILED.test(text) || NOT.test(text) ? generic : null);
}

const ENTERED = /(?:\b|_)(?:log(?:ged)?|sign(?:ed)?)[-_ ]?(?:in|on)$/i;

/**
 * The outcome that the name of what happened tells, in a table without a column for it: `USER_LOGIN_FAILED`, beside which
 * `USER_LOGIN` went well. Null for what is no authentication.
 */
export function outcomeOfAction(value: string, isSecondFactor: boolean): MappedOutcome | null {
  const text = value
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .trim();
  if (classOfValue(value) !== 'authentication') return null;
  return outcomeOfValue(text, '', isSecondFactor) ?? (ENTERED.test(text) ? 'success_by_factor' : null);
}

export const isRefusal = (outcome: MappedOutcome | null): boolean =>
  outcome !== null && outcome !== 'none' && outcome !== 'challenged' && !outcome.startsWith('success');

const FACTORS: readonly (readonly [RegExp, Factor | null])[] = [
  [/number[ -]?match|verified[ -]?push/i, 'push_number_match'],
  [/push|app notification|authenticator notification|\bapprove\b/i, 'push'],
  [/windows hello|\bwhfb\b/i, 'windows_hello'],
  [/passkey|platform|touch ?id|face ?id|biometric/i, 'passkey_platform'],
  [/fido|webauthn|u2f|security key/i, 'fido2'],
  [/yubi|hardware|oath token|\brsa\b|securid|hard token|\btoken ?code\b/i, 'hardware_otp'],
  [/\bsms\b|text message|text_message/i, 'sms'],
  [/voice|phone ?call|\bcall\b|telefon|\bphone\b/i, 'voice'],
  [/e-?mail/i, 'email_otp'],
  [/totp|\botp\b|pass ?code|google auth|authenticator|one[- ]time|soft ?token|\bapp\b/i, 'totp'],
  [/question/i, 'security_question'],
  [/smart ?card|certificate|\bcert\b|\bpiv\b|\bcac\b|\bx\.?509\b/i, 'certificate'],
  [/federat|\bsaml\b|external idp/i, 'federated'],
  [/remember|trusted device/i, 'remembered_device'],
  [/api[- _]?key/i, 'api_key'],
  [/client[- _]?secret/i, 'client_secret'],
  [/password|passwort|kennwort|contrase|mot de passe|\bpwd\b|\bldap\b|basic/i, 'password'],
];

/** The factor that a value names; undefined where it names none that is known. */
export const factorOfValue = (value: string): Factor | null | undefined =>
  /^(none|n\/?a|-|)$/i.test(value.trim()) ? null : FACTORS.find(([words]) => words.test(value))?.[1];

const CLASSES: readonly (readonly [RegExp, EventClass])[] = [
  [/request|approval|elevat|check[- _]?out/i, 'request'],
  [
    /enrol|regist|reset|creat|delet|remov|updat|chang|add|assign|revok|disabl|enabl|modif|unlock|provision|grant|consent|(un)?pair|rotat|policy/i,
    'change',
  ],
  [/log ?out|logoff|sign ?out|session|disconnect|token|refresh/i, 'session'],
  [
    /auth|log(ged)? ?in|log(ged)? ?on|sign(ed)? ?in|mfa|2fa|otp|push|verif|challenge|password|anmeldung|connexion|vpn/i,
    'authentication',
  ],
  [/access|open|read|view|download|upload|list|get\b|launch|connect/i, 'access'],
];

export const classOfValue = (value: string): EventClass | undefined =>
  CLASSES.find(([words]) => words.test(value.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ')))?.[1];

const KINDS: readonly (readonly [RegExp, IdentityKind])[] = [
  [/managed identity/i, 'managed_identity'],
  [/service ?principal|app(lication)?( registration)?$|oauth client|client app/i, 'service_principal'],
  [/api|key/i, 'api_key'],
  [/\bagent\b|\bbot\b/i, 'agent'],
  [/service|system|machine|workload|robot|daemon|batch|dienst/i, 'workload'],
  [/device|computer|host/i, 'device'],
  [/user|human|person|member|guest|employee|admin|staff|student|contractor|benutzer|mitarbeiter/i, 'human'],
];
export const kindOfValue = (value: string): IdentityKind | undefined => KINDS.find(([words]) => words.test(value))?.[1];
