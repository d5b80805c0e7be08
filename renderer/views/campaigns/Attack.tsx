/** The whole case held against a published attack: each step found, not found, or no log that would tell. */
import { CircleCheck, CircleDashed, CircleHelp } from 'lucide-react';
import type { ReactNode } from 'react';
import { visible } from '../../../shared/base/text';
import { type SequenceStep, sequenceAnswer } from '../../../shared/model/sequence';
import { useQuery } from '../../engine/use-query';
import { showEvent } from '../../state/navigate';
import { showSources } from '../../state/sources-part';
import { SEQUENCE_STATES } from '../../state/words';
import { formatCount } from '../../ui/format';
import { LoadingBar, Problem } from '../../ui/States';
import './changes.css';

const ICONS: Record<SequenceStep['state'], typeof CircleCheck> = {
  found: CircleCheck,
  not_found: CircleDashed,
  no_log: CircleHelp,
};
const RECORDS = 3; // opened from here; the others lie around them

export function Attack(): ReactNode {
  const { data, error, loading } = useQuery('analysis.sequence', { episode: null });
  return (
    <article className="attack" aria-label="Published attack">
      <LoadingBar active={loading} />
      {error && !data && <Problem title="The case cannot be held against the attack" error={error} />}
      {data && (
        <>
          <h2>{data.title}</h2>
          <p className="campaign-answer">{sequenceAnswer(data)}.</p>
          <p className="muted s">
            Source: {data.published}. The whole case is looked at, also sign-ins without any denial; the card of an
            episode compares that episode alone.
          </p>
          <table className="attack-steps">
            <caption className="unseen">Steps of the published attack, and what this case has of each</caption>
            <thead>
              <tr>
                <th scope="col">Step</th>
                <th scope="col">In this case</th>
                <th scope="col">Published</th>
              </tr>
            </thead>
            <tbody>
              {data.steps.map((step) => (
                <Step key={step.id} step={step} />
              ))}
            </tbody>
          </table>
        </>
      )}
    </article>
  );
}

function Step({ step: { state, title, text, published, events, count } }: { step: SequenceStep }): ReactNode {
  const Icon = ICONS[state];
  return (
    <tr className={`attack-step ${state}`}>
      <th scope="row">{title}</th>
      <td>
        <p className="attack-state">
          <Icon size={14} aria-hidden /> <b>{SEQUENCE_STATES[state]}</b>
        </p>
        <p>{visible(text)}</p>
        {events.length > 0 && (
          <p className="attack-records">
            {events.slice(0, RECORDS).map((event, i) => (
              <button key={event} type="button" className="link" onClick={() => showEvent(event)}>
                {i === 0 ? 'First record' : `record ${i + 1}`}
              </button>
            ))}
            {count > RECORDS && <span className="muted">of {formatCount(count)}</span>}
          </p>
        )}
        {state === 'no_log' && (
          <button type="button" className="link" onClick={() => showSources('coverage')}>
            What the logs cover
          </button>
        )}
      </td>
      <td className="muted">{published}</td>
    </tr>
  );
}
