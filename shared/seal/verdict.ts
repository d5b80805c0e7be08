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
  /** A case folder has a seal and never a signature; only a bundle can have a signer. Absent: a bundle. */
  of?: 'folder' | 'bundle';
}

/** Stands in the problem of a signer that was asked for and is not there. */
const ASKED = SIGNATURES;

/** Judges the findings; `asked`: fingerprint of the only signer that is accepted, as a person wrote it. */
export function verdict(found: Findings, asked: string | null): Verification {
  const { custodyHead, signature = null, notes = [], of = 'bundle' } = found;
  const wanted = asked === null ? null : plainFingerprint(asked);
  const isConfirmed = signature !== null && wanted === signature.fingerprint;
  const broken = found.problems.length;
  const problems = [...found.problems];
  if (wanted !== null && !isConfirmed) {
    const why = signature
      ? `signed by ${fingerprintGroups(signature.fingerprint)}, not by ${fingerprintGroups(wanted)} that was asked for`
      : `${of === 'folder' ? 'a case folder carries no signature' : 'there is no signature that holds'}; asked for ${fingerprintGroups(wanted)}`;
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
    of,
  };
}

/** Who signed, in words for people. */
export function signerLine({ signature, problems, of }: Pick<Verification, 'signature' | 'problems' | 'of'>): string {
  if (signature) {
    const name = `${signature.by}${signature.confirmed ? '' : ', name not confirmed'}`;
    return `signed by the key ${fingerprintGroups(signature.fingerprint)} (${name}, ${signature.at})`;
  }
  if (of === 'folder') return 'not signed: a case folder has no signer; a signed bundle has one';
  if (problems.length === 0) return 'not signed: there is no signer in this bundle who could be confirmed';
  const isBroken = problems.some(({ file, kind }) => kind === 'signature' && file !== ASKED);
  return isBroken ? 'no signature that holds' : 'no signature was looked at, because something differs';
}
