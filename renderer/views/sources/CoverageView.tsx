/** What the evidence covers and lacks: which questions stay open, where logs are silent or cut, how far clocks agree. */
import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import { formatOffset } from '../../../shared/model/clock-offset';
import type { AbsentLog, ClockPair, Coverage, CutFile, SourceCoverage } from '../../../shared/model/coverage';
import type { FileLedger } from '../../../shared/model/ledger';
import { useZone } from '../../engine/use-case';
import { Button } from '../../ui/Button';
import { formatCount, formatDuration, formatTime } from '../../ui/format';
import { Empty } from '../../ui/States';
import { type ClockAsked, ClockDialog } from './ClockDialog';
import { bars, delayLine, looksLikeZone, pairLine } from './coverage-words';
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
            <th>First to last record</th>
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
              <td className="number">{formatCount(source.events)}</td>
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

function Silent({ source: { silences, silencesCut } }: { source: SourceCoverage }): ReactNode {
  const zone = useZone();
  if (silences.length === 0) return <span className="muted">nowhere</span>;
  const more = silences.length - SILENCES + silencesCut;
  return (
    <ul className="coverage-silent">
      {silences.slice(0, SILENCES).map(({ from, to }) => (
        <li key={from}>
          <b>{formatDuration((Date.parse(to) - Date.parse(from)) / 1_000)}</b>{' '}
          <span className="mono s">from {formatTime(from, zone, 'minute')}</span>
        </li>
      ))}
      {more > 0 && <li className="muted s">and {plural(more, 'more silence')}</li>}
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
            <TriangleAlert size={14} aria-hidden /> <b className="breakable">{visible(file)}</b> <span>{why}</span>
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
