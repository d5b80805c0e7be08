import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { plural } from '../../../shared/base/text';
import type { Threshold, ThresholdSet } from '../../../shared/model/threshold';
import { useCase, useZone } from '../../engine/use-case';
import { useJob, useJobs } from '../../engine/use-job';
import { useQuery } from '../../engine/use-query';
import { useCommands } from '../../state/commands';
import { say } from '../../state/notices';
import { useUndo } from '../../state/undo';
import type { Command } from '../../state/view';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { formatTime } from '../../ui/format';
import { ChangeList } from './ChangeList';
import { changesOf, hasFaults, valuesOf } from './draft';
import { useRules } from './rules-state';

const TITLES = { 'thresholds.preview': 'Effect of other thresholds', 'thresholds.set': 'Analysis by new thresholds' };

/** First what other numbers would do to this case; then, with a reason, they may be kept. */
export function Effect({ thresholds, set }: { thresholds: readonly Threshold[]; set: ThresholdSet }): ReactNode {
  const { draft, why, effect, type, set: change, clear } = useRules();
  const readOnly = useCase()?.readOnly ?? false;
  const preview = useJob('thresholds.preview');
  const keepJob = useJob('thresholds.set');
  const { jobs } = useJobs();
  const running = jobs.find(({ method, endedAt }) => endedAt === null && method in TITLES);
  const changes = changesOf(thresholds, draft);
  const values = valuesOf(thresholds, draft);
  const of = JSON.stringify([set.version, values]);
  const shown = effect && effect.of === of ? effect.changes : null;
  const isFaulty = hasFaults(thresholds, draft);
  const canShow = changes.length > 0 && !isFaulty && !running;
  const canKeep = canShow && shown !== null && why.trim() !== '' && !readOnly;

  const show = async (): Promise<void> => {
    if (!canShow) return;
    const done = await preview({ values }, TITLES['thresholds.preview']);
    if (done.ok) change({ effect: { of, changes: done.output } });
  };

  const keep = async (): Promise<void> => {
    if (!canKeep) return;
    const before = valuesOf(thresholds, {});
    const send = (to: typeof values, reason: string) =>
      keepJob({ values: to, why: reason }, TITLES['thresholds.set']).then((done) => {
        if (!done.ok && done.error.code !== 'cancelled')
          say({ tone: 'problem', text: `Could not set the thresholds: ${done.error.line}` });
        return done;
      });
    const reason = why.trim();
    const done = await send(values, reason);
    if (!done.ok) return;
    const { version } = done.output.set;
    useUndo.getState().did({
      title: `thresholds version ${version}`,
      undo: async () => (await send(before, `taken back: ${reason}`)).ok,
      redo: async () => (await send(values, reason)).ok,
    });
    clear();
    say({ tone: 'done', text: `Thresholds kept as version ${version}; the findings were computed anew.` });
  };

  // The newest closure, without registering the keys anew with every letter that is typed.
  const latest = useRef(show);
  useEffect(() => {
    latest.current = show;
  });
  const commands = useMemo<Command[]>(
    () => [
      {
        id: 'rules.effect',
        title: 'Show the effect on this case',
        keys: 'Ctrl+Enter',
        run: () => void latest.current(),
      },
      { id: 'rules.clear', title: 'Forget the numbers that are not kept', run: () => clear() },
    ],
    [clear],
  );
  useCommands('Rules', commands);

  if (changes.length === 0 && !isFaulty) return <Standing set={set} />;
  return (
    <>
      <h2>Effect on this case</h2>
      <ul className="effect-changes">
        {changes.map(({ threshold, to }) => (
          <li key={threshold.id}>
            <span className="clip" title={`${threshold.group}: ${threshold.name}`}>
              {threshold.group}: {threshold.name}
            </span>
            <span className="effect-numbers">
              {threshold.value} → <b>{to}</b> {threshold.unit}
            </span>
            <Button look="bare" aria-label={`Forget ${threshold.name}`} onPress={() => type(threshold.id, null)}>
              Forget
            </Button>
          </li>
        ))}
      </ul>
      {isFaulty && <p className="field-problem">A number is not one, or lies outside its limits.</p>}
      {running ? (
        <div className="effect-running" role="status">
          <progress
            aria-label={running.title}
            max={running.progress?.total || 1}
            value={running.progress?.total ? running.progress.done : undefined}
          />
          <span>{running.title}…</span>
          <Button onPress={running.cancel} isDisabled={running.state === 'cancelling'}>
            Cancel
          </Button>
        </div>
      ) : (
        !shown && (
          <>
            <Button look="primary" keys="Ctrl+Enter" isDisabled={!canShow} onPress={() => void show()}>
              Show the effect
            </Button>
            <p className="muted s">
              The analysis runs by these numbers without writing anything. They can be kept once their effect was shown.
            </p>
          </>
        )
      )}
      {shown && !running && (
        <>
          <ChangeList changes={shown} none="No finding of this case would appear, vanish or move." />
          <form
            className="effect-keep"
            onSubmit={(event) => {
              event.preventDefault();
              void keep();
            }}
          >
            <Field
              label="Reason"
              value={why}
              onChange={(text) => change({ why: text })}
              placeholder="Stands in the custody log"
              isRequired
            />
            <div className="effect-acts">
              <Button onPress={clear}>Forget all</Button>
              <Button look="primary" type="submit" isDisabled={!canKeep}>
                Keep as version {set.version + 1}
              </Button>
            </div>
            {readOnly && <p className="muted s">Read only: nothing can be kept in this window.</p>}
          </form>
        </>
      )}
    </>
  );
}

/** Which numbers stand, who set them and why; before them the versions that stood. */
function Standing({ set }: { set: ThresholdSet }): ReactNode {
  const zone = useZone();
  const { data: history } = useQuery('thresholds.history', {});
  return (
    <>
      <h2>Effect on this case</h2>
      <p className="muted s">
        Change a number: what it would do to the findings of this case is shown here before it is kept.
      </p>
      <h3 className="label">Versions</h3>
      <ol className="effect-versions">
        {[...(history ?? [])].reverse().map((one) => (
          <li key={one.set.version}>
            <b>{one.set.version}</b>
            {one.set.version === set.version && ' · stands'} · {plural(Object.keys(one.own).length, 'number')} set by
            hand
            <p className="s">{one.set.why}</p>
            <p className="muted xs">
              {one.set.by}, {one.set.at && formatTime(one.set.at, zone, 'minute')}
            </p>
          </li>
        ))}
        <li>
          <b>0</b>
          {set.version === 0 && ' · stands'} · the product's own numbers
        </li>
      </ol>
      <p className="muted s">The report and the bundle print all numbers with their version.</p>
    </>
  );
}
