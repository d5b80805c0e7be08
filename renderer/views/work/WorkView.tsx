/** What is left to decide, how old it is, and what decisions took so far: medians and 90th percentiles by class. */
import type { ReactNode } from 'react';
import { plural } from '../../../shared/base/text';
import type { ClassEffort, Work } from '../../../shared/model/effort';
import type { RuleValue } from '../../../shared/model/rule-value';
import { useCase } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { useLayout } from '../../state/layout';
import { type QueueState, useQueueState } from '../../state/queue-state';
import { runCommand } from '../../state/run-command';
import { VERDICTS } from '../../state/words';
import { Button } from '../../ui/Button';
import { formatCount, formatDuration } from '../../ui/format';
import { Shape } from '../../ui/Shape';
import { Empty, LoadingBar, Problem } from '../../ui/States';
import { ViewBar } from '../../ui/ViewBar';
import './work.css';

const DAY = 86_400_000;

export function WorkView(): ReactNode {
  const { data, error, loading } = useQuery('episodes.work', {});
  const last = useCase()?.last ?? null;
  return (
    <div className="work">
      <ViewBar
        title="Work"
        about={data && `${plural(data.episodes, 'episode')}, ${formatCount(data.decided)} decided`}
      />
      <LoadingBar active={loading} />
      {error && !data ? (
        <Problem title="The state of the work cannot be told" error={error} />
      ) : data && data.episodes === 0 ? (
        <Nothing />
      ) : (
        data && (
          <div className="work-scroll">
            <Answer work={data} last={last} />
            <States work={data} />
            <EffortTable effort={data.effort} />
            <RuleTable rules={data.rules} />
          </div>
        )
      )}
    </div>
  );
}

function Nothing(): ReactNode {
  const events = useCase()?.events ?? 0;
  return (
    <Empty
      title="Nothing to decide"
      actions={
        events === 0 ? (
          <Button look="primary" onPress={() => runCommand('import.files')}>
            Import files…
          </Button>
        ) : (
          <Button onPress={() => useLayout.getState().open('sources')}>How each record ended</Button>
        )
      }
    >
      {events === 0
        ? 'No events yet: import exports of sign-ins and denials.'
        : `None of the case’s ${plural(events, 'event')} is a denied factor, so there is no episode.`}
    </Empty>
  );
}

/** The answer first: what is left, and how long that may take. */
function Answer({ work, last }: { work: Work; last: string | null }): ReactNode {
  const open = work.fresh + work.triaged;
  const all = work.effort[0]?.seconds ?? null;
  const age = work.oldestOpen && last ? (Date.parse(last) - Date.parse(work.oldestOpen)) / DAY : null;
  return (
    <section className="work-answer">
      <p className="work-lead">
        {open === 0
          ? 'Every episode is decided.'
          : `${plural(open, 'episode')} open${
              all ? `: about ${formatDuration(open * all.median)} at the median pace so far` : ''
            }.`}
      </p>
      <p className="muted s">
        {plural(work.denials, 'denial')} were folded into {plural(work.episodes, 'episode')}
        {work.decided > 0 &&
          `; ${formatCount(work.withStep)} of ${plural(work.decided, 'decision')} led to a step (block, verify, escalate)`}
        .
        {age !== null &&
          age >= 1 &&
          ` The oldest open one ended ${formatCount(Math.floor(age))} ${Math.floor(age) === 1 ? 'day' : 'days'} before the last event of the case.`}
        {!all && open > 0 && ' No decision has been measured yet, so no pace is known.'}
      </p>
    </section>
  );
}

/** The episodes of one state, in the queue. */
function showQueue(state: QueueState): void {
  useQueueState.getState().setState(state);
  useLayout.getState().open('triage');
}

function States({ work }: { work: Work }): ReactNode {
  const rows: [string, number, string, QueueState][] = [
    ['New', work.fresh, 'nobody has looked at them', 'new'],
    ['Triaged', work.triaged, 'looked at, not decided', 'triaged'],
    ['Decided', work.decided - work.closed, 'a decision stands, its steps may not', 'decided'],
    ['Closed', work.closed, 'decided, and nothing is left to do', 'closed'],
    ['Suppressed', work.suppressed, 'hidden from the queue by a rule of the investigator', 'suppressed'],
  ];
  const most = Math.max(1, ...rows.map(([, n]) => n));
  return (
    <table className="work-table">
      <caption>Episodes by state</caption>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col" className="work-n">
            Episodes
          </th>
          <th scope="col">
            <span className="unseen">Share</span>
          </th>
          <th scope="col">Means</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, n, means, state]) => (
          <tr key={name}>
            <th scope="row">
              <button type="button" className="link" onClick={() => showQueue(state)}>
                {name}
              </button>
            </th>
            <td className="work-n">{formatCount(n)}</td>
            <td className="work-share" aria-hidden="true">
              <i style={{ width: `${(n / most) * 100}%` }} />
            </td>
            <td className="muted">{means}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function EffortTable({ effort }: { effort: readonly ClassEffort[] }): ReactNode {
  const all = effort[0];
  if (!all || all.decisions === 0)
    return (
      <p className="muted s">
        Once episodes are decided, how long each was in view before its decision and the views opened meanwhile stand
        here, class by class; each is in the custody log too.
      </p>
    );
  const unmeasured = all.decisions - (all.seconds?.n ?? 0);
  return (
    <table className="work-table">
      <caption>
        How long an episode was in view until the decision that stands, and views opened meanwhile; n in brackets
        {unmeasured > 0 &&
          `. ${plural(unmeasured, 'decision')} of what was not in view ${unmeasured === 1 ? 'is' : 'are'} not measured`}
      </caption>
      <thead>
        <tr>
          <th scope="col">Decided as</th>
          <th scope="col" className="work-n">
            Decisions
          </th>
          <th scope="col" className="work-n">
            Median time
          </th>
          <th scope="col" className="work-n">
            90th percentile
          </th>
          <th scope="col" className="work-n">
            Median views
          </th>
          <th scope="col" className="work-n">
            90th percentile
          </th>
        </tr>
      </thead>
      <tbody>
        {effort.map(({ verdict, decisions, seconds, views }) => (
          <tr key={verdict ?? 'all'}>
            <th scope="row">
              {verdict === null ? (
                'All'
              ) : (
                <>
                  <Shape shape={VERDICTS[verdict].shape} color={VERDICTS[verdict].color} size={12} />{' '}
                  {VERDICTS[verdict].word}
                </>
              )}
            </th>
            <td className="work-n">{formatCount(decisions)}</td>
            <td className="work-n">{seconds ? `${formatDuration(seconds.median)} (${seconds.n})` : '–'}</td>
            <td className="work-n">{seconds ? formatDuration(seconds.p90) : '–'}</td>
            <td className="work-n">{views ? `${views.median} (${views.n})` : '–'}</td>
            <td className="work-n">{views ? views.p90 : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const DIFFERENCE: Record<RuleValue['difference'], string> = {
  few: 'too few decided to tell',
  none: 'neither speed nor decision',
  speed: 'speed',
  decision: 'decision',
  both: 'speed and decision',
};

/** What each pattern was worth: one that changes neither speed nor decision is said so. */
function RuleTable({ rules }: { rules: readonly RuleValue[] }): ReactNode {
  if (rules.length === 0) return null;
  return (
    <table className="work-table">
      <caption>
        Patterns: how often they fired, and whether episodes that have one were decided otherwise than those without
      </caption>
      <thead>
        <tr>
          <th scope="col">Pattern</th>
          <th scope="col" className="work-n">
            Fires
          </th>
          <th scope="col" className="work-n">
            Decided
          </th>
          <th scope="col" className="work-n">
            Overruled
          </th>
          <th scope="col" className="work-n">
            Led to a step
          </th>
          <th scope="col" className="work-n">
            Median with
          </th>
          <th scope="col" className="work-n">
            Without
          </th>
          <th scope="col" className="work-last">
            Changes
          </th>
        </tr>
      </thead>
      <tbody>
        {rules.map(({ pattern, fires, decided, changed, steps, seconds, without, difference }) => (
          <tr key={pattern}>
            <th scope="row">{pattern.replaceAll('_', ' ')}</th>
            <td className="work-n">{formatCount(fires)}</td>
            <td className="work-n">{formatCount(decided)}</td>
            <td className="work-n">{decided === 0 ? '–' : formatCount(changed)}</td>
            <td className="work-n">{decided === 0 ? '–' : formatCount(steps)}</td>
            <td className="work-n">{seconds ? formatDuration(seconds.median) : '–'}</td>
            <td className="work-n">{without ? formatDuration(without.median) : '–'}</td>
            <td className={difference === 'few' ? 'work-last muted' : 'work-last'}>{DIFFERENCE[difference]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
