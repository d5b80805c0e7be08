/** The one place where findings become words: `verify`, the window and the page inside a bundle say the same. */
import { fingerprintGroups, plainFingerprint } from '../base/fingerprint';
import { SIGNATURES } from '../model/bundle';
import type { Problem, SignatureFacts, Verification } from '../model/case';

/** What a check hands back: the problems in the order found, and the newest hash of the custody log. */
export interface Findings {
  problems: Problem[];
  custodyHead: string | null;
  /** Set when a signature is there and holds. */
  signature?: SignatureFacts | null;
  /** What limits the answer although nothing is broken, in sentences. */
  notes?: string[];
}

/** Stands in the problem of a signer that was asked for and is not there. */
const ASKED = SIGNATURES;

/** Judges the findings; `asked`: fingerprint of the only signer that is accepted, as a person wrote it. */
export function verdict(found: Findings, asked: string | null): Verification {
  const { custodyHead, signature = null, notes = [] } = found;
  const wanted = asked === null ? null : plainFingerprint(asked);
  const isConfirmed = signature !== null && wanted === signature.fingerprint;
  const broken = found.problems.length;
  const problems = [...found.problems];
  if (wanted !== null && !isConfirmed) {
    const why = signature
      ? `signed by ${fingerprintGroups(signature.fingerprint)}, not by ${fingerprintGroups(wanted)} that was asked for`
      : `there is no signature that holds; asked for ${fingerprintGroups(wanted)}`;
    problems.push({ file: ASKED, kind: 'signature', why, offset: null });
  }
  const first = problems[0];
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const summary = first
    ? broken > 0
      ? `NOT intact: ${first.file}: ${first.why}${more}`
      : `intact, but NOT by the signer that was asked for: ${first.why}`
    : isConfirmed
      ? 'intact, signer confirmed'
      : 'intact, signer not confirmed';
  return {
    ok: problems.length === 0,
    problems,
    signer: signature?.fingerprint ?? null,
    signerConfirmed: isConfirmed && broken === 0,
    custodyHead,
    summary,
    signature,
    notes,
  };
}

/** Who signed, in words for people. */
export function signerLine({ signature, problems }: Pick<Verification, 'signature' | 'problems'>): string {
  if (signature) {
    const name = `${signature.by}${signature.confirmed ? '' : ', name not confirmed'}`;
    return `signed by the key ${fingerprintGroups(signature.fingerprint)} (${name}, ${signature.at})`;
  }
  if (problems.length === 0) return 'not signed';
  const isBroken = problems.some(({ file, kind }) => kind === 'signature' && file !== ASKED);
  return isBroken ? 'no signature that holds' : 'no signature was looked at, because something differs';
}
