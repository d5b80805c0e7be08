/** What leaves the case: the report for readers, the sealed case file for verifiers, tables for other tools. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import { plural } from '../../../shared/base/text';
import type { FormatInfo } from '../../../shared/contract/exports';
import { queryOf } from '../../../shared/model/query';
import { useHost } from '../../engine/EngineContext';
import { asSidedoorError } from '../../engine/query-cache';
import { useCase } from '../../engine/use-case';
import { useJob } from '../../engine/use-job';
import { useQuery } from '../../engine/use-query';
import { takeAsked, useAsked } from '../../state/asked';
import { toFilter, useFilters } from '../../state/filters';
import { say } from '../../state/notices';
import { Button } from '../../ui/Button';
import { CheckField } from '../../ui/Field';
import { formatBytes, formatCount } from '../../ui/format';
import { LoadingBar, Problem } from '../../ui/States';
import { Choices } from './Choices';
import { useChosen } from './chosen';
import { Preview } from './Preview';
import { Redact } from './Redact';
import { SignBundle, type Signing, UNSIGNED } from './SignBundle';
import { proposal, useWritten, type Written, wrote } from './written';
import './report.css';

type Format = z.infer<typeof FormatInfo>;

/** What each is for; a format we have no words for is shown by its title alone. */
const FOR: Record<string, string> = {
  html: 'For readers: one page without scripts that opens anywhere, with every finding, decision and its ground.',
  pdf: 'For paper and for the record: pages with contents and bookmarks, readable by screen readers, fonts embedded.',
  docx: "For those who write on: a Word document, or the firm's own template filled in.",
  xlsx: 'For those who count: one kind of row a sheet, typed and filtered, with the ground of each statement.',
  md: 'For wikis and version control: plain text with tables.',
  bundle: 'For verifiers: evidence, findings, decisions and custody log in one archive of which every byte is covered.',
  csv: 'For tables: one event a row, with file and byte offset of its record.',
  jsonl: 'For scripts: every event word for word, one JSON object a line, with its notes and the place of its record.',
  timesketch: 'For Timesketch: events as a timeline that it imports as it is.',
  ocsf: 'For security lakes: sign-ins, changes and API calls in their OCSF classes, episodes as detection findings.',
  ecs: 'For Elastic: events as ECS documents, episodes as alerts.',
  stix: 'For threat intelligence: accounts, addresses, observed data, techniques that were sighted, notes and opinions.',
  case: 'For courts and other labs: exhibits with hashes, who did what, each record tied to its bytes, in CASE/UCO.',
  geojson: 'For maps: places, the events of episodes and the way from denial to access.',
  kml: 'For Google Earth and the like: places, events and the ways between them, by time.',
  navigator: 'For ATT&CK Navigator: techniques that findings cite, with counts; none that nothing speaks for.',
};

/** What most readers ask for first. */
const ORDER = ['html', 'pdf', 'docx', 'xlsx', 'md'];

export default function Report(): ReactNode {
  const info = useCase();
  const formats = useQuery('exports.formats', {});
  const filters = useFilters();
  const query = queryOf(toFilter(filters));
  const [narrow, setNarrow] = useState(false);
  const [sign, setSign] = useState<Signing>(UNSIGNED);
  const filter = narrow ? query : '';
  const reports = (formats.data?.filter(({ kind }) => kind === 'report') ?? []).toSorted(
    (a, b) => ORDER.indexOf(a.id) - ORDER.indexOf(b.id),
  );
  const sealed = formats.data?.filter(({ id }) => id === 'bundle') ?? [];
  const tables = formats.data?.filter(({ id, kind }) => kind === 'export' && id !== 'bundle') ?? [];
  return (
    <div className="report">
      <LoadingBar active={formats.loading} />
      <header className="view-head">
        <h1>Report</h1>
        <span className="muted s clip">
          {info &&
            `${formatCount(info.episodes - info.open)} of ${plural(info.episodes, 'episode')} decided · ${plural(info.files, 'evidence file')}`}
        </span>
      </header>
      <div className="report-scroll">
        <div className="paper">
          {formats.error && !formats.data && <Problem title="The formats cannot be shown" error={formats.error} />}
          {info && info.open > 0 && (
            <p className="report-hint">
              {plural(info.open, 'episode')} {info.open === 1 ? 'has' : 'have'} no decision yet; the report shows{' '}
              {info.open === 1 ? 'it' : 'them'} with the engine's verdict, marked as undecided.
            </p>
          )}
          <Group title="Report" formats={reports} filter="">
            <Choices scopeProblem={null} />
          </Group>
          <Group title="Sealed case file" formats={sealed} filter="" sign={sign}>
            {sealed.length > 0 && <SignBundle sign={sign} onChange={setSign} />}
          </Group>
          <Group title="Data for other tools" formats={tables} filter={filter}>
            {query !== '' && (
              <CheckField
                label="Only events that the filter leaves"
                note={<span className="mono">{query}</span>}
                checked={narrow}
                onChange={setNarrow}
              />
            )}
          </Group>
          {formats.data && <Redact formats={formats.data} />}
          <Results />
        </div>
        <Preview />
      </div>
    </div>
  );
}

function Group({
  title,
  formats,
  filter,
  sign = UNSIGNED,
  children,
}: {
  title: string;
  formats: readonly Format[];
  filter: string;
  sign?: Signing;
  children?: ReactNode;
}): ReactNode {
  if (formats.length === 0) return null;
  return (
    <section className="report-group">
      <h2 className="label">{title}</h2>
      {children}
      <ul>
        {formats.map((format, i) => (
          <FormatRow
            key={format.id}
            format={format}
            filter={filter}
            sign={sign}
            isMain={title === 'Report' && i === 0}
          />
        ))}
      </ul>
    </section>
  );
}

function FormatRow({
  format,
  filter,
  sign,
  isMain,
}: {
  format: Format;
  filter: string;
  sign: Signing;
  isMain: boolean;
}): ReactNode {
  const host = useHost();
  const info = useCase();
  const write = useJob('exports.write');
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    try {
      const name = proposal(info?.name ?? 'case', format.id);
      const target = await host.saveTarget({ name: `${name}.${format.extension}`, extension: format.extension });
      if (!target) return;
      const { parts, mark, scope, logo, template } = useChosen.getState();
      const asked =
        format.kind === 'report'
          ? {
              report: { parts: [...parts], mark, scope },
              ...(logo && { logo: logo.ref }),
              ...(template && format.templated && { template: template.ref }),
            }
          : {};
      const signed = { sign: sign.on ? { passphrase: sign.passphrase } : null };
      const done = await write(
        { format: format.id, kind: format.kind, sink: target.ref, query: filter, ...signed, ...asked },
        `Write ${target.name}`,
      );
      if (!done.ok) {
        if (done.error.code !== 'cancelled')
          say({ tone: 'problem', text: `Could not write ${target.name}: ${done.error.line}` });
        return;
      }
      // A browser's host writes to a place of its own: there the name says more than the path.
      const path = host.platform === 'web' ? target.name : done.output.path;
      wrote({ ...done.output, path, title: format.title, ref: target.ref });
      say({
        tone: 'done',
        text: `${target.name} written, ${formatBytes(done.output.bytes)}.`,
        action: { title: 'Show', run: () => void host.reveal(target.ref) },
      });
    } catch (thrown) {
      say({ tone: 'problem', text: `Could not choose where to write: ${asSidedoorError(thrown).line}` });
    } finally {
      setBusy(false);
    }
  };
  const asked = useAsked('report');
  const newest = useRef(run);
  newest.current = run;
  useEffect(() => {
    if (asked?.format === format.id && takeAsked(asked)) void newest.current();
  }, [asked, format.id]);
  return (
    <li className="format">
      <div>
        <p className="format-title">
          {format.title} <span className="faint mono">.{format.extension.replace(/^\./, '')}</span>
        </p>
        {FOR[format.id] && <p className="muted s">{FOR[format.id]}</p>}
      </div>
      <Button
        look={isMain ? 'primary' : 'plain'}
        isDisabled={busy || (sign.on && !sign.ready)}
        onPress={() => void run()}
        aria-label={`Write ${format.title}`}
      >
        {busy ? 'Writing…' : 'Write…'}
      </Button>
    </li>
  );
}

function Results(): ReactNode {
  const { written } = useWritten();
  if (written.length === 0) return null;
  return (
    <section className="report-group" aria-live="polite">
      <h2 className="label">Written in this session</h2>
      <ul>
        {written.map((one) => (
          <Result key={one.id} one={one} />
        ))}
      </ul>
    </section>
  );
}

function Result({ one }: { one: Written }): ReactNode {
  const host = useHost();
  return (
    <li className="format">
      <div className="result">
        <p className="format-title breakable">{one.path}</p>
        <dl className="facts s">
          <dt>SHA-256</dt>
          <dd className="mono">{one.sha256}</dd>
          <dt>Size</dt>
          <dd>
            {formatBytes(one.bytes)} <span className="muted">({formatCount(one.bytes)} bytes)</span>
          </dd>
          <dt>Left out</dt>
          <dd>
            {one.leftOut.length === 0 ? (
              'nothing'
            ) : (
              <ul className="left-out">
                {one.leftOut.map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
            )}
          </dd>
          {one.remarks && one.remarks.length > 0 && (
            <>
              <dt>Note</dt>
              <dd>{one.remarks.join('; ')}</dd>
            </>
          )}
        </dl>
      </div>
      <Button
        aria-label={`${host.platform === 'web' ? 'Download' : 'Show'} ${one.path}`}
        onPress={() =>
          void host
            .reveal(one.ref)
            .catch((thrown: unknown) =>
              say({ tone: 'problem', text: `Could not show ${one.path}: ${asSidedoorError(thrown).line}` }),
            )
        }
      >
        {host.platform === 'web' ? 'Download' : 'Show'}
      </Button>
    </li>
  );
}
