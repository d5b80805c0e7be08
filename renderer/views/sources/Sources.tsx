/** One row a file: what it is, what became of its records, when it reaches, what is doubtful about it. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { plural } from '../../../shared/base/text';
import { useJobs } from '../../engine/use-job';
import { useQuery } from '../../engine/use-query';
import { useChoice } from '../../state/choices';
import { useCommands } from '../../state/commands';
import { useLastImport } from '../../state/last-import';
import { runCommand } from '../../state/run-command';
import { type SourcesPart, useSourcesPart } from '../../state/sources-part';
import type { Command } from '../../state/view';
import { Button } from '../../ui/Button';
import { idleFrame } from '../../ui/idle';
import { Parts } from '../../ui/Parts';
import { Empty, LoadingBar, Problem } from '../../ui/States';
import { useKeptEnd } from '../../ui/use-kept-end';
import { CoverageView } from './CoverageView';
import { doubts } from './coverage-words';
import { FileRow } from './FileRow';
import { LastImport } from './LastImport';
import { commonFolder, END_WORDS, ENDS, sumLine, totals } from './ledger';
import { RefusedFiles } from './RefusedFiles';
import { RunningImport } from './RunningImport';
import './sources.css';

export default function Sources(): ReactNode {
  const list = useQuery('imports.list', {});
  const coverage = useQuery('imports.coverage', {});
  const [part, setPart] = useChoice<SourcesPart>('sources.part', 'files', ['files', 'coverage']);
  const kinds = useQuery('imports.sources', {});
  const { jobs } = useJobs();
  const running = jobs.filter(({ method, endedAt }) => method === 'imports.start' && endedAt === null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const files = list.data ?? [];
  const shared = useMemo(() => commonFolder((list.data ?? []).map(({ file }) => file)), [list.data]);
  const commands = useMemo<Command[]>(
    () => [
      { id: 'sources.import', title: 'Import files…', keys: 'i', run: () => runCommand('import.files') },
      { id: 'sources.files', title: 'Files and how their records ended', keys: '1', run: () => setPart('files') },
      { id: 'sources.coverage', title: 'What the evidence lacks', keys: '2', run: () => setPart('coverage') },
    ],
    [setPart],
  );
  useCommands('Sources', commands);

  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: files.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 44,
    getItemKey: (i) => rowKey(files[i]!),
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const { file: wanted } = useSourcesPart();
  useEffect(() => {
    if (wanted === null || part !== 'files') return;
    const at = files.findIndex(({ file }) => file === wanted);
    if (at < 0) return;
    useSourcesPart.setState({ file: null });
    setOpen((was) => new Set([...was, rowKey(files[at]!)]));
    virtual.scrollToIndex(at, { align: 'start' });
    // The toggle of the row is there once it is drawn.
    idleFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${at}"] button[aria-expanded]`)?.focus(),
    );
  }, [wanted, part, files, virtual]);
  useKeptEnd(scroller, files.length > 0 && part !== 'coverage');
  // What was just imported stands last: it is brought into sight, once.
  const newest = useLastImport(({ summary }) => summary);
  const met = useRef(newest);
  useEffect(() => {
    const last = newest?.files.at(-1)?.file;
    if (newest === met.current || !files.some(({ file }) => file === last)) return;
    met.current = newest;
    const list = scroller.current;
    idleFrame(() => list?.scrollTo({ top: list.scrollHeight }));
  }, [newest, files]);
  const toggle = (key: string): void =>
    setOpen((was) => {
      const next = new Set(was);
      if (!next.delete(key)) next.add(key);
      return next;
    });

  return (
    <div className="sources">
      <LoadingBar active={list.loading} />
      <header className="view-head">
        <h1>Sources</h1>
        <span className="muted s clip" title={files.length > 0 ? sumLine(totals(files)) : undefined}>
          {files.length > 0 && `${plural(files.length, 'file')} · ${sumLine(totals(files))}`}
        </span>
        <span className="view-space" />
        {files.length > 0 && (
          <Parts<SourcesPart>
            label="Part of this page"
            parts={[
              { id: 'files', title: 'Files' },
              {
                id: 'coverage',
                title: `Coverage${coverage.data ? ` · ${plural(doubts(coverage.data), 'doubt')}` : ''}`,
              },
            ]}
            chosen={part}
            onChoose={setPart}
          />
        )}
        <Button onPress={() => runCommand('import.folder')}>Import a folder…</Button>
        <Button look="primary" keys="i" onPress={() => runCommand('import.files')}>
          Import files…
        </Button>
      </header>
      {running.map((job) => (
        <RunningImport key={job.id} job={job} />
      ))}
      <LastImport />
      <RefusedFiles />
      {list.error && !list.data ? (
        <Problem title="The list of sources cannot be shown" error={list.error} />
      ) : list.data && files.length === 0 ? (
        <Empty
          title="No events yet"
          actions={
            <Button look="primary" onPress={() => runCommand('import.files')}>
              Import files…
            </Button>
          }
        >
          <p>Import exports, or drop files, folders and archives anywhere on this window. What can be read:</p>
          <ul className="kinds">
            {(kinds.data ?? [])
              .filter(({ kind }) => kind === 'source')
              .map(({ id, title, shapes }) => (
                <li key={id}>
                  {title} <span className="faint">({shapes.join(', ')})</span>
                </li>
              ))}
          </ul>
        </Empty>
      ) : files.length > 0 && part === 'coverage' ? (
        <CoverageView coverage={coverage.data ?? null} files={files} />
      ) : files.length > 0 ? (
        <div className="files" ref={scroller}>
          <table aria-label="Imported files" aria-rowcount={files.length + 1}>
            <thead>
              <tr>
                <th>File</th>
                <th>Kind</th>
                <th className="number">Records</th>
                <th>
                  <span className="legend">
                    <span className="unseen">How they ended: </span>
                    {ENDS.filter((end) => files.some((file) => file[end] > 0)).map((end) => (
                      <span key={end} title={END_WORDS[end].means}>
                        <i className={`end ${end}`} /> {END_WORDS[end].title.toLowerCase()}
                      </span>
                    ))}
                  </span>
                </th>
                <th>Reaches</th>
                <th>SHA-256</th>
                <th>
                  <span className="unseen">Doubts</span>
                </th>
              </tr>
            </thead>
            <Space height={items[0]?.start ?? 0} />
            {items.map((item) => {
              const file = files[item.index]!;
              const key = rowKey(file);
              return (
                <tbody key={key} ref={virtual.measureElement} data-index={item.index}>
                  <FileRow
                    file={file}
                    index={item.index}
                    shared={shared}
                    isOpen={open.has(key)}
                    onToggle={() => toggle(key)}
                  />
                </tbody>
              );
            })}
            <Space height={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)} />
          </table>
        </div>
      ) : null}
    </div>
  );
}

/** Stands for the rows above or below what is on screen. */
function Space({ height }: { height: number }): ReactNode {
  if (height <= 0) return null;
  return (
    <tbody aria-hidden>
      <tr>
        <td colSpan={7} className="files-space" style={{ height }} />
      </tr>
    </tbody>
  );
}

const rowKey = ({ file, sha256 }: { file: string; sha256: string }): string => `${file} ${sha256}`;
