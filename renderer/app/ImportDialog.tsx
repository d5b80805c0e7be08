import { FileText, HardDrive, TriangleAlert, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { plural, visible } from '../../shared/base/text';
import { isKnownZone } from '../../shared/base/zone';
import type { PickedFile } from '../../shared/contract/host';
import { diskNeedWords } from '../../shared/model/disk-need';
import { useHost } from '../engine/EngineContext';
import { asSidedoorError } from '../engine/query-cache';
import { useAct } from '../engine/use-act';
import { useJob } from '../engine/use-job';
import { useQuery } from '../engine/use-query';
import { useLastImport } from '../state/last-import';
import { useLayout } from '../state/layout';
import { mapColumns } from '../state/mapping-target';
import { say } from '../state/notices';
import { Button, IconButton } from '../ui/Button';
import { Chip } from '../ui/Chip';
import { Dialog } from '../ui/Dialog';
import { CheckField, ChoiceField, Field, SecretField } from '../ui/Field';
import { AcquisitionFields, hashesIn, hashProblem, NOTHING_TOLD } from './AcquisitionFields';
import { ContextPreview } from './ContextPreview';
import { useOpen } from './open-state';
import './import-dialog.css';
import { ALL_ZONES } from './ZoneDialog';

const BY_CONTENT = 'by content';

/** What will be imported, and how: nothing is read before this is confirmed. */
export function ImportDialog(): ReactNode {
  const { importing, set } = useOpen();
  // What a browser hands over is a copy in the host's temporary folder: there is no original to leave in place.
  const host = useHost();
  const canReference = host.platform !== 'web';
  const start = useJob('imports.start');
  const sources = useQuery('imports.sources', importing ? {} : null);
  const [zone, setZone] = useState('');
  const [year, setYear] = useState('');
  const [source, setSource] = useState(BY_CONTENT);
  const [reference, setReference] = useState(false);
  const [acquired, setAcquired] = useState(NOTHING_TOLD);
  const [password, setPassword] = useState('');
  const [refused, setRefused] = useState(false);
  const secret = useRef<HTMLDivElement>(null);
  const [mapping, setMapping] = useState<PickedFile | null>(null);
  /** "Import" was pressed before the look into the files was over. */
  const [isWanted, setWanted] = useState(false);
  const act = useAct();
  const isOpen = importing !== null && importing.length > 0;
  // Asked without any password: what the page keeps of its questions must hold none.
  const locked = useQuery('imports.locked', isOpen ? { files: importing.map(({ ref }) => ref) } : null);
  useEffect(() => {
    if (!isOpen) return;
    setZone('');
    setSource(BY_CONTENT);
    setReference(false);
    setAcquired(NOTHING_TOLD);
    setPassword('');
    setRefused(false);
    setMapping(null);
    setWanted(false);
  }, [isOpen]);
  const files = importing ?? [];
  const yearOk = year.trim() === '' || /^(?:19[7-9]\d|2[01]\d\d)$/.test(year.trim());
  const zoneOk = zone.trim() === '' || isKnownZone(zone.trim());
  const known = sources.data?.find(({ title }) => title === source);
  const sourceOk = source === BY_CONTENT || source.trim() === '' || known !== undefined;

  // What context files say is shown before any of it is in the case.
  const look = useQuery(
    'imports.look',
    isOpen && zoneOk && sourceOk
      ? { files: importing.map(({ ref }) => ref), source: known?.id ?? null, zone: zone.trim() || null }
      : null,
  );
  const room = useQuery(
    'imports.diskNeed',
    isOpen ? { files: importing.map(({ ref }) => ref), reference: canReference && reference } : null,
  );
  const need = room.data && diskNeedWords(room.data);
  const looked = look.stale ? undefined : look.data;
  const isLooking = look.loading && !looked;

  const archives = isOpen ? (locked.data ?? []) : [];
  const passwords = password === '' ? [] : [password];

  const pickMapping = async (): Promise<void> => {
    try {
      const [picked] = await host.pickFiles({ kind: 'evidence' });
      if (!picked) return;
      // Read at once: a wrong file is told before anything is imported.
      const read = await act(`use ${picked.name}`, (client) => client['imports.readMapping']({ file: picked.ref }));
      if (read.ok) setMapping(picked);
    } catch (thrown) {
      say({ tone: 'problem', text: `Could not choose a mapping: ${asSidedoorError(thrown).line}` });
    }
  };

  const run = async (): Promise<void> => {
    if (isLooking) {
      setWanted(true);
      return;
    }
    if (passwords.length > 0 && archives.length > 0) {
      const still = await act('look at the locked archives', (client) =>
        client['imports.locked']({ files: files.map(({ ref }) => ref), passwords }),
      );
      if (!still.ok) return;
      if (still.value.length === archives.length) {
        setRefused(true);
        secret.current?.querySelector('input')?.focus();
        return;
      }
    }
    setPassword('');
    set({ importing: null });
    const ended = await start(
      {
        files: files.map(({ ref }) => ref),
        zone: zone.trim() || null,
        ...(year.trim() !== '' && { year: Number(year) }),
        source: known?.id ?? null,
        mapping: mapping?.ref ?? null,
        reference: canReference && reference,
        ...(passwords.length > 0 && { passwords }),
        acquisition: { ...acquired, hashes: hashesIn(acquired.hashes) },
      },
      files.length === 1 ? `Import ${files[0]!.name}` : `Import ${files.length} files`,
    );
    if (!ended.ok) {
      if (ended.error.code === 'cancelled')
        say({ tone: 'done', text: 'Import cancelled; complete files were kept, others left no trace.' });
      else say({ tone: 'problem', text: `Import failed: ${ended.error.line}` });
      return;
    }
    const { output } = ended;
    useLastImport.setState({ summary: output, given: files });
    const unread = output.unrecognised.length;
    const added = output.files.reduce((sum, file) => sum + file.events, 0);
    say({
      tone: output.files.length === 0 && unread > 0 ? 'problem' : 'done',
      text: `Imported ${plural(output.files.length, 'file')}: ${plural(added, 'new event')}; the case has ${plural(output.events, 'event')} and ${plural(output.episodes, 'episode')}${unread > 0 ? `; ${plural(unread, 'file')} not recognised` : ''}.`,
      action: { title: 'Show', run: () => useLayout.getState().open('sources') },
      shownIn: 'sources',
    });
  };

  // Pressed early: logs alone go on by themselves, context files wait for a second word.
  const goOn = useRef(run);
  goOn.current = run;
  useEffect(() => {
    if (!isWanted || isLooking) return;
    setWanted(false);
    if (!looked || looked.context.length === 0) void goOn.current();
  }, [isWanted, isLooking, looked]);

  return (
    <Dialog
      title={files.length === 1 ? 'Import one file' : `Import ${files.length} files`}
      isOpen={isOpen}
      onClose={() => set({ importing: null })}
      width={640}
      footer={
        <>
          {files.length === 1 && (
            <Button
              className="import-other"
              onPress={() => {
                set({ importing: null });
                mapColumns({ file: files[0]!, inside: null });
              }}
            >
              Map columns…
            </Button>
          )}
          <Button onPress={() => set({ importing: null })}>Cancel</Button>
          <Button
            look="primary"
            autoFocus
            isDisabled={!zoneOk || !yearOk || !sourceOk || hashProblem(acquired.hashes) !== null}
            onPress={() => void run()}
          >
            {isWanted ? 'Looking…' : 'Import'}
          </Button>
        </>
      }
    >
      <div className="import-form">
        <ul className="import-files" aria-label="Files to import">
          {files.map((file) => (
            <li key={file.ref}>
              <FileText size={14} aria-hidden />
              <span className="clip" title={visible(file.name)}>
                {visible(file.name)}
              </span>
              <IconButton
                label={`Leave out ${visible(file.name)}`}
                onPress={() => set({ importing: files.filter(({ ref }) => ref !== file.ref) })}
              >
                <X size={14} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
        <div aria-live="polite">
          {isLooking && <p className="muted s">Looking for context files…</p>}
          {looked && looked.context.length > 0 && (
            <ContextPreview files={looked.context} identities={looked.identities} />
          )}
        </div>
        {need && (
          <p
            className={`import-room${need.isShort ? ' short' : ' muted'}${room.stale ? ' old-answer' : ''}`}
            role="status"
          >
            {need.isShort ? <TriangleAlert size={14} aria-hidden /> : <HardDrive size={14} aria-hidden />}
            <span>{need.text}</span>
          </p>
        )}
        <p className="muted">
          Each file is hashed (SHA-256) while it is read and never changed. Its kind is told from its content, not its
          name; every record ends as event, context, duplicate, skipped or rejected, and the sum is checked.
        </p>
        <div className="import-options">
          <ChoiceField
            label="Zone of times that carry none"
            value={zone}
            onChange={setZone}
            choices={ALL_ZONES}
            placeholder="none: such times are refused"
            problem={zoneOk ? null : 'not a zone this machine knows; write it like Europe/Berlin'}
            note="Kept with the file as an assumption."
          />
          <Field
            label="Year of times that carry none"
            value={year}
            onChange={setYear}
            placeholder="told by the file, or left out"
            problem={yearOk ? null : 'a year such as 2026'}
            note="Of a file’s first record (syslog writes no year)."
          />
          <ChoiceField
            label="Kind of export"
            value={source}
            onChange={setSource}
            choices={[BY_CONTENT, ...(sources.data ?? []).map(({ title }) => title)]}
            problem={sourceOk ? null : 'not a kind that can be imported'}
            note="Overrule only when recognition is wrong."
          />
        </div>
        <AcquisitionFields told={acquired} onChange={setAcquired} />
        {archives.length > 0 && (
          <div ref={secret}>
            <SecretField
              label={
                archives.length === 1
                  ? `Password of ${visible(archives[0]!.file)}`
                  : `Password of ${plural(archives.length, 'locked archive')}`
              }
              value={password}
              onChange={(typed) => {
                setPassword(typed);
                setRefused(false);
              }}
              problem={refused ? 'this password does not open it' : null}
              note={`${plural(
                archives.reduce((sum, { members }) => sum + members, 0),
                'member',
              )} cannot be read without it and would be left out. It stays in memory while the case is open, and is kept neither in the case nor in the custody log; what it opens is copied into the case.`}
            />
          </div>
        )}
        <div className="import-mapping">
          {mapping ? (
            <Chip onRemove={() => setMapping(null)} removeLabel="Import without the mapping">
              {visible(mapping.name)}
            </Chip>
          ) : (
            <Button onPress={() => void pickMapping()}>Use a saved mapping…</Button>
          )}
          <span className="field-note">
            {mapping
              ? 'Counts for every table that has its columns; other files are told by their content.'
              : 'For tables of unknown origin whose columns were mapped before.'}
          </span>
        </div>
        {canReference && (
          <CheckField
            label="Leave the originals where they are"
            note="They are hashed in place and referenced; the case then needs them to stay readable there. Unticked, they are copied into the case."
            checked={reference}
            onChange={setReference}
          />
        )}
      </div>
    </Dialog>
  );
}
