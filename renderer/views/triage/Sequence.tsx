import type { ReactNode } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components';
import type { Episode } from '../../../shared/model/episode';
import { sequenceAnswer } from '../../../shared/model/sequence';
import { useQuery } from '../../engine/use-query';
import { showEvent } from '../../state/navigate';
import { SEQUENCE_STATES } from '../../state/words';
import './lacking.css';

/** Patterns that the published sequence begins with. */
const BEGINS: readonly string[] = ['stopped_after_few', 'password_spray'];

/** Whether the episode looks as that attack began. */
export const isSequence = ({ patterns }: Pick<Episode, 'patterns'>): boolean =>
  patterns.some((pattern) => BEGINS.includes(pattern));

/** The episode, with whom it leads to, held against Midnight Blizzard; asked only when it is opened. */
export function Sequence({ episode }: { episode: Pick<Episode, 'id' | 'patterns'> }): ReactNode {
  if (!isSequence(episode)) return null;
  return (
    <DialogTrigger>
      <AriaButton className="chip press">Midnight Blizzard?</AriaButton>
      <Popover className="lacking-over" placement="bottom end" offset={4}>
        <Dialog className="lacking-list">
          <Steps episode={episode.id} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Steps({ episode }: { episode: string }): ReactNode {
  const { data, error } = useQuery('analysis.sequence', { episode });
  if (!data)
    return (
      <Heading slot="title" className="label">
        {error ? error.message : 'Comparing …'}
      </Heading>
    );
  return (
    <>
      <Heading slot="title" className="label">
        {data.title}: {sequenceAnswer(data)}
      </Heading>
      <ol>
        {data.steps.map(({ id, state, title, text, published, events }) => (
          <li key={id}>
            <p>
              {SEQUENCE_STATES[state]}: {title}
            </p>
            <p className="muted s">
              Here: {text}
              {events[0] && (
                <>
                  {' '}
                  <AriaButton className="chip press" onPress={() => showEvent(events[0]!)}>
                    first record
                  </AriaButton>
                </>
              )}
            </p>
            <p className="muted s">Published: {published}</p>
          </li>
        ))}
      </ol>
      <p className="muted xs">{data.published}</p>
    </>
  );
}
