/** What registers say of an identity as bands of time: windows, travel, rollouts, the life of access requests. */
import type { TrackBand } from '../../../shared/contract/events';
import type { ContextKindId, ContextRow } from '../../../shared/model/context';
import { HOUR } from '../../../shared/model/time';
import { contextOfIdentity, contextOfKind } from '../store/context';
import type { ReadDb } from '../store/open';
import { occurrences } from './occurrences';

const MOST_WINDOWS = 120; // of one window on one track
const MOST_BANDS = 400;
const REQUEST_OPEN = 4 * HOUR; // a request without an end, as the analysis takes it
const EXPIRED_TOLD = 24 * HOUR; // after its end: a denial then came late

const REQUEST_NAMES = {
  jit: 'just-in-time access',
  break_glass: 'break-glass access',
  step_up: 'step-up',
  pam_checkout: 'vault checkout',
  test: 'planned test',
} as const;

const is = <K extends ContextKindId>(row: ContextRow, kind: K): row is ContextRow<K> => row.kind === kind;

/** Bands that reach into `[from, to)`, in order of time, ties by row. */
export function bandsOf(db: ReadDb, identity: string, from: number, to: number): TrackBand[] {
  // A rollout may name the identity and everybody in one row.
  const rows = new Map([...contextOfIdentity(db, identity), ...rolloutsOf(db, identity)].map((row) => [row.id, row]));
  return [...rows.values()]
    .flatMap((row) => bandsOfRow(row, from, to))
    .filter((band) => band.from < to && band.to > from)
    .sort((a, b) => a.from - b.from || (a.row < b.row ? -1 : 1))
    .slice(0, MOST_BANDS);
}

function bandsOfRow(row: ContextRow, from: number, to: number): TrackBand[] {
  const band = (kind: TrackBand['kind'], begin: number, end: number, text: string): TrackBand => ({
    kind,
    from: begin,
    to: Math.max(end, begin + 1),
    text,
    row: row.id,
  });
  if (is(row, 'execution-windows')) {
    const { purpose } = row.facts;
    return (occurrences(row.facts, from, to, MOST_WINDOWS) ?? []).map((open) =>
      band('window', open.from, open.to, `execution window${purpose ? `: ${purpose}` : ''}`),
    );
  }
  if (is(row, 'travel')) {
    const { city, country, note } = row.facts;
    const place = [city, country].filter(Boolean).join(', ');
    return [
      band('travel', row.facts.from, row.facts.until, `travel${place ? ` to ${place}` : ''}${note ? `: ${note}` : ''}`),
    ];
  }
  if (is(row, 'rollouts')) {
    const { name, until } = row.facts;
    return [
      band('rollout', row.facts.from, until ?? to, `rollout: ${name}${until === null ? ', no end on file' : ''}`),
    ];
  }
  if (is(row, 'access-requests')) return lifeOf(row, band);
  return [];
}

/** Requested → approved → in use → expired: a span a phase, so that a denial can be placed in it. */
function lifeOf(
  { facts }: ContextRow<'access-requests'>,
  band: (kind: 'request', from: number, to: number, text: string) => TrackBand,
): TrackBand[] {
  const { requested, approved, starts, ends, type, resource } = facts;
  const what = `${REQUEST_NAMES[type]}${resource ? ` to ${resource}` : ''}`;
  const begins = starts ?? approved;
  const out: TrackBand[] = [];
  if (requested !== null && approved !== null && approved > requested)
    out.push(band('request', requested, approved, `${what}: requested, waits for approval`));
  if (approved !== null && starts !== null && starts > approved)
    out.push(band('request', approved, starts, `${what}: approved, not begun`));
  if (begins !== null)
    out.push(
      band(
        'request',
        begins,
        ends ?? begins + REQUEST_OPEN,
        `${what}: in use${ends === null ? ', no end on file' : ''}`,
      ),
    );
  if (begins !== null && ends !== null)
    out.push({ ...band('request', Math.max(ends, begins + 1), ends + EXPIRED_TOLD, `${what}: expired`), over: true });
  if (begins === null && requested !== null)
    out.push(band('request', requested, ends ?? requested + REQUEST_OPEN, `${what}: requested, not approved on file`));
  return out;
}

/** Rollouts for everybody or for the identity's department; those that name it come with its own rows. */
function rolloutsOf(db: ReadDb, identity: string): ContextRow[] {
  const rows = contextOfKind(db, 'rollouts');
  if (rows.length === 0) return [];
  const said = db.prepare<[string], string>('SELECT about FROM identity WHERE id = ?').pluck().get(identity);
  const department = said ? (JSON.parse(said) as { department?: string | null }).department?.toLowerCase() : undefined;
  return rows.filter((row) =>
    row.facts.scope.some((each) => each === '*' || (department && each.toLowerCase() === department)),
  );
}
