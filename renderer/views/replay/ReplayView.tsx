/** The case once more under policies that were not there: what they would have prevented, and whom they would have hurt. */
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { plural } from '../../../shared/base/text';
import { POLICY_LIMIT, POLICY_TITLES, type Policy, type PolicyId } from '../../../shared/model/replay';
import { useCase, useZone } from '../../engine/use-case';
import { useJob } from '../../engine/use-job';
import { useCommands } from '../../state/commands';
import { useFilters } from '../../state/filters';
import { say } from '../../state/notices';
import { runCommand } from '../../state/run-command';
import type { Command } from '../../state/view';
import { Button } from '../../ui/Button';
import { formatTime } from '../../ui/format';
import { idleTimeout } from '../../ui/idle';
import { Empty, LoadingBar } from '../../ui/States';
import { ViewBar } from '../../ui/ViewBar';
import { Answer } from './Answer';
import { Baseline } from './Baseline';
import { draftOf, POLICY_IDS, readDraft } from './draft';
import { PolicyForm } from './PolicyForm';
import { useReplay } from './replay-state';
import { SaveDialog, Saved } from './Saved';
import './replay.css';

/** Above this many events the case is counted only when asked: it takes seconds. */
const AT_ONCE = 500_000;

/** One more policy, while one replay can hold it. */
function addPolicy(id: PolicyId): void {
  const { drafts, add } = useReplay.getState();
  if (drafts.length < POLICY_LIMIT) add(id);
  else say({ tone: 'problem', text: `At most ${POLICY_LIMIT} policies are replayed together: remove one first.` });
}

export function ReplayView(): ReactNode {
  const zone = useZone();
  const info = useCase();
  const readOnly = info?.readOnly ?? false;
  const state = useReplay();
  const { drafts, result, baseline, saved, running, put, answer, look, set } = state;
  const range = useFilters((filters) => filters.range);
  const [saving, setSaving] = useState(false);
  const replay = useJob('replay.run');

  const ask = useCallback(
    async (policies: Policy[]): Promise<void> => {
      const { of: asked } = useReplay.getState();
      set({ running: true });
      const done = await replay({ policies, range }, policies.length === 0 ? 'Counting the case' : 'Policy replay');
      // The question may have moved on meanwhile; who asked anew says when that is answered.
      if (useReplay.getState().of !== asked) return;
      set({ running: false });
      if (!done.ok) return;
      if (policies.length === 0) set({ baseline: done.output });
      else answer(done.output);
    },
    [replay, range, set, answer],
  );

  const run = useCallback((): void => {
    const read = useReplay.getState().drafts.map(readDraft);
    const wrong = read.find(({ problem }) => problem !== null);
    if (read.length === 0) say({ tone: 'problem', text: 'Add a policy first.' });
    else if (wrong) say({ tone: 'problem', text: `${wrong.problem}.` });
    else void ask(read.flatMap(({ policy }) => policy ?? []));
  }, [ask]);

  // Another case, other findings, another brush: what was counted is of the former.
  const of = info ? [info.id, info.events, info.episodes, info.analysed, range?.from, range?.to].join(' ') : null;
  const isSmall = (info?.events ?? 0) <= AT_ONCE && (info?.episodes ?? 0) > 0;
  useEffect(() => {
    if (of === null || of === useReplay.getState().of) return;
    const begin = (): void => {
      const state = useReplay.getState();
      state.begin(of, state.of === null || state.of.split(' ')[0] === of.split(' ')[0]);
      if (!isSmall) return;
      void ask([]).then(() => {
        if (state.result) run();
      });
    };
    if (useReplay.getState().of === null) return begin();
    // While the brush is drawn, every pixel would be a replay.
    return idleTimeout(begin, 250);
  }, [of, isSmall, ask, run]);

  const commands = useMemo<Command[]>(
    () => [
      ...POLICY_IDS.map((id, i) => ({
        id: `replay.add.${id}`,
        title: `Add policy: ${POLICY_TITLES[id]}`,
        keys: String(i + 1),
        run: () => addPolicy(id),
      })),
      { id: 'replay.run', title: 'Replay the case under these policies', keys: 'r', run },
      {
        id: 'replay.save',
        title: 'Save the scenario',
        keys: 's',
        run: () =>
          useReplay.getState().result ? setSaving(true) : say({ tone: 'problem', text: 'Replay first, then save.' }),
      },
      { id: 'replay.clear', title: 'Back to the case as it was', keys: 'b', run: () => look(null) },
    ],
    [run, look],
  );
  useCommands('Policy replay', commands);

  const shown = saved?.result ?? result;
  const period = shown ?? baseline;
  return (
    <div className="replay">
      <ViewBar
        title="Policy replay"
        about={
          period &&
          `${formatTime(period.from, zone, 'minute')} – ${formatTime(period.to, zone, 'minute')}${saved ? `, saved as ${saved.name}` : ''}`
        }
      >
        {shown && (
          <Button look="bare" keys="b" onPress={() => look(null)}>
            As it was
          </Button>
        )}
        {result && !saved && (
          <Button keys="s" isDisabled={readOnly} onPress={() => setSaving(true)}>
            Save
          </Button>
        )}
      </ViewBar>
      <LoadingBar active={running} />
      <div className="replay-body">
        <div className="replay-left">
          <PolicyForm onAdd={addPolicy} onRun={run} isRunning={running} />
          <Saved />
        </div>
        <section className={running ? 'replay-main old-answer' : 'replay-main'} aria-label="Answer">
          {shown ? (
            <Answer result={shown} run={saved ? null : (result?.run ?? null)} />
          ) : baseline ? (
            <Baseline
              baseline={baseline}
              onTry={(policy) => {
                put([...drafts, draftOf(policy)].slice(-6));
                void ask([policy]);
              }}
            />
          ) : info && info.episodes === 0 ? (
            <Empty
              title="No denial to replay"
              actions={
                info.events === 0 && (
                  <Button look="primary" onPress={() => runCommand('import.files')}>
                    Import files…
                  </Button>
                )
              }
            >
              {info.events === 0
                ? 'A policy is replayed over denials, sign-ins and what was found about them: import evidence first.'
                : `A policy is replayed over denials and what followed them; none of the case’s ${plural(info.events, 'event')} is a denied factor.`}
            </Empty>
          ) : (
            !running && (
              <Empty
                title="The case is large"
                actions={
                  <Button look="primary" onPress={() => void ask([])}>
                    Count the case as it was
                  </Button>
                }
              >
                Counting prompts and denials reads every sign-in once; it can be cancelled in the job tray. Or add a
                policy and replay it at once.
              </Empty>
            )
          )}
        </section>
      </div>
      {saving && result && <SaveDialog run={result.run} onClose={() => setSaving(false)} />}
    </div>
  );
}
