/** Another copy of the case: its words taken in, its findings compared with those here. */
import { type ReactNode, useEffect, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { Comparison } from '../../../shared/contract/combining';
import type { PickedFile } from '../../../shared/contract/host';
import type { Combined, Conflict } from '../../../shared/model/combine';
import { useEngine, useHost } from '../../engine/EngineContext';
import { useCase, useZone } from '../../engine/use-case';
import { useJob } from '../../engine/use-job';
import { useQuery } from '../../engine/use-query';
import { openRef } from '../../state/navigate';
import { say } from '../../state/notices';
import { Button } from '../../ui/Button';
import { Chip } from '../../ui/Chip';
import { Dialog } from '../../ui/Dialog';
import { formatCount, formatTime } from '../../ui/format';

const LISTED = 50;

export function Copies(): ReactNode {
  const host = useHost();
  const info = useCase();
  const combine = useJob('cases.combine');
  const compare = useJob('analysis.compare');
  const analyse = useJob('analysis.run');
  const { client } = useEngine();
  const conflicts = useQuery('cases.conflicts', {});
  const [combined, setCombined] = useState<Combined | null>(null);
  const [compared, setCompared] = useState<Comparison | null>(null);
  const [busy, setBusy] = useState(false);

  const [choosing, setChoosing] = useState<Work | null>(null);

  const begin = async ({ ref, name }: PickedFile, work: Work['work']): Promise<void> => {
    setBusy(true);
    await work(ref, name).finally(() => setBusy(false));
  };
  const pick = async (kind: 'case' | 'bundle', title: string, work: Work['work']): Promise<void> => {
    // A browser cannot name a folder in place: one of those that the host knows is chosen.
    if (kind === 'case' && host.platform === 'web') return setChoosing({ title, work });
    const [picked] = await host.pickFiles({ kind });
    if (picked) await begin(picked, work);
  };
  const takeIn = async (ref: string, name: string): Promise<void> => {
    const done = await combine({ ref }, `Combine with ${name}`);
    if (done.ok) {
      setCombined(done.output);
      // Words on links, thresholds and who is who weigh in the findings.
      if (!(await client['cases.current']({}))?.analysed) await analyse({}, 'Analyse');
    } else if (done.error.code !== 'cancelled') say({ tone: 'problem', text: done.error.line });
  };
  const against = async (ref: string, name: string): Promise<void> => {
    const done = await compare({ ref }, `Compare with ${name}`);
    if (done.ok) setCompared(done.output);
    else if (done.error.code !== 'cancelled') say({ tone: 'problem', text: done.error.line });
  };
  return (
    <section className="copies" aria-label="Other copies of this case">
      <h2 className="label">Other copies of this case</h2>
      <p className="muted s">
        Take in the notes and decisions of a copy (both sides of a conflict are kept), or compare the findings with
        another state.
      </p>
      <div className="copies-acts">
        <Button
          isDisabled={busy || (info?.readOnly ?? true)}
          onPress={() => void pick('case', 'Combine with a copy', takeIn)}
        >
          Combine with a folder…
        </Button>
        <Button
          isDisabled={busy || (info?.readOnly ?? true)}
          onPress={() => void pick('bundle', 'Combine with a bundle', takeIn)}
        >
          Combine with a bundle…
        </Button>
        <Button isDisabled={busy} onPress={() => void pick('case', 'Compare with a copy', against)}>
          Compare with a folder…
        </Button>
        <Button isDisabled={busy} onPress={() => void pick('bundle', 'Compare with a bundle', against)}>
          Compare with a bundle…
        </Button>
      </div>
      {choosing && (
        <Dialog title={choosing.title} isOpen onClose={() => setChoosing(null)} width={460}>
          <KnownCases
            onChoose={(picked) => {
              setChoosing(null);
              void begin(picked, choosing.work);
            }}
          />
        </Dialog>
      )}
      {combined && <Sums done={combined} />}
      {(conflicts.data ?? []).length > 0 && <Conflicts list={conflicts.data!} />}
      {compared && <Compared found={compared} />}
    </section>
  );
}

interface Work {
  title: string;
  work(ref: string, name: string): Promise<void>;
}

/** Cases that the host knows: opened lately, or lying in the person's folder of cases. */
function KnownCases({ onChoose }: { onChoose(picked: PickedFile): void }): ReactNode {
  const host = useHost();
  const [known, setKnown] = useState<PickedFile[] | null>(null);
  useEffect(() => {
    let isLive = true;
    host.recent().then(
      (files) => isLive && setKnown(files),
      () => isLive && setKnown([]),
    );
    return () => {
      isLive = false;
    };
  }, [host]);
  return (
    <ul className="known-cases">
      {known?.length === 0 && <li className="muted">No case has been opened on this machine yet.</li>}
      {known?.map((file) => (
        <li key={file.ref}>
          <Button onPress={() => onChoose(file)}>{file.name}</Button>
        </li>
      ))}
    </ul>
  );
}

function Sums({ done }: { done: Combined }): ReactNode {
  const words = [
    ...Object.entries(done.added).map(([what, n]) => `${what} ${formatCount(n)}`),
    ...Object.entries(done.withdrawn).map(([what, n]) => `taken back: ${what} ${formatCount(n)}`),
  ];
  return (
    <p role="status">
      {words.length === 0 ? 'Nothing new in the other copy.' : `New here: ${words.join(', ')}.`}
      {done.homeless > 0 && ` ${plural(done.homeless, 'word')} on what this copy does not hold.`}
      {done.apart.length > 0 && ` Not combined: ${done.apart.join('; ')}.`}
      {words.length > 0 && ' The log names who said each first; each can be taken back where it stands.'}
    </p>
  );
}

const CONFLICTS: Record<Conflict['kind'], string> = {
  decision: 'Decision on ',
  link: 'Link of ',
  notebook: 'Notebook',
  thresholds: 'Thresholds',
  setting: 'Setting ',
  identity: 'Who is who: ',
};

function Conflicts({ list }: { list: readonly Conflict[] }): ReactNode {
  const zone = useZone();
  return (
    <section aria-label="Conflicts">
      <p>{plural(list.length, 'conflict')}: both sides are kept, the later one stands until somebody decides again.</p>
      <ul className="conflicts">
        {list.map(({ kind, on, sides }) => {
          const [target = ''] = on.split(' ');
          return (
            <li key={`${kind} ${on} ${sides[0].at}`}>
              {CONFLICTS[kind]}
              {target !== '' && kind === 'setting' && target}
              {target !== '' && kind !== 'setting' && <Chip onPress={() => void openRef(target)}>{target}</Chip>}
              <ul>
                {sides.map((side) => (
                  <li key={`${side.by} ${side.at}`}>
                    {formatTime(side.at, zone, 'minute')}, {visible(side.by)}: {visible(side.says)}
                    {side.why !== '' && ` (${visible(side.why)})`}
                  </li>
                ))}
              </ul>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Compared({ found }: { found: Comparison }): ReactNode {
  const zone = useZone();
  return (
    <section aria-label="Comparison with another state">
      <p role="status">
        Against {visible(found.other.name)}: {plural(found.appeared, 'finding')} appeared, {formatCount(found.vanished)}{' '}
        vanished, {formatCount(found.moved)} moved, {formatCount(found.same)} as before.
        {!found.other.sameCase && ' It is another case.'}
      </p>
      {found.reasons.length > 0 && (
        <ul>
          {found.reasons.map((reason) => (
            <li key={reason}>{visible(reason)}</li>
          ))}
        </ul>
      )}
      {found.list.length > 0 && (
        <ul className="compared">
          {found.list.slice(0, LISTED).map((one) => (
            <li key={`${one.kind} ${one.episode}`}>
              {one.kind} <Chip onPress={() => void openRef(one.episode)}>{one.episode}</Chip> {visible(one.identity)},{' '}
              {formatTime(one.start, zone, 'minute')}: {one.before?.verdict.replaceAll('_', ' ') ?? 'not there'} →{' '}
              {one.after?.verdict.replaceAll('_', ' ') ?? 'not here'}
              {one.moved.length > 0 && ` (${one.moved.join(', ')})`}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
