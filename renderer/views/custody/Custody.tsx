/** Who did what, when, in a chain of hashes: newest first. Verifying recomputes every hash of it and of the evidence. */
import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { plural, visible } from '../../../shared/base/text';
import type { CustodyEntry } from '../../../shared/model/case';
import { useCase, useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { runCommand } from '../../state/run-command';
import { Button } from '../../ui/Button';
import { Chip } from '../../ui/Chip';
import { formatTime } from '../../ui/format';
import { LoadingBar, Problem } from '../../ui/States';
import { Copies } from './Copies';
import { detailLine } from './detail-line';
import { Evidence } from './Evidence';
import { Protection } from './Protection';
import { Verify } from './Verify';
import './custody.css';

const PAGE = 100;

export default function Custody(): ReactNode {
  const info = useCase();
  const head = info?.custodyHead ?? '';
  return (
    <div className="custody">
      <header className="view-head">
        <h1>Custody</h1>
        <span className="muted s clip">{info && `${plural(info.acts, 'act')} · head `}</span>
        <span className="mono clip" title={head}>
          {head}
        </span>
        <span className="view-space" />
        {info && (
          <>
            <span className="muted s clip">
              Acting as {info.actor.name}
              {!info.actor.confirmed && ', unconfirmed'}
            </span>
            <Button onPress={() => runCommand('case.actor')}>Say who acts…</Button>
          </>
        )}
      </header>
      {/* Not below the log's key: the recovery code is shown once, and encrypting is an act. */}
      {info && <Protection info={info} />}
      <div className="custody-scroll">
        <Verify />
        <Evidence canWrite={info?.readOnly === false} />
        {info && <Copies key={info.id} />}
        {/* A new act moves every page: the list starts anew with the new head; what stands above it stays as it is. */}
        <Log key={head} />
      </div>
    </div>
  );
}

function Log(): ReactNode {
  const [cursors, setCursors] = useState<(string | null)[]>([null]);
  const more = (cursor: string): void => setCursors((was) => (was.includes(cursor) ? was : [...was, cursor]));
  return (
    <table className="log" aria-label="Custody log, newest first">
      <thead>
        <tr>
          <th className="number">No.</th>
          <th>Time</th>
          <th>Who</th>
          <th>Act</th>
          <th>What</th>
          <th>Hash</th>
        </tr>
      </thead>
      {cursors.map((cursor, i) => (
        <LogPage key={cursor ?? 'first'} after={cursor} isLast={i === cursors.length - 1} onMore={more} />
      ))}
    </table>
  );
}

function LogPage({
  after,
  isLast,
  onMore,
}: {
  after: string | null;
  isLast: boolean;
  onMore(cursor: string): void;
}): ReactNode {
  const page = useQuery('custody.page', { after, limit: PAGE });
  const next = page.data?.next ?? null;
  return (
    <tbody>
      {page.error && (
        <tr>
          <td colSpan={6}>
            <Problem title="The custody log cannot be read" error={page.error} />
          </td>
        </tr>
      )}
      {page.loading && !page.data && (
        <tr>
          <td colSpan={6} className="log-wait">
            <LoadingBar active />
          </td>
        </tr>
      )}
      {page.data?.rows.map((entry) => (
        <LogRow key={entry.seq} entry={entry} />
      ))}
      {isLast && next !== null && (
        <tr>
          <td colSpan={6}>
            <Older onShow={() => onMore(next)} />
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** Loads the next page when it comes into sight; the button does the same for those who do not scroll. */
function Older({ onShow }: { onShow(): void }): ReactNode {
  const ref = useRef<HTMLDivElement>(null);
  const show = useRef(onShow);
  show.current = onShow;
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && show.current());
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={ref} className="log-older">
      <Button onPress={onShow}>Older acts</Button>
    </div>
  );
}

function LogRow({ entry }: { entry: CustodyEntry }): ReactNode {
  const zone = useZone();
  const [isOpen, setOpen] = useState(false);
  const line = detailLine(entry.detail);
  return (
    <>
      <tr className="log-row">
        <td className="number">
          <AriaButton className="log-toggle" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
            {isOpen ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
            <span className="unseen">Act </span>
            {entry.seq}
          </AriaButton>
        </td>
        <td className="mono" title={formatTime(entry.at, zone, 'full')}>
          {formatTime(entry.at, zone, 'second')}
        </td>
        <td>
          <span className="log-who">
            <span className="clip" title={entry.actor}>
              {entry.actor}
            </span>
            {!entry.confirmed && <Chip title="The operating system's user; nobody said who acts">unconfirmed</Chip>}
          </span>
        </td>
        <td>{entry.act}</td>
        <td>
          <span className="log-what">
            <span className="clip" title={line}>
              {line}
            </span>
          </span>
        </td>
        <td className="mono muted" title={entry.hash}>
          {entry.hash.slice(0, 8)}
        </td>
      </tr>
      {isOpen && (
        <tr className="log-details">
          <td colSpan={6}>
            <dl className="facts">
              {Object.entries(entry.detail).map(([key, value]) => (
                <Fact key={key} name={key} value={value} />
              ))}
              <Fact name="hash" value={entry.hash} />
              <Fact name="hash before" value={entry.prev} />
              <Fact name="tool" value={entry.tool} />
            </dl>
          </td>
        </tr>
      )}
    </>
  );
}

function Fact({ name, value }: { name: string; value: unknown }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd className="mono">{visible(typeof value === 'string' ? value : (JSON.stringify(value, null, 1) ?? ''))}</dd>
    </>
  );
}
