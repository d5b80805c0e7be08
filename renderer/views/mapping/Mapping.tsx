/** A table of unknown origin: the person says which column is what, and sees at once what becomes of its rows. */

import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import { isKnownZone } from '../../../shared/base/zone';
import type { TablePreview } from '../../../shared/contract/mappings';
import type { MappingDraft, Mapping as MappingModel } from '../../../shared/model/mapping';
import { useHost } from '../../engine/EngineContext';
import { asSidedoorError } from '../../engine/query-cache';
import { useAct } from '../../engine/use-act';
import { useJob } from '../../engine/use-job';
import { useQuery } from '../../engine/use-query';
import { useCommands } from '../../state/commands';
import { useLastImport } from '../../state/last-import';
import { useLayout } from '../../state/layout';
import { type MappingTarget, mapColumns, useMappingTarget } from '../../state/mapping-target';
import { say } from '../../state/notices';
import type { Command } from '../../state/view';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Empty, LoadingBar, Problem } from '../../ui/States';
import { ColumnList } from './ColumnPicker';
import { CountAll } from './CountAll';
import { Decisions } from './Decisions';
import { columnTitles, withTime } from './draft';
import { FieldList } from './FieldList';
import { HeaderRow } from './HeaderRow';
import { PreviewPane } from './PreviewPane';
import { TimeSection } from './TimeSection';
import { FIELD_WORDS } from './words';
import './mapping.css';

export default function Mapping(): ReactNode {
  const { target } = useMappingTarget();
  return target ? <Step key={`${target.file.ref} ${target.inside}`} target={target} /> : <Choose />;
}

function useChoose(): () => Promise<void> {
  const host = useHost();
  return async () => {
    try {
      const [file] = await host.pickFiles({ kind: 'evidence' });
      if (file) mapColumns({ file, inside: null });
    } catch (thrown) {
      say({ tone: 'problem', text: `Could not choose a file: ${asSidedoorError(thrown).line}` });
    }
  };
}

function Choose(): ReactNode {
  const choose = useChoose();
  return (
    <div className="mapping">
      <header className="view-head">
        <h1>Map columns</h1>
      </header>
      <Empty
        title="No table chosen"
        actions={
          <>
            <Button look="primary" onPress={() => void choose()}>
              Choose a table…
            </Button>
            <Button onPress={() => useLayout.getState().open('sources')}>Back to Sources</Button>
          </>
        }
      >
        <p>
          An export that Sidedoor does not know — CSV, TSV, JSON, NDJSON or a workbook — can be read all the same: say
          which column is the time, the user and the result, and what the result's words mean.
        </p>
      </Empty>
    </div>
  );
}

/** The name plays no part in what rows become: typing it must not ask anew. */
const asked = (draft: MappingDraft): MappingDraft => ({ ...draft, name: 'preview' });

/** Fit to import with, or null. The engine checks it anew. */
const wholeMapping = (draft: MappingDraft, name: string): MappingModel | null =>
  name.trim() === '' || draft.time.columns.length === 0 ? null : { ...draft, name: name.trim() };

function Step({ target }: { target: MappingTarget }): ReactNode {
  const { file, inside } = target;
  const [draft, setDraft] = useState<MappingDraft | null>(null);
  const [name, setName] = useState('');
  const [zone, setZone] = useState('');
  const [guessed, setGuessed] = useState<TablePreview['because']>([]);
  /** Where the person says that the header stands, until the columns below it are proposed. */
  const [header, setHeader] = useState<number | null>(null);
  const answer = useQuery('imports.preview', {
    file: file.ref,
    inside,
    mapping: header === null ? draft && asked(draft) : null,
    ...(header !== null && { header }),
  });
  // A line that holds no header takes nothing away: another one can be typed.
  const last = useRef(answer.data);
  if (answer.data) last.current = answer.data;
  const preview = answer.data ?? (header === null ? undefined : last.current);
  const use = (mapping: MappingDraft, because: TablePreview['because'] = []): void => {
    setGuessed(because);
    setDraft(mapping);
    setName(mapping.name);
    setZone(mapping.time.zone ?? '');
  };
  const first = useRef(use);
  useEffect(() => {
    if (!preview || answer.stale || (header === null ? draft !== null : preview.form.header !== header)) return;
    first.current(preview.mapping, preview.because);
    setHeader(null);
  }, [draft, header, preview, answer.stale]);
  const onZone = (text: string): void => {
    setZone(text);
    const known = text.trim();
    if (draft && (known === '' || isKnownZone(known))) setDraft(withTime(draft, { zone: known || null }));
  };
  const titles = useMemo(() => columnTitles(preview?.columns ?? []), [preview?.columns]);
  const whole = draft && wholeMapping(draft, name);
  const isReady = Boolean(whole && preview && !answer.stale && preview.events > 0);
  const acts = useActs(target, preview?.name ?? inside ?? file.name);
  const importIt = (): void => {
    if (isReady && whole) void acts.importBy(whole);
  };
  const newest = useRef(importIt);
  newest.current = importIt;
  const commands = useMemo<Command[]>(
    () => [
      { id: 'mapping.import', title: 'Import with this mapping', keys: 'Ctrl+Enter', run: () => newest.current() },
    ],
    [],
  );
  useCommands('Map columns', commands);
  const choose = useChoose();
  const problems = [
    ...(draft && name.trim() === '' ? ['give the mapping a name: it is printed as the kind of the file'] : []),
    ...(preview?.problems ?? []),
  ];
  return (
    <div className="mapping">
      <LoadingBar active={answer.loading} />
      <header className="view-head">
        <h1>Map columns</h1>
        <span className="muted s clip" title={visible(inside ?? file.name)}>
          {visible(inside ?? file.name)}
          {preview && ` · ${formOf(preview)}`}
        </span>
        <span className="view-space" />
        <Button onPress={() => void acts.load(use)}>Use a saved mapping…</Button>
        <Button isDisabled={!whole} onPress={() => whole && void acts.save(whole)}>
          Save the mapping…
        </Button>
        <Button look="primary" keys="Ctrl+Enter" isDisabled={!isReady} onPress={importIt}>
          Import
        </Button>
      </header>
      {answer.error && !preview ? (
        <Problem
          title="This file cannot be mapped"
          error={answer.error}
          actions={
            <>
              <Button onPress={() => void choose()}>Choose another table…</Button>
              <Button onPress={() => useLayout.getState().open('sources')}>Back to Sources</Button>
            </>
          }
        />
      ) : draft && preview ? (
        <div className="mapping-panes">
          <div className="mapping-form">
            <ColumnList titles={titles} />
            <Field
              label="Name of the mapping"
              value={name}
              onChange={(text) => setName(text.slice(0, 80))}
              isRequired
            />
            {preview.form.header !== null && (
              <HeaderRow key={`${file.ref} ${inside}`} form={preview.form} onChange={setHeader} />
            )}
            <Guessed because={guessed} />
            <TimeSection {...{ draft, preview, titles, zone, onZone }} onChange={setDraft} />
            <Decisions {...{ draft, preview, titles }} onChange={setDraft} />
            <FieldList {...{ draft, preview, titles }} onChange={setDraft} />
          </div>
          <div className={answer.stale ? 'mapping-side old-answer' : 'mapping-side'}>
            {answer.error && <Problem title="This mapping cannot be tried" error={answer.error} />}
            {!preview.isWhole && <CountAll table={{ file: file.ref, inside }} mapping={whole} />}
            <PreviewPane preview={preview} problems={problems} titles={titles} />
          </div>
        </div>
      ) : null}
    </div>
  );
}

/** What was proposed and why: names and values suggest, the person decides. */
function Guessed({ because }: { because: TablePreview['because'] }): ReactNode {
  if (because.length === 0) return null;
  const [byName, byValues] = [true, false].map((isName) =>
    because.filter(({ why }) => (why === 'by its name') === isName).map(({ field }) => wordOf(field)),
  ) as [string[], string[]];
  const parts = [
    byName.length > 0 && `${byName.join(', ')} by the column's name`,
    byValues.length > 0 && `${[...new Set(byValues)].join(', ')} by what it holds`,
  ].filter(Boolean);
  return <p className="muted s">Proposed: {parts.join('; ')}. Check each against its values.</p>;
}

const wordOf = (field: string): string =>
  field in FIELD_WORDS
    ? FIELD_WORDS[field as keyof typeof FIELD_WORDS].title
    : field === 'kind'
      ? 'Identity kind'
      : field.charAt(0).toUpperCase() + field.slice(1);

function formOf({ form, columns }: TablePreview): string {
  const separators: Record<string, string> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' };
  const parted = form.separator === null ? '' : ` parted by ${separators[form.separator] ?? form.separator}`;
  const what = form.kind === 'json' ? 'JSON' : `table${parted}`;
  const list = form.list === null ? '' : `, records in ${visible(form.list)}`;
  return `${what}${list}, ${plural(columns.length, 'column')}, ${form.encoding.toUpperCase()}`;
}

interface Acts {
  importBy(mapping: MappingModel): Promise<void>;
  save(mapping: MappingModel): Promise<void>;
  load(use: (mapping: MappingModel) => void): Promise<void>;
}

/** `name`: of the one file, as the engine shows it. */
function useActs({ file, inside }: MappingTarget, name: string): Acts {
  const host = useHost();
  const act = useAct();
  const start = useJob('imports.start');
  return {
    async importBy(mapping) {
      const only = name === file.name ? undefined : [name];
      const ended = await start({ files: [file.ref], mapping, ...(only && { only }) }, `Import ${inside ?? file.name}`);
      if (!ended.ok) {
        if (ended.error.code !== 'cancelled') say({ tone: 'problem', text: `Import failed: ${ended.error.line}` });
        return;
      }
      const { output } = ended;
      const added = output.files.reduce((sum, { events }) => sum + events, 0);
      const lost = output.files.reduce((sum, { rejected }) => sum + rejected, 0);
      useLastImport.setState({ summary: output, given: [file] });
      useMappingTarget.setState({ target: null });
      useLayout.getState().open('sources');
      say({
        tone: 'done',
        text: `Imported by the mapping “${mapping.name}”: ${plural(added, 'new event')}${lost > 0 ? `, ${plural(lost, 'row')} rejected` : ''}.`,
        shownIn: 'sources',
      });
    },
    async save(mapping) {
      try {
        const target = await host.saveTarget({ name: `${fileStem(mapping.name)}.mapping.json`, extension: 'json' });
        if (!target) return;
        const saved = await act('save the mapping', (client) =>
          client['imports.saveMapping']({ mapping, sink: target.ref }),
        );
        if (!saved.ok) return;
        say({
          tone: 'done',
          text: `${target.name} saved, SHA-256 ${saved.value.sha256.slice(0, 16)}…`,
          action: {
            title: host.platform === 'web' ? 'Download' : 'Show',
            run: () => void host.reveal(target.ref),
          },
        });
      } catch (thrown) {
        say({ tone: 'problem', text: `Could not save the mapping: ${asSidedoorError(thrown).line}` });
      }
    },
    async load(use) {
      try {
        const [picked] = await host.pickFiles({ kind: 'evidence' });
        if (!picked) return;
        const read = await act(`read ${picked.name}`, (client) => client['imports.readMapping']({ file: picked.ref }));
        if (read.ok) use(read.value.mapping);
      } catch (thrown) {
        say({ tone: 'problem', text: `Could not choose a mapping: ${asSidedoorError(thrown).line}` });
      }
    },
  };
}

const fileStem = (name: string): string => name.replace(/[^\p{L}\p{N}._ -]+/gu, '_').trim() || 'table';
