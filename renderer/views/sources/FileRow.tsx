import { ChevronDown, ChevronRight, TriangleAlert } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { plural, visible } from '../../../shared/base/text';
import { formatOffset } from '../../../shared/model/clock-offset';
import type { FileLedger, LedgerReason } from '../../../shared/model/ledger';
import { useAct } from '../../engine/use-act';
import { useZone } from '../../engine/use-case';
import { useFilters, withWord } from '../../state/filters';
import { useLayout } from '../../state/layout';
import { say } from '../../state/notices';
import { sourceWord } from '../../state/words';
import { Button } from '../../ui/Button';
import { Chip } from '../../ui/Chip';
import { formatBytes, formatCount, formatTime } from '../../ui/format';
import { type ClockAsked, ClockDialog } from './ClockDialog';
import { delayLine, zoneLine } from './coverage-words';
import { LeftOutDialog } from './LeftOutDialog';
import { type END_WORDS, segments, sumLine, unaccounted } from './ledger';
import { RemoveDialog } from './RemoveDialog';

export function FileRow({
  file,
  index,
  shared,
  isOpen,
  onToggle,
}: {
  file: FileLedger;
  index: number;
  /** Folder that every file of the list shares; not repeated in each row. */
  shared: string;
  isOpen: boolean;
  onToggle(): void;
}): ReactNode {
  const zone = useZone();
  const id = useId();
  const missing = unaccounted(file);
  const doubts = file.warnings.length + (missing === 0 ? 0 : 1);
  const path = visible(file.file);
  const cut = path.lastIndexOf('/') + 1;
  return (
    <>
      <tr className="file-row" aria-rowindex={index + 2}>
        <td>
          <AriaButton className="file-toggle" aria-expanded={isOpen} aria-controls={id} onPress={onToggle}>
            {isOpen ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
            <span className="file-path" title={path}>
              <span className="clip muted">{path.slice(shared.length, cut)}</span>
              <span className="clip">{path.slice(cut)}</span>
            </span>
          </AriaButton>
        </td>
        <td className="clip" title={`${file.source} · ${file.shape}`}>
          {sourceWord(file.source)} <span className="muted s">{file.shape}</span>
        </td>
        <td className="number">{formatCount(file.records)}</td>
        <td title={sumLine(file)}>
          <span className="unseen">{sumLine(file)}</span>
          <span className="bar" aria-hidden>
            {segments(file).map(({ end, share }) => (
              <i key={end} className={`end ${end}`} style={{ width: `${share}%` }} />
            ))}
          </span>
        </td>
        <td className="mono clip" title={reach(file, zone, 'second')}>
          {reach(file, zone, 'day')}
        </td>
        <td className="mono clip muted" title={file.sha256}>
          {file.sha256.slice(0, 8)}
        </td>
        <td>
          <span className="file-doubts">
            {file.zoneAssumed && (
              <Chip title={`Zone of its times: ${zoneLine(file)}`}>
                {file.zoneNamed ? file.zoneAssumed : `${file.zoneAssumed}?`}
              </Chip>
            )}
            {file.clock && (
              <Chip title={`Clock set right: ${file.clock.why} (${file.clock.by})`}>
                {formatOffset(file.clock.offsetMs)}
              </Chip>
            )}
            {file.referenced && <Chip title="Hashed in place, not copied into the case">referenced</Chip>}
            {doubts > 0 && (
              <span className="file-warning" title={file.warnings.join('\n')}>
                <TriangleAlert size={14} aria-hidden />
                <span className="unseen">{plural(doubts, 'warning')}</span>
              </span>
            )}
          </span>
        </td>
      </tr>
      {isOpen && <Details id={id} file={file} missing={missing} />}
    </>
  );
}

function reach(file: FileLedger, zone: string, style: 'day' | 'second'): string {
  if (!file.first || !file.last) return 'no time';
  if (style === 'second') return `${formatTime(file.first, zone, 'second')} – ${formatTime(file.last, zone, 'second')}`;
  const [from, to] = [file.first, file.last].map((time) => formatTime(time, zone, 'minute').slice(0, 10));
  return from === to ? from! : `${from} – ${to}`;
}

function Details({ id, file, missing }: { id: string; file: FileLedger; missing: number }): ReactNode {
  const zone = useZone();
  const [removing, setRemoving] = useState(false);
  const [clock, setClock] = useState<ClockAsked | null>(null);
  const [listed, setListed] = useState<LedgerReason | null>(null);
  const act = useAct();
  const showEvents = (): void => {
    const filters = useFilters.getState();
    filters.set({ query: withWord(filters.query, 'file', file.file) });
    useLayout.getState().open('events');
  };
  const remove = async (why: string): Promise<void> => {
    const done = await act(`remove ${file.file}`, (client) => client['imports.remove']({ file: file.file, why }));
    if (done.ok)
      say({
        tone: 'done',
        text: `${done.value.context > 0 ? plural(done.value.context, 'row') : plural(done.value.events, 'event')} of ${file.file} taken out; its hash and the reason stay in the custody log.`,
      });
  };
  return (
    <tr className="file-details" id={id}>
      <td colSpan={7}>
        <div className="file-details-cell">
          {missing !== 0 && (
            <p className="file-broken" role="alert">
              The sum does not close: {plural(Math.abs(missing), 'record')}{' '}
              {missing > 0 ? 'without an end' : 'counted twice'}. Do not rely on this file before it is imported anew.
            </p>
          )}
          {file.warnings.map((warning) => (
            <p key={warning} className="file-warned">
              <TriangleAlert size={14} aria-hidden /> {warning}
            </p>
          ))}
          <dl className="facts">
            <dt>Sum</dt>
            <dd>{sumLine(file)}</dd>
            <dt>Recognised because</dt>
            <dd>{file.because.join('; ') || 'the person said so'}</dd>
            <dt>SHA-256</dt>
            <dd className="mono">{file.sha256}</dd>
            <dt>Size</dt>
            <dd>
              {formatBytes(file.bytes)} <span className="muted">({formatCount(file.bytes)} bytes)</span>
            </dd>
            <dt>Zone</dt>
            <dd>{zoneLine(file)}</dd>
            {file.clock && (
              <>
                <dt>Clock</dt>
                <dd>
                  {formatOffset(file.clock.offsetMs)} added to every time{' '}
                  <span className="muted">
                    by {file.clock.by}, {formatTime(file.clock.at, zone, 'minute')}: {file.clock.why}
                  </span>
                </dd>
              </>
            )}
            {file.matched && (
              <>
                <dt>Names</dt>
                <dd>
                  {formatCount(file.matched.matched)} of {plural(file.matched.matched + file.matched.unmatched, 'name')}{' '}
                  fit an identity of the logs
                  {file.matched.unmatched > 0 && (
                    <span className="muted">; no log knows {file.matched.names.map(visible).join(', ')}</span>
                  )}
                </dd>
              </>
            )}
            {file.delay && (
              <>
                <dt>Log delay</dt>
                <dd>{delayLine(file.delay)}</dd>
              </>
            )}
          </dl>
          {file.reasons.length > 0 && (
            <table className="reasons">
              <caption className="unseen">Why records did not become events</caption>
              <thead>
                <tr>
                  <th>Ended as</th>
                  <th className="number">Records</th>
                  <th>Why</th>
                  <th>First at byte</th>
                  <th>
                    <span className="unseen">List</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {file.reasons.map((reason) => (
                  <tr key={`${reason.kind} ${reason.why}`}>
                    <td>
                      <i className={`end ${endOf(reason.kind)}`} aria-hidden /> {reason.kind}
                    </td>
                    <td className="number">{formatCount(reason.count)}</td>
                    <td>{visible(reason.why)}</td>
                    <td className="mono">{reason.example ? formatCount(reason.example.offset) : '—'}</td>
                    <td>
                      {reason.example && (
                        <AriaButton
                          className="link"
                          aria-label={`List the records: ${visible(reason.why)}`}
                          onPress={() => setListed(reason)}
                        >
                          List
                        </AriaButton>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <div className="file-acts">
            <Button onPress={showEvents} isDisabled={file.events === 0}>
              Show its events
            </Button>
            <Button onPress={() => setClock({ file, suggestion: null })} isDisabled={file.events === 0}>
              Set the clock…
            </Button>
            <Button look="danger" onPress={() => setRemoving(true)}>
              Remove from the case…
            </Button>
          </div>
          <LeftOutDialog file={file.file} reason={listed} onClose={() => setListed(null)} />
          <ClockDialog asked={clock} onClose={() => setClock(null)} />
          <RemoveDialog
            file={removing ? file : null}
            onClose={() => setRemoving(false)}
            onRemove={(why) => {
              setRemoving(false);
              void remove(why);
            }}
          />
        </div>
      </td>
    </tr>
  );
}

const endOf = (kind: FileLedger['reasons'][number]['kind']): keyof typeof END_WORDS =>
  kind === 'event' ? 'events' : kind === 'duplicate' ? 'duplicates' : kind;
