/** The bundle's own word to whoever holds it. */
import { visible } from '../../../../../shared/base/text';
import type { CaseInfo } from '../../../../../shared/model/case';
import type { RedactionNote } from '../../../../../shared/model/redaction';
import { rfc3339 } from '../../../../../shared/model/time';
import type { WriteContext } from '../../format';

export function guide(
  info: CaseInfo,
  custody: { head: string; count: number },
  context: Pick<WriteContext, 'now' | 'actor' | 'version'>,
  has: { mappings: boolean; verifier: boolean; redaction: RedactionNote | null },
): string {
  return `CASE FILE ${visible(info.name)}
Case ${info.id}, sealed ${rfc3339(context.now)} by ${visible(context.actor.name)}${context.actor.confirmed ? '' : ' (name not confirmed)'}
with Sidedoor ${context.version}.
${has.redaction ? redacted(has.redaction) : ''}
WHAT IS IN IT
report.html          the report; opens in any browser, needs no network, runs no scripts
${has.redaction ? '' : 'evidence/            the files as they were received, byte for byte\n'}ledger/files.json    each file: hashes, how its records ended, where it lies here
ledger/              records left out and duplicates, each with its place; files that were only referenced
${has.redaction ? '' : 'case.db              the same as Sidedoor keeps it (SQLite): what opens when the bundle is opened as a case\n'}events.ndjson        one line per event; "file" and "locator" point to its bytes in the evidence${has.redaction ? ', which is not here' : ''}
context.ndjson       rows of registers, where the case has any: what they say and where they stand in the evidence
episodes, identities, paths, annotations, decisions, link-reviews, notebook, settings
thresholds.json      the numbers that the findings were decided by, with their version and who set it
suppressions, regroupings, analysis-runs, where the case has any: what was hidden as noise, merged or split, and what runs changed
${has.mappings ? 'mappings/            how tables of unknown origin were read; each file bears its own SHA-256 as its name\n' : ''}custody.ndjson       the custody log, oldest line first

HOW TO CHECK IT
1. With Sidedoor: sidedoor verify THIS-FILE.zip --signer FINGERPRINT (covers every byte of the archive).
2. With ordinary tools, after unpacking: sha256sum -c manifest-sha256.txt
   and sha256sum -c tagmanifest-sha256.txt (also sha512sum with the -sha512 files).
3. The custody log: the SHA-256 of each line (without its line end) is the "prev" of the next line; that of the last
   line is the custody head:
   ${custody.head} (${custody.count} lines)
${has.verifier ? '4. Without any program: verify.html, one folder up, opens in any browser, sends nothing, and does what step 1 does.\n   Whoever changes a bundle can change that page too: take it from a bundle or release that you trust.\n' : ''}
WHAT THIS PROVES, AND WHAT NOT
Hashes and chain show that nothing was changed since sealing, as long as the hash of this file or the custody head
reached you by another way than the file itself.
Where the folder signatures stands beside this one, the manifests are signed (manifest.dsse.json: in-toto statement, DSSE,
Ed25519). That proves who sealed it only if the fingerprint that "verify" prints reached you from the signer by another
way than this file (by telephone, on paper, from an earlier case): whoever forges a bundle can sign it again with a key of
his own. Without that folder nothing proves who sealed it.
`;
}

const redacted = ({ fields, truncate, key, of, leftOut }: RedactionNote): string => `
THIS IS A REDACTED COPY (redaction.json)
Hidden: ${fields.join(', ')}${truncate ? ' (addresses cut to their network)' : ''}. The same value has the same pseudonym in every copy made with the key ${key}…
Of case ${of.case}, custody head ${of.custodyHead} (${of.custodyLines} lines).
Not in it: ${leftOut.join(';\n  ')}.
`;
