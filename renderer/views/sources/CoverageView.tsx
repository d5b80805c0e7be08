/** What the evidence covers and lacks: which questions stay open, where logs are silent or cut, how far clocks agree. */
import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import { formatOffset } from '../../../shared/model/clock-offset';
import type { AbsentLog, ClockPair, Coverage, CutFile, SourceCoverage } from '../../../shared/model/coverage';
import type { FileLedger } from '../../../shared/model/ledger';
import { useZone } from '../../engine/use-case';
import { useFilters, withWord } from '../../state/filters';
import { useLayout } from '../../state/layout';
import { showFile } from '../../state/sources-part';
import { Button } from '../../ui/Button';
import { formatCount, formatDuration, formatTime } from '../../ui/format';
import { Empty } from '../../ui/States';
import { type ClockAsked, ClockDialog } from './ClockDialog';
import { axis, bars, delayLine, looksLikeZone, pairLine } from './coverage-words';
import { Disagreements } from './Disagreements';
import './coverage.css';

const SILENCES = 3; // told per source; the bar shows all

export function CoverageView({
  coverage,
  files,
}: {
  coverage: Coverage | null;
  files: readonly FileLedger[];
}): ReactNode {
  const [asked, setAsked] = useState<ClockAsked | null>(null);
  if (!coverage || coverage.sources.length === 0)
    return (
      <Empty title="Nothing is known of the coverage yet">
        It is computed with the findings: import evidence, or analyse the case anew.
      </Empty>
    );
  return (
    <div className="coverage">
      <Absent logs={coverage.absent} />
      <Reach sources={coverage.sources} />
      {coverage.cut.length > 0 && <Cut files={coverage.cut} />}
      <Disagreements />
      <Clocks pairs={coverage.clocks} files={files} onAsk={setAsked} />
      <ClockDialog asked={asked} onClose={() => setAsked(null)} />
    </div>
  );
}

function Absent({ logs }: { logs: readonly AbsentLog[] }): ReactNode {
  return (
    <section>
      <h2>{logs.length === 0 ? 'No question lacks its log' : `${plural(logs.length, 'question')} without a log`}</h2>
      {logs.length > 0 && (
        <ul className="coverage-absent">
          {logs.map(({ log, question, so }) => (
            <li key={log}>
              <p>
                <b>{question}</b> <span>{capital(so)}.</span>
              </p>
              <p className="muted s">Would tell: {log}</p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Reach({ sources }: { sources: readonly SourceCoverage[] }): ReactNode {
  const zone = useZone();
  const at = bars(sources);
  return (
    <section>
      <h2>What the logs reach</h2>
      <table className="coverage-table" aria-label="What the logs reach">
        <thead>
          <tr>
            <th>Source</th>
            <th className="number">Events</th>
            <th>
              First to last record
              <span className="coverage-axis" aria-hidden>
                {axis(sources, zone).map(({ left, label }) => (
                  <span key={left} style={{ left: `${left}%` }}>
                    {label}
                  </span>
                ))}
              </span>
            </th>
            <th>Silent against its rhythm</th>
            <th>How late records come</th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source, i) => (
            <tr key={source.source}>
              <td>
                {source.title} <span className="muted s">{plural(source.files, 'file')}</span>
              </td>
              <td className="number">
                <button
                  type="button"
                  className="text-link"
                  aria-label={`${formatCount(source.events)} events of ${source.title}`}
                  onClick={() => showEvents(source.source, null)}
                >
                  {formatCount(source.events)}
                </button>
              </td>
              <td>
                <span className="coverage-bar" aria-hidden>
                  <i style={{ left: `${at[i]!.left}%`, width: `${at[i]!.width}%` }} />
                  {at[i]!.silences.map(({ left, width }) => (
                    <i key={`${left} ${width}`} className="silent" style={{ left: `${left}%`, width: `${width}%` }} />
                  ))}
                </span>
                <span className="mono s">
                  {formatTime(source.first, zone, 'minute')} – {formatTime(source.last, zone, 'minute')}
                </span>
              </td>
              <td>
                <Silent source={source} />
              </td>
              <td className="s">
                {source.delay ? delayLine(source.delay) : <span className="muted">records have one time</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted s">
        Silent: hours without a record that, by how often this source has records at such hours, happen by chance less
        than once in a million. What a silence means is not said here: an outage, a filter of the export, or a log
        switched off.
      </p>
    </section>
  );
}

/** Its records in a time: what stood before a silence and after it. */
function showEvents(source: string, range: { from: number; to: number } | null): void {
  useFilters.getState().set({ query: withWord('', 'source', source), identities: null, episode: null, range });
  useLayout.getState().open('events');
}
const MARGIN = 3_600_000; // an hour on both sides, to see what the silence lies between

function Silent({ source: { source, title, silences, silencesCut } }: { source: SourceCoverage }): ReactNode {
  const zone = useZone();
  const [all, setAll] = useState(false);
  if (silences.length === 0) return <span className="muted">nowhere</span>;
  const shown = all ? silences : silences.slice(0, SILENCES);
  return (
    <ul className="coverage-silent">
      {shown.map(({ from, to }) => {
        const length = formatDuration((Date.parse(to) - Date.parse(from)) / 1_000);
        const since = formatTime(from, zone, 'minute');
        return (
          <li key={from}>
            <button
              type="button"
              className="text-link"
              aria-label={`What lies around the silence of ${title}, ${length} from ${since}`}
              onClick={() => showEvents(source, { from: Date.parse(from) - MARGIN, to: Date.parse(to) + MARGIN })}
            >
              {length}
            </button>{' '}
            <span className="mono s">from {since}</span>
          </li>
        );
      })}
      {silences.length > SILENCES && (
        <li>
          <Button look="bare" onPress={() => setAll(!all)}>
            {all ? `Only the longest ${SILENCES}` : `Show ${silences.length}`}
          </Button>
        </li>
      )}
      {silencesCut > 0 && <li className="muted s">and {plural(silencesCut, 'shorter silence')}</li>}
    </ul>
  );
}

function Cut({ files }: { files: readonly CutFile[] }): ReactNode {
  return (
    <section>
      <h2>{plural(files.length, 'export')} that may be cut</h2>
      <ul className="coverage-cut">
        {files.map(({ file, why }) => (
          <li key={`${file} ${why}`}>
            <TriangleAlert size={14} aria-hidden />{' '}
            <button type="button" className="text-link breakable" onClick={() => showFile(file)}>
              {visible(file)}
            </button>{' '}
            <span>{why}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Clocks({
  pairs,
  files,
  onAsk,
}: {
  pairs: readonly ClockPair[];
  files: readonly FileLedger[];
  onAsk(asked: ClockAsked): void;
}): ReactNode {
  const set = files.filter(({ clock }) => clock);
  const byName = new Map(files.map((file) => [file.file, file]));
  return (
    <section>
      <h2>Clocks</h2>
      {set.length > 0 && (
        <ul className="coverage-cut">
          {set.map((file) => (
            <li key={file.file}>
              <b className="breakable">{visible(file.file)}</b>
              <span>
                {formatOffset(file.clock!.offsetMs)} by {file.clock!.by}: {file.clock!.why}
              </span>
              <Button onPress={() => onAsk({ file, suggestion: null })}>Change…</Button>
            </li>
          ))}
        </ul>
      )}
      {pairs.length === 0 ? (
        <p className="muted">
          No two files of different sources tell often enough of the same things, by correlation id or by the same
          prompts: their clocks cannot be compared.
        </p>
      ) : (
        <table className="coverage-table" aria-label="Clocks compared">
          <thead>
            <tr>
              <th>File</th>
              <th>Compared with</th>
              <th>By</th>
              <th>Its clock is</th>
              <th>
                <span className="unseen">Correction</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {pairs.map((pair) => {
              const file = byName.get(pair.file);
              return (
                <tr key={`${pair.file} ${pair.other}`}>
                  <td className="breakable">{visible(pair.file)}</td>
                  <td className="breakable">{visible(pair.other)}</td>
                  <td>{pair.by === 'correlation' ? 'the same correlation id' : 'the same prompts'}</td>
                  <td>
                    {pairLine(pair)}
                    {pair.suggestMs !== null && looksLikeZone(pair.medianMs) && (
                      <span className="muted"> — quarters of an hour: perhaps its zone was read wrongly</span>
                    )}
                  </td>
                  <td>
                    {pair.suggestMs === null || !file ? (
                      <span className="muted">nothing suggested</span>
                    ) : (
                      <Button onPress={() => onAsk({ file, suggestion: suggestionOf(pair, file) })}>
                        Set {formatOffset(wholeOf(pair, file))}…
                      </Button>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Measured with what stands added already: the whole correction is both. */
const wholeOf = (pair: ClockPair, file: FileLedger): number => (file.clock?.offsetMs ?? 0) + (pair.suggestMs ?? 0);

const suggestionOf = (pair: ClockPair, file: FileLedger): ClockAsked['suggestion'] => ({
  offsetMs: wholeOf(pair, file),
  why: `Compared with ${pair.other} by ${pair.by === 'correlation' ? 'the same correlation ids' : 'the same prompts'}: ${pairLine(pair)}`,
});

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
