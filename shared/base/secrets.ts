/**
 * Secrets in texts of evidence: keys, tokens, passwords that URLs carried or people typed. Detection by form only; what
 * needs the rest of the case (a password typed as a user name) starts from `looksLikePassword`. Pure, linear in the text.
 *
 * A mask keeps what comparing needs: of long random secrets both ends and a fingerprint, so that the same token is seen
 * to be the same; of passwords nothing, because few characters of a guessable text already give it away.
 */

export type SecretKind = 'private key' | 'token' | 'key' | 'password' | 'code' | 'signature' | 'suspected password';

export interface Secret {
  from: number; // UTF-16 units
  to: number;
  kind: SecretKind;
}

interface Rule {
  kind: SecretKind;
  /** With flags `g` and `d`; group 1 is the secret, or the whole match where there is none. */
  pattern: RegExp;
  /** Refuses what only has the form. */
  isOne?: (secret: string) => boolean;
}

/** Written, escaped for a URL, or escaped for JSON: addresses stand inside addresses and records. */
const SEPARATOR = String.raw`(?:[?&#;]|%3F|%26|%23|\\u0026)`;
const EQUALS = String.raw`(?:=|%3D|\\u003D)`;
const VALUE = String.raw`((?:(?!%26|%23|\\u0026)[^&#\s"'<>,;)\]}\u0000-\u001f])+)`;
const parameter = (names: string): RegExp => new RegExp(`${SEPARATOR}(?:${names})${EQUALS}${VALUE}`, 'gid');

const PASSWORDS =
  'password|passwd|pwd|pass|passcode|passphrase|user_?password|new_?password|old_?password|current_?password|pin';
const TOKENS =
  'access_?token|refresh_?token|id_?token|auth_?token|session_?token|state_?token|security_?token|csrf_?token|device_?token|x-amz-security-token|client_?assertion|assertion|saml_?response|wresult|ticket|token|jwt|bearer';
const KEYS =
  'client_?secret|api_?key|api-key|apikey|secret_?access_?key|access_?key|account_?key|private_?key|secret|subscription-key';

/** Values that say something about a secret and are none. */
const NO_SECRET =
  /^(?:true|false|null|none|nil|undefined|n\/?a|yes|no|on|off|ok|set|unset|empty|blank|missing|unknown|required|optional|enabled|disabled|expired|invalid|incorrect|wrong|failed|failure|success|changed|reset|hidden\w*|hash(?:ed)?|encrypted|redacted|masked|removed|password|token|secret|totp|otp|sms|\d|[*•x.\-_]+|(?:%2A)+|[<([{].*|\$\{.*|%\w+%\\*|\.{3}|…)$/i;
const GUID = /^[{(]?[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}[)}]?$/i;

const isSaid = (value: string): boolean => !NO_SECRET.test(value);
const isRandom = (value: string): boolean => value.length >= 8 && isSaid(value) && !/^[a-z]+$/i.test(value);

const RULES: readonly Rule[] = [
  {
    kind: 'private key',
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]{0,8000}?-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|(?:[A-Za-z0-9+/=\s]|\\[nr])*)/dg,
  },
  // `eyJ` is the beginning of a JSON object in base 64: header and payload of a JWT, or the parts of an encrypted one.
  { kind: 'token', pattern: /(?<![\w-])eyJ[\w-]{8,}\.[\w-]*\.[\w-]+(?:\.[\w-]*){0,2}/dg },
  // SAML in base 64: `<saml`, `<?xml `, `<Resp`.
  { kind: 'token', pattern: /(?<![\w+/])(?:PHNhbWw|PD94bWwg|PFJlc3|PFNBTUw)[\w+/]{60,}={0,2}/dg },
  { kind: 'token', pattern: /\bBearer\s+([\w.~+/-]{16,}=*)/dgi, isOne: (value) => /\d/.test(value) },
  {
    kind: 'password', // user and password in base 64
    pattern: /\bBasic\s+([A-Za-z0-9+/]{8,}={0,2})(?![\w+/=])/dgi,
    isOne: (value) => value.length % 4 === 0 && /[a-z]/.test(value) && /.[A-Z]/.test(value),
  },
  { kind: 'key', pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/dg },
  { kind: 'key', pattern: /\bSSWS\s+([\w-]{20,})/dg },
  {
    kind: 'key',
    pattern:
      /(?<![A-Za-z0-9_])(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{22,}|glpat-[\w-]{20,}|npm_[A-Za-z0-9]{36})/dg,
  },
  { kind: 'key', pattern: /(?<![A-Za-z0-9-])(?:xox[abeoprs]-[\w-]{10,}|xapp-\d-[\w-]{10,})/dg },
  { kind: 'key', pattern: /hooks\.slack\.com\/services\/T\w+\/B\w+\/(\w{16,})/dg },
  { kind: 'key', pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/dg },
  { kind: 'token', pattern: /(?<![\w-])(?:ya29\.[\w-]{20,}|1\/\/0[\w-]{30,}|GOCSPX-[\w-]{20,})/dg },
  { kind: 'key', pattern: /(?<![A-Za-z0-9_])(?:[sr]k_(?:live|test)_\w{16,}|SG\.[\w-]{16,}\.[\w-]{16,})/dg },
  // A client secret of Entra: its third to fifth characters are fixed.
  { kind: 'key', pattern: /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/dg },
  {
    kind: 'password',
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>]{1,200}:([^\s/@"'<>]{1,200})@/dgi,
    isOne: isSaid,
  },
  { kind: 'password', pattern: parameter(PASSWORDS), isOne: isSaid },
  { kind: 'token', pattern: parameter(TOKENS), isOne: isRandom },
  { kind: 'key', pattern: parameter(KEYS), isOne: isRandom },
  { kind: 'signature', pattern: parameter('sig|signature|x-amz-signature|x-goog-signature|hmac'), isOne: isRandom },
  // An authorisation code; short ones are error codes.
  {
    kind: 'code',
    pattern: parameter('code|auth_?code|code_?verifier|otp|device_?code|user_?code'),
    isOne: (value) => value.length >= 12 && /\d/.test(value) && /[A-Za-z]/.test(value),
  },
  // In a sentence or a list of settings only names that mean nothing else, and only without a blank before the value.
  {
    kind: 'password',
    pattern: /(?<![\w?&#;%-])(?:password|passwd|pwd|passphrase)=["']?([^\s"'&,;)\]}]{3,})/dgi,
    isOne: (value) => isSaid(value) && !/^(?:\/|[A-Z]:$)/i.test(value), // PWD is a working directory elsewhere
  },
  {
    kind: 'key',
    pattern:
      /(?<![\w?&#;%-])(?:client_?secret|api_?key|account_?key|secret_?access_?key|access_?token|refresh_?token)=["']?([^\s"'&,;)\]}]{8,})/dgi,
    isOne: isRandom,
  },
  // Members of a JSON record.
  { kind: 'password', pattern: jsonMember(PASSWORDS), isOne: isSaid },
  { kind: 'key', pattern: jsonMember(KEYS), isOne: isRandom },
  {
    kind: 'token',
    pattern: jsonMember(TOKENS),
    isOne: (value) => value.length >= 16 && isRandom(value) && !GUID.test(value),
  },
];

/** `"name":"value"`, also inside a text of JSON, where quotes are escaped. */
function jsonMember(names: string): RegExp {
  return new RegExp(String.raw`\\{0,3}"(?:${names})\\{0,3}"\s{0,4}:\s{0,4}\\{0,3}"((?:[^"\\]|\\(?!"))+)`, 'gid');
}

/** Something of each rule is in this: most texts of a log are done with after one look. */
const TRIGGER =
  /eyJ|-----BEGIN|PHNhbWw|PD94bWwg|PFJlc3|PFNBTUw|bearer|basic|A[KB]IA|ACCA|SSWS|gh[pousr]_|github_pat_|glpat-|npm_|xox|xapp-|hooks\.slack|AIza|ya29\.|1\/\/0|GOCSPX|k_live_|k_test_|SG\.|Q~|:\/\/|=|%3D|u003D|"\s{0,4}:/i;

/** Secrets in a text, in order, without overlap: what begins first wins, then what is longer. */
export function findSecrets(text: string): Secret[] {
  if (text.length < 6 || !TRIGGER.test(text)) return [];
  const found: Secret[] = [];
  for (const { kind, pattern, isOne } of RULES) {
    pattern.lastIndex = 0;
    for (const match of text.matchAll(pattern)) {
      const value = match[1] ?? match[0];
      if ((isOne && !isOne(value)) || value.includes('[masked')) continue; // masked before: it stays as it is
      const [from, to] = match.indices![match[1] === undefined ? 0 : 1]!;
      found.push({ from, to, kind });
    }
  }
  if (found.length < 2) return found;
  found.sort((a, b) => a.from - b.from || b.to - a.to);
  let end = 0;
  return found.filter(({ from, to }) => {
    if (from < end) return false;
    end = to;
    return true;
  });
}

const ENDS = 4; // characters of a long secret that stay on each side
const LONG = 20; // below this the ends would be too much of it

/** What stands in place of a secret: `AKIA[masked key #1f0c9a]MPLE`, `[masked password]`. Plain ASCII, for any table. */
export function maskOf(secret: string, kind: SecretKind): string {
  if (kind === 'password' || kind === 'suspected password') return `[masked ${kind}]`;
  const mark = `[masked ${kind} #${fingerprint(secret)}]`;
  if (kind === 'private key' || secret.length < LONG) return mark;
  return `${secret.slice(0, ENDS)}${mark}${secret.slice(-ENDS)}`;
}

/** The text with every secret masked; the same text where there is none. */
export function maskSecrets(text: string): string {
  const found = findSecrets(text);
  if (found.length === 0) return text;
  let out = '';
  let end = 0;
  for (const { from, to, kind } of found) {
    out += text.slice(end, from) + maskOf(text.slice(from, to), kind);
    end = to;
  }
  return out + text.slice(end);
}

/** Stands for a user name that is thought to be a password. */
export const SUSPECTED_MASK = maskOf('', 'suspected password');

const MASK = /\[masked [a-z ]{3,20}(?: #[0-9a-f]{6})?\]/g;

/** Whether something in the text is masked. */
export const isMasked = (text: string): boolean => text.search(MASK) >= 0;

/** A masked text as a pattern of the query language: `*` stands for what is not shown. */
export const maskedAsPattern = (text: string): string => text.replace(MASK, '*');

/** 24 bits (FNV-1a): enough to see that two are the same, too few to find the secret by. */
function fingerprint(text: string): string {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return ((h ^ (h >>> 24)) & 0xffffff).toString(16).padStart(6, '0');
}

/**
 * Whether a user name has the form of a password: eight characters or more without a blank, of three kinds (small, capital,
 * digit, sign). Addresses, host names, ids in hexadecimal and machine accounts are not. What only has the form is an
 * ordinary name as well: ask the rest of the case before masking.
 */
export function looksLikePassword(name: string): boolean {
  const text = name.slice(name.lastIndexOf('\\') + 1);
  if (text.length < 8 || text.length > 128 || /\s/.test(text)) return false;
  if (/@[^@]*\./.test(text) || /^[^@]+@[A-Za-z-]+$/.test(text)) return false;
  if (GUID.test(text) || /^[0-9a-f]+$/i.test(text) || /[/:]/.test(text) || text.endsWith('$')) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9._\-\\]/].filter((kind) => kind.test(text)).length;
  return kinds >= 3;
}
