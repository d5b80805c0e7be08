import type { ReactNode } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components';
import { plural, visible } from '../../../shared/base/text';
import { capital, split } from './card-words';
import './lacking.css';

/** What the card could not weigh for want of a log, and which log would tell; nothing where nothing lacks. */
export function Lacking({ list }: { list: readonly string[] }): ReactNode {
  if (list.length === 0) return null;
  return (
    <DialogTrigger>
      <AriaButton className="chip press lacking-chip">{list.length} not known</AriaButton>
      <Popover className="lacking-over" placement="bottom end" offset={4}>
        <Dialog className="lacking-list">
          <Heading slot="title" className="label">
            {plural(list.length, 'thing')} this card could not weigh
          </Heading>
          <ul>
            {list.map((sentence) => {
              const { answer, ground } = split(sentence, visible(sentence));
              return (
                <li key={sentence}>
                  <p>{capital(answer)}</p>
                  {ground && <p className="muted s">Would tell: {ground}</p>}
                </li>
              );
            })}
          </ul>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
