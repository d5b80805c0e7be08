/** What a card could not weigh for want of a log, and which log would tell: said, never guessed. */
import { plural, visible } from '../../../../shared/base/text';
import type { AbsentLog, CutFile } from '../../../../shared/model/coverage';
import { hasFlag } from '../../../../shared/model/event';
import { LATE_MS } from '../../../../shared/model/ledger';
import type { Facts } from '../facts';
import type { EpisodeView } from '../patterns/pattern';
import { sourceTitle } from './coverage';
import { duration } from './names';

/** Logs of a source that tell whether a device is managed. */
const DEVICE_LOGS: Readonly<Record<string, string>> = {
  entra: 'records of Entra ID with device detail (JSON)',
  okta: 'records of Okta with device trust (JSON)',
  duo: 'records of Duo with trusted-endpoint status',
};
const DEVICES_FILE = 'a device inventory (context file "devices")';

export interface LackingOf {
  view: EpisodeView;
  /** What the context files say. */
  facts: Pick<Facts, 'device' | 'hasDevices' | 'hasTravel'>;
  sources: readonly string[];
  absent: readonly AbsentLog[];
  cut: readonly CutFile[];
}

/** Sentences, the missing thing first, then — after a dash — what would supply it. */
export function lackingOf({ view, facts, sources, absent, cut }: LackingOf): string[] {
  const { draft, names, isMachine } = view;
  const out: string[] = [];
  const logs = sources.map(sourceTitle).join(' and ');
  if (!isMachine) {
    const tells = draft.sample.some(({ device }) => {
      if ((names.dimensions.isManaged(device) ?? names.dimensions.isCompliant(device)) !== null) return true;
      const row = facts.hasDevices ? names.dimensions.device(device) : undefined;
      const listed = row && (facts.device(row.native) ?? facts.device(row.name))?.facts;
      return (listed?.managed ?? listed?.compliant ?? null) !== null;
    });
    if (!tells) {
      const supply = [...sources.flatMap((source) => DEVICE_LOGS[source] ?? []).slice(0, 2), DEVICES_FILE];
      out.push(`device trust: no denial tells whether the device is managed — ${supply.join(', or ')}`);
    }
  }
  if (!draft.sample.some((denial) => names.place(denial) !== null)) {
    out.push(`place: no denial names an address that has one — ${logs} with client addresses`);
  } else if (!isMachine && (view.standing.n === 0 || view.standing.country === 'untold') && !facts.hasTravel) {
    out.push(
      `travel pattern: no earlier sign-in tells where this identity usually is — earlier ${logs} logs, or travel (context file "travel")`,
    );
  }
  if (view.standing.n < view.thin) {
    const before = view.standing.n === 0 ? 'none' : `only ${plural(view.standing.n, 'sign-in')}`;
    out.push(`recent sign-ins: ${before} of this identity before the denial — earlier ${logs} logs`);
  }
  const late = draft.sample.filter((denial) => hasFlag(denial.flags, 'late_record')).length;
  if (late > 0) {
    out.push(
      `log delay: ${late} of ${plural(draft.sample.length, 'denial record')} reached the log more than ${duration(LATE_MS)} late: whoever decided before did so without them`,
    );
  }
  return [...out, ...lackedByCase({ absent, cut, sources })];
}

/** What all episodes of these sources lack: the end of each one's list. */
export function lackedByCase({ absent, cut, sources }: Pick<LackingOf, 'absent' | 'cut' | 'sources'>): string[] {
  const out: string[] = [];
  // What decides "no access followed" stands in `missing` already.
  for (const { log, so, of, decides } of absent)
    if (!decides && (of.length === 0 || of.some((source) => sources.includes(source)))) out.push(`${so} — ${log}`);
  for (const { file, source, why } of cut)
    if (sources.includes(source)) out.push(`an export may be cut: ${visible(file)}, ${why} — a complete export`);
  return out;
}
