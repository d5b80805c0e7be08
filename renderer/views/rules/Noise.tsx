import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { plural, visible } from '../../../shared/base/text';
import type { Suppression } from '../../../shared/model/suppression';
import { useAct } from '../../engine/use-act';
import { useCase, useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { useLayout } from '../../state/layout';
import { openRef } from '../../state/navigate';
import { say } from '../../state/notices';
import { useQueueState } from '../../state/queue-state';
import { useUndo } from '../../state/undo';
import { Button } from '../../ui/Button';
import { formatTime } from '../../ui/format';
import { Empty, LoadingBar, Problem } from '../../ui/States';

const STATES: Record<Suppression['state'], string> = {
  standing: 'stands',
  expired: 'expired',
  withdrawn: 'taken back',
};

/** What is out of sight as noise, by whom, why and until when; also what was. */
export function Noise(): ReactNode {
  const { data, error, loading } = useQuery('suppressions.list', {});
  if (error && !data) return <Problem title="What is suppressed cannot be shown" error={error} />;
  if (data?.length === 0)
    return (
      <Empty title="Nothing is suppressed in this case">
        In Triage, s on an episode puts it and its like out of sight until a day. What looks like an attack, and
        emergency accounts, stay in sight whatever is written.
      </Empty>
    );
  return (
    <section className="noise" aria-label="Suppressed as noise">
      <LoadingBar active={loading} />
      <ul>
        {(data ?? []).map((one) => (
          <Row key={one.id} one={one} />
        ))}
      </ul>
    </section>
  );
}

const NAMED = 5;

/** The first episodes that it hides, by name: a query alone tells nobody whose they are. */
function Hidden({ query }: { query: string }): ReactNode {
  const zone = useZone();
  const { data } = useQuery('suppressions.preview', { query, limit: NAMED });
  if (!data || data.list.length === 0) return null;
  const rest = data.episodes - data.list.length;
  return (
    <ul className="noise-hidden">
      {data.list.map(({ id, identity, start, summary }) => (
        <li key={id}>
          <AriaButton className="text-link" onPress={() => openRef(id)}>
            {visible(identity)}
          </AriaButton>{' '}
          <span className="muted s">
            {formatTime(start, zone, 'minute')} · {visible(summary)}
          </span>
        </li>
      ))}
      {rest > 0 && <li className="muted s">and {plural(rest, 'episode')} more</li>}
    </ul>
  );
}

function Row({ one }: { one: Suppression }): ReactNode {
  const { id, state, query, why, by } = one;
  const act = useAct();
  const zone = useZone();
  const readOnly = useCase()?.readOnly ?? false;
  const send = (what: 'withdraw' | 'restore') =>
    act(what === 'withdraw' ? 'take it back' : 'suppress it again', (client) => client[`suppressions.${what}`]({ id }));
  const turn = async (what: 'withdraw' | 'restore'): Promise<void> => {
    if (!(await send(what)).ok) return;
    useUndo.getState().did({
      title: what === 'withdraw' ? 'suppression taken back' : 'suppressed again',
      undo: async () => (await send(what === 'withdraw' ? 'restore' : 'withdraw')).ok,
      redo: async () => (await send(what)).ok,
    });
    say({ tone: 'done', text: what === 'withdraw' ? 'Its episodes are in sight again.' : 'Suppressed again.' });
  };
  return (
    <li className={`noise-row ${state}`}>
      <p className="mono noise-query">{visible(query)}</p>
      <p>
        <b>{STATES[state]}</b>
        {state === 'standing' && ` until ${formatTime(one.expires, zone, 'minute')}`}
        {state === 'expired' && ` since ${formatTime(one.expires, zone, 'minute')}`}
        {state === 'withdrawn' && one.withdrawn && ` ${formatTime(one.withdrawn, zone, 'minute')}`} ·{' '}
        {plural(one.episodes, 'episode')}, {plural(one.events, 'denial')}
      </p>
      {state === 'standing' && <Hidden query={query} />}
      <p className="noise-why">{visible(why)}</p>
      <p className="muted xs">
        {visible(by)}, {formatTime(one.at, zone, 'minute')}
      </p>
      <div className="noise-acts">
        {state === 'standing' && (
          <Button
            onPress={() => {
              useQueueState.getState().setState('suppressed');
              useLayout.getState().open('triage');
            }}
          >
            Show in the queue
          </Button>
        )}
        {!readOnly && state !== 'expired' && (
          <Button onPress={() => void turn(state === 'standing' ? 'withdraw' : 'restore')}>
            {state === 'standing' ? 'Take back' : 'Suppress again'}
          </Button>
        )}
      </div>
    </li>
  );
}
