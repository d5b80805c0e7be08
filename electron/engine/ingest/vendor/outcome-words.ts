/** What a sentence about a failed sign-in says, for vendors that have words where others have codes. Pure. */
import type { Outcome } from '../../../../shared/model/words';

/** Most telling first: a text such as "push timed out, user locked" is decided by the first line that fits. */
const WORDS: readonly (readonly [RegExp, Outcome])[] = [
  [/fraud|reported as suspicious/i, 'reported_fraud'],
  [
    /\b(user|person)\b[^.]{0,30}\b(denied|declin|reject|refus|cancel)|\b(denied|declined|rejected|refused) by (the )?user|push (was )?(denied|declined|rejected)|\bauth\w*\.? (denied|declined|rejected)\b/i,
    'denied_by_user',
  ],
  [
    /tim(ed|e)[ -]?out|no (response|answer|reply)|unresponsive|not answered|unanswered|did not respond|stopped responding|expired (push|request|challenge)/i,
    'no_response',
  ],
  [
    /(invalid|incorrect|wrong|bad|failed|mismatch\w*)[^.]{0,20}\b(otp|pass ?code|token ?code|one[- ]time|verification code|mfa code|security code|totp|recovery code|pin)\b|\b(otp|pass ?code|token ?code|mfa code|totp)\b[^.]{0,20}(invalid|incorrect|wrong|bad|fail)/i,
    'wrong_code',
  ],
  [/\block(ed|out)\b|locked[ -]out|too many|rate[ -]?limit|throttl|brute/i, 'rate_limited'],
  [/not (enrolled|registered|paired)|no (factor|device|authenticator)|enrol\w* required/i, 'not_enrolled'],
  [
    /(invalid|incorrect|wrong|bad|failed|unknown user or)[^.]{0,30}\b(password|credential|username|secret)|(password|credential)s?\b[^.]{0,25}(invalid|incorrect|wrong|bad|fail|mismatch|not match)/i,
    'password_failed',
  ],
  [
    /polic|blocked|not (allowed|permitted|authori[sz]ed)|disabled|suspended|unauthori[sz]ed|forbidden|restrict|prohibit|denied|deny/i,
    'blocked_by_policy',
  ],
];

/** The outcome that the words tell; null where they tell none. For records that are known to be failures. */
export function outcomeOfWords(text: string | null): Outcome | null {
  if (text === null) return null;
  const short = text.slice(0, 2_000);
  for (const [words, outcome] of WORDS) if (words.test(short)) return outcome;
  return null;
}
