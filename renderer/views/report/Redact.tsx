/** A redacted copy: what to hide, what would be replaced inside texts, and only then the file. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { FormatInfo } from '../../../shared/contract/exports';
import { REDACT_FIELDS, REDACT_ONE, type RedactField, type RedactReview } from '../../../shared/model/redaction';
import { useHost } from '../../engine/EngineContext';
import { useCase } from '../../engine/use-case';
import { useJob } from '../../engine/use-job';
import { say } from '../../state/notices';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { CheckField, Field } from '../../ui/Field';
import { formatBytes, formatCount } from '../../ui/format';
import { proposal, wrote } from './written';

const FIELDS = Object.keys(REDACT_FIELDS) as RedactField[];
const SHOWN = 300; // findings drawn; the command line prints them all

export function Redact({ formats }: { formats: readonly FormatInfo[] }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <section className="report-group">
      <h2 className="label">Redacted copy</h2>
      <ul>
        <li className="format">
          <div>
            <p className="format-title">Any of these with names, addresses and more replaced</p>
            <p className="muted s">
              The same value has the same pseudonym everywhere. What is replaced inside texts is shown before anything
              is written; a bundle holds the hashes of the evidence in its place, and verifies.
            </p>
          </div>
          <Button onPress={() => setOpen(true)} aria-label="Redact… a copy">
            Redact…
          </Button>
        </li>
      </ul>
      {isOpen && <RedactDialog formats={formats} onClose={() => setOpen(false)} />}
    </section>
  );
}

function RedactDialog({ formats, onClose }: { formats: readonly FormatInfo[]; onClose(): void }): ReactNode {
  const host = useHost();
  const info = useCase();
  const look = useJob('exports.redaction');
  const write = useJob('exports.write');
  const [fields, setFields] = useState<readonly RedactField[]>(FIELDS);
  const [truncate, setTruncate] = useState(false);
  const [also, setAlso] = useState('');
  const [keepsKey, setKeepsKey] = useState(true);
  const [chosen, setChosen] = useState(formats.find(({ id }) => id === 'bundle') ?? formats[0]);
  const [found, setFound] = useState<RedactReview | null>(null);
  const [looks, setLooks] = useState(0); // each is read from its beginning
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const asked = () => ({
    fields: [...fields],
    truncate,
    keep: [...kept],
    also: also.split(';').map((text) => text.trim()).filter((text) => text.length >= 3),
  }); // biome-ignore format: one object

  const run = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    await work().finally(() => setBusy(false));
  };
  const review = async (): Promise<void> => {
    const done = await look(asked(), 'Look through texts for what is to be hidden');
    if (done.ok) {
      setFound(done.output);
      setLooks((n) => n + 1);
    }
    if (!done.ok && done.error.code !== 'cancelled') say({ tone: 'problem', text: done.error.line });
  };
  const release = async (): Promise<void> => {
    if (!chosen) return;
    const name = `${proposal(info?.name ?? 'case', chosen.id)}-redacted`;
    const target = await host.saveTarget({ name: `${name}.${chosen.extension}`, extension: chosen.extension });
    if (!target) return;
    const key = keepsKey ? await host.saveTarget({ name: 'redaction-key.txt', extension: 'txt' }) : null;
    if (keepsKey && !key) return;
    const redact = { ...asked(), key: key?.ref ?? null };
    const done = await write(
      { format: chosen.id, kind: chosen.kind, sink: target.ref, redact },
      `Write ${target.name}, redacted`,
    );
    if (!done.ok) {
      if (done.error.code !== 'cancelled') say({ tone: 'problem', text: done.error.line });
      return;
    }
    const path = host.platform === 'web' ? target.name : done.output.path;
    wrote({ ...done.output, path, title: `${chosen.title}, redacted`, ref: target.ref });
    say({
      tone: 'done',
      text: `${target.name} written, ${formatBytes(done.output.bytes)}. Keep the key apart from it.`,
      action: { title: 'Show', run: () => void host.reveal(target.ref) },
    });
    onClose();
  };
  const change =
    <T,>(set: (value: T) => void) =>
    (value: T): void => {
      set(value);
      setFound(null); // what was looked at is not what would be written
    };

  return (
    <Dialog
      title="Redacted copy"
      isOpen
      onClose={onClose}
      width={760}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            isDisabled={busy || fields.length === 0}
            look={found ? 'plain' : 'primary'}
            onPress={() => void run(review)}
          >
            {busy && !found ? 'Looking…' : 'Look through texts'}
          </Button>
          <Button isDisabled={busy || !found} look={found ? 'primary' : 'plain'} onPress={() => void run(release)}>
            Approve and write…
          </Button>
        </>
      }
    >
      <form
        className="redact"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && fields.length > 0) void run(review);
        }}
      >
        <label className="field">
          <span className="field-label">What is written</span>
          <select
            className="field-input"
            value={chosen ? `${chosen.kind} ${chosen.id}` : ''}
            onChange={(event) => setChosen(formats.find(({ id, kind }) => `${kind} ${id}` === event.target.value))}
          >
            {formats.map(({ id, kind, title }) => (
              <option key={`${kind} ${id}`} value={`${kind} ${id}`}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <fieldset className="redact-fields">
          <legend className="label">Hide</legend>
          {FIELDS.map((field) => (
            <CheckField
              key={field}
              label={field[0]!.toUpperCase() + field.slice(1)}
              note={REDACT_FIELDS[field]}
              checked={fields.includes(field)}
              onChange={(on) => change(setFields)(on ? [...fields, field] : fields.filter((one) => one !== field))}
            />
          ))}
        </fieldset>
        <CheckField
          label="Cut addresses to their network"
          note="203.0.113.0 in place of a pseudonym: providers and regions stay visible"
          checked={truncate}
          onChange={change(setTruncate)}
        />
        <Field
          label="Hide these texts too"
          note="Such as the name of the client; several are separated by ;"
          value={also}
          onChange={change(setAlso)}
        />
        <CheckField
          label="Keep the key in a file"
          note="With it a later copy has the same pseudonyms. Whoever has it can try out values: keep it apart."
          checked={keepsKey}
          onChange={setKeepsKey}
        />
        {found && <Findings key={looks} found={found} kept={kept} onKept={setKept} />}
        <input type="submit" hidden />
      </form>
    </Dialog>
  );
}

function Findings({
  found,
  kept,
  onKept,
}: {
  found: RedactReview;
  kept: ReadonlySet<string>;
  onKept(kept: ReadonlySet<string>): void;
}): ReactNode {
  const box = useRef<HTMLElement>(null);
  const [at, setAt] = useState(0); // the row that Tab leads to
  // What was asked for is read next: it lies below what the dialog shows of its form.
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'start' });
    box.current?.focus({ preventScroll: true });
  }, []);
  /** Hundreds of rows are one stop for Tab; arrows walk in them. */
  const walk = (event: KeyboardEvent<HTMLElement>): void => {
    const ticks = [...event.currentTarget.querySelectorAll<HTMLInputElement>('input:not(:disabled)')];
    const now = ticks.indexOf(document.activeElement as HTMLInputElement);
    const ends: Record<string, number> = { ArrowUp: now - 1, ArrowDown: now + 1, Home: 0, End: ticks.length - 1 };
    const next = ticks[ends[event.key] ?? -1];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  const total = found.findings.length + found.cut;
  const free = found.findings.slice(0, SHOWN).findIndex(({ kind }, i) => i >= at && kind !== 'secret');
  const values = Object.entries(found.values).map(
    ([kind, n]) => `${formatCount(n)} ${n === 1 ? REDACT_ONE[kind as RedactField] : kind}`,
  );
  return (
    <section aria-label="What is replaced inside texts" className="redact-review" ref={box} tabIndex={-1}>
      <p role="status">
        {values.length > 0 ? `Replaced as a whole: ${values.join(', ')}. ` : ''}
        {total === 0 ? 'Nothing is found inside longer texts.' : `${plural(total, 'text')} found inside longer texts:`}
      </p>
      {total > 0 && (
        <div className="redact-found">
          <table aria-label="Found inside texts; arrows walk, Space takes one out" onKeyDown={walk}>
            <thead>
              <tr>
                <th>Replace</th>
                <th>Found</th>
                <th>Becomes</th>
                <th className="number">Texts</th>
                <th>Seen first in</th>
              </tr>
            </thead>
            <tbody>
              {found.findings.slice(0, SHOWN).map((one, i) => (
                <tr key={`${one.kind} ${one.text}`}>
                  <td>
                    <input
                      type="checkbox"
                      aria-label={`Replace ${visible(one.text)}`}
                      disabled={one.kind === 'secret'}
                      tabIndex={i === free ? 0 : -1}
                      onFocus={() => setAt(i)}
                      checked={!kept.has(one.text)}
                      onChange={(event) => {
                        const next = new Set(kept);
                        if (event.target.checked) next.delete(one.text);
                        else next.add(one.text);
                        onKept(next);
                      }}
                    />
                  </td>
                  <td className="mono breakable">{visible(one.text)}</td>
                  <td className="mono breakable">{one.becomes}</td>
                  <td className="number">{formatCount(one.n)}</td>
                  <td className="muted breakable">
                    {one.where}: {visible(one.around)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {total > SHOWN && <p className="muted s">and {formatCount(total - SHOWN)} more; all of them are replaced</p>}
        </div>
      )}
      <p className="muted s">Left out: {found.leftOut.join('; ')}.</p>
    </section>
  );
}
