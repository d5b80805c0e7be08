import { z } from 'zod';
import { CaseInfo, CustodyEntry, RefusedFile, Verification } from '../model/case';
import { Cursor, command, FileRef, job, Nothing, Progress, query } from './define';
import { Passphrase } from './signing';

export const cases = {
  /** The open case, or null when none is open yet. */
  'cases.current': query({ in: Nothing, out: CaseInfo.nullable() }),
  /** Opens a case folder, making it if it does not exist; closes the one that was open. */
  'cases.open': command({
    /** `passphrase`: of an encrypted case, or its recovery code; without it such a case is refused as `locked`. */
    in: z.object({ ref: FileRef, passphrase: Passphrase.optional() }),
    out: CaseInfo,
    changes: ['case', 'files', 'events', 'identities', 'episodes', 'annotations', 'custody', 'settings'],
  }),
  /** Closes the open case; one that is encrypted at rest is locked when this answers. */
  'cases.close': command({
    in: Nothing,
    out: Nothing,
    changes: ['case', 'files', 'events', 'identities', 'episodes', 'annotations', 'custody', 'settings'],
  }),
  /** From now on the open case is encrypted whenever it is closed. The recovery code is told once and kept nowhere. */
  'cases.encrypt': command({
    in: z.object({ passphrase: Passphrase }),
    out: z.object({ recoveryCode: z.string() }),
    changes: ['case', 'custody'],
  }),
  /** The open case stays readable when it is closed. */
  'cases.decrypt': command({ in: Nothing, out: CaseInfo, changes: ['case', 'custody'] }),
  /** Goes on from a sealed bundle in a new case folder, which says where it comes from; opens it. */
  'cases.continue': job({
    in: z.object({ bundle: FileRef.nullable(), ref: FileRef }), // bundle null: the one that is open
    progress: Progress,
    out: CaseInfo,
    changes: ['case', 'files', 'events', 'identities', 'episodes', 'annotations', 'custody', 'settings'],
  }),
  /** Opens the demo case, made by the real importers at first use, in the folder that the host granted. */
  'cases.demo': job({
    in: z.object({ ref: FileRef }),
    progress: Progress,
    out: CaseInfo,
    changes: ['case', 'files', 'events', 'identities', 'episodes', 'annotations', 'custody', 'settings'],
  }),
  /** Who acts: stands in each custody line until changed. */
  'cases.actor': command({
    in: z.object({ name: z.string().trim().min(1).max(200), confirmed: z.boolean() }),
    out: CaseInfo,
    changes: ['case'],
  }),
  'cases.verify': job({
    in: z.object({ signer: z.string().nullable().default(null) }),
    progress: Progress,
    out: Verification,
    changes: ['custody'],
  }),
  /** Files that were offered and not taken, and are not in the case since; in order of name. */
  /** Licences of the software of others that is built in, and the bill of materials (CycloneDX JSON); empty where nothing was built. */
  'cases.licences': query({ in: Nothing, out: z.object({ licences: z.string(), sbom: z.string() }) }),
  'cases.refused': query({ in: Nothing, out: z.array(RefusedFile) }),
  /** Custody lines, newest first. */
  'custody.page': query({
    in: z.object({ after: Cursor.default(null), limit: z.number().int().min(1).max(500).default(100) }),
    out: z.object({ rows: z.array(CustodyEntry), next: Cursor, head: z.string() }),
  }),
};
