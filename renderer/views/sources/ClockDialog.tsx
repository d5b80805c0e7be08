import { type ReactNode, useEffect, useState } from 'react';
import { plural } from '../../../shared/base/text';
import { formatOffset, parseOffset } from '../../../shared/model/clock-offset';
import type { FileLedger } from '../../../shared/model/ledger';
import { useAct } from '../../engine/use-act';
import { useZone } from '../../engine/use-case';
import { say } from '../../state/notices';
import { useUndo } from '../../state/undo';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { formatTime } from '../../ui/format';

export interface ClockAsked {
  file: FileLedger;
  /** The correction that pairs of records suggest, in all, with the sentence that says why; null where nothing does. */
  suggestion: { offsetMs: number; why: string } | null;
}

/** The person's word on a file's clock: what is added to its times, and why. Nothing is added before it is said. */
export function ClockDialog({ asked, onClose }: { asked: ClockAsked | null; onClose(): void }): ReactNode {
  return (
    <Dialog title="Set the clock of a file right" isOpen={asked !== null} onClose={onClose} width={540}>
      {asked && <Form key={asked.file.file} asked={asked} onClose={onClose} />}
    </Dialog>
  );
}

function Form({ asked: { file, suggestion }, onClose }: { asked: ClockAsked; onClose(): void }): ReactNode {
  const zone = useZone();
  const act = useAct();
  const now = file.clock?.offsetMs ?? 0;
  const [offset, setOffset] = useState('');
  const [why, setWhy] = useState('');
  const [isSetting, setIsSetting] = useState(false);
  useEffect(() => {
    setOffset(suggestion ? formatOffset(suggestion.offsetMs) : now === 0 ? '' : formatOffset(now));
    setWhy(suggestion?.why ?? '');
  }, [suggestion, now]);
  const ms = parseOffset(offset);
  const isUnread = offset.trim() !== '' && ms === null;

  const set = async (offsetMs: number): Promise<void> => {
    setIsSetting(true);
    const reason = why.trim();
    const put = async (ms: number, because: string): Promise<boolean> =>
      (
        await act(`set the clock of ${file.file}`, (client) =>
          client['imports.clock']({ file: file.file, offsetMs: ms, why: because }),
        )
      ).ok;
    const isSet = await put(offsetMs, reason);
    setIsSetting(false);
    if (!isSet) return;
    const what = offsetMs === 0 ? 'Times as recorded again' : `${formatOffset(offsetMs)} added to the times`;
    useUndo.getState().did({
      title: `clock of ${file.file}`,
      undo: () => put(now, file.clock?.why ?? `taken back: ${reason}`),
      redo: () => put(offsetMs, reason),
    });
    say({ tone: 'done', text: `${what} of ${file.file}; the findings were computed again.` });
    onClose();
  };

  return (
    <form
      className="clock-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ms !== null && ms !== now && why.trim() !== '') void set(ms);
      }}
    >
      <p>
        Added to all times of <b className="breakable">{file.file}</b> ({plural(file.events, 'event')}). The times as
        recorded stay with each event; this act and its reason stay in the custody log.
      </p>
      <Field
        label="Add"
        value={offset}
        onChange={setOffset}
        placeholder="−62 s"
        note={example(file, ms, now, zone)}
        problem={isUnread ? 'Write it as −62 s, +1 h 30 min or −00:01:02' : null}
        autoFocus
        isRequired
      />
      <Field label="Reason" value={why} onChange={setWhy} placeholder="How the true time is known" isRequired />
      <div className="clock-acts">
        {now !== 0 && (
          <Button look="danger" isDisabled={why.trim() === '' || isSetting} onPress={() => void set(0)}>
            Take {formatOffset(now)} back
          </Button>
        )}
        <span className="view-space" />
        <Button onPress={onClose}>Cancel</Button>
        <Button look="primary" type="submit" isDisabled={ms === null || ms === now || why.trim() === '' || isSetting}>
          {isSetting ? 'Setting…' : 'Set'}
        </Button>
      </div>
    </form>
  );
}

/** One time of the file, before and after. */
function example(file: FileLedger, ms: number | null, now: number, zone: string): string {
  if (!file.first) return 'The file has no event with a time.';
  const recorded = Date.parse(file.first) - now;
  const before = `Recorded ${formatTime(recorded, zone, 'second')}`;
  return ms === null ? `${before} (its first event)` : `${before} becomes ${formatTime(recorded + ms, zone, 'second')}`;
}
