/** What a card could not weigh for want of a log, and which log would tell: said, never guessed. */
import { plural } from '../../../../shared/base/text';
import type { AbsentLog, CutFile } from '../../../../shared/model/coverage';
import { hasFlag } from '../../../../shared/model/event';
import { LATE_MS } from '../../../../shared/model/ledger';
import type { EpisodeView } from '../patterns/pattern';
import { sourceTitle } from './coverage';
import { THIN } from './habits';
import { duration } from './names';

/** Logs of a source that tell whether a device is managed. */
const DEVICE_LOGS: Readonly<Record<string, string>> = {
  entra: 'sign-ins of Entra ID exported as JSON',
  okta: 'Okta System Log as JSON (device trust in its debug data)',
  duo: 'Duo authentication log as JSON (trusted endpoint)',
};
const DEVICES_FILE = 'a device inventory (context file "devices")';

export interface LackingOf {
  view: EpisodeView;
  sources: readonly string[];
  absent: readonly AbsentLog[];
  cut: readonly CutFile[];
}

/** Sentences, the missing thing first, then — after a dash — what would supply it. */
export function lackingOf({ view, sources, absent, cut }: LackingOf): string[] {
  const { draft, names, isMachine } = view;
  const out: string[] = [];
  const logs = sources.map(sourceTitle).join(' and ');
  if (!isMachine) {
    const tells = draft.sample.some(({ device }) => {
      const row = names.dimensions.device(device);
      return row != null && (row.managed !== null || row.compliant !== null);
    });
    if (!tells) {
      const supply = [...sources.flatMap((source) => DEVICE_LOGS[source] ?? []).slice(0, 2), DEVICES_FILE];
      out.push(`device trust: no denial tells whether the device is managed — ${supply.join(', or ')}`);
    }
  }
  if (!draft.sample.some((denial) => names.place(denial) !== null)) {
    out.push(`place: no denial names an address that has one — ${logs} with client addresses`);
  } else if (!isMachine && view.standing.country === 'untold') {
    out.push(`travel pattern: no earlier sign-in tells where this identity usually is — earlier ${logs} logs, or travel (context file "travel")`); // biome-ignore format: one sentence
  }
  if (view.standing.n < THIN) {
    const before = view.standing.n === 0 ? 'none' : `only ${plural(view.standing.n, 'sign-in')}`;
    out.push(`recent sign-ins: ${before} of this identity before the denial — earlier ${logs} logs`);
  }
  const late = draft.sample.filter((denial) => hasFlag(denial.flags, 'late_record')).length;
  if (late > 0) {
    out.push(
      `log delay: ${late} of ${plural(draft.sample.length, 'denial record')} reached the log more than ${duration(LATE_MS)} late — whoever decided then did not have them`,
    );
  }
  for (const { log, so } of absent) if (concerns(log, sources)) out.push(`${so} — ${log}`);
  for (const { file, source, why } of cut)
    if (sources.includes(source)) out.push(`${file}: ${why} — a complete export`);
  return out;
}

/** Absent logs that bear on an identity of these sources. What decides "no access followed" stands in `missing` already. */
function concerns(log: string, sources: readonly string[]): boolean {
  if (/^(Non-interactive|Sign-ins of the applications)/.test(log)) return false;
  if (/Entra/.test(log)) return sources.includes('entra') || sources.includes('m365-ual');
  if (/Keycloak/.test(log)) return sources.includes('keycloak');
  return true;
}
