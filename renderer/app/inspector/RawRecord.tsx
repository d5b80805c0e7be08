import { type ReactNode, useState } from 'react';
import { visible } from '../../../shared/base/text';
import type { Event } from '../../../shared/model/event';
import { useQuery } from '../../engine/use-query';
import { Button } from '../../ui/Button';
import { formatBytes } from '../../ui/format';
import { Problem } from '../../ui/States';
import { RevealButton, useReveal } from './Masked';
import { indented, markBytes } from './mark-bytes';

const SHOWN = 64_000; // characters; longer records are cut on the screen, never in the evidence

/** The record as it stands in the evidence file: text only, control and bidirectional characters made visible. */
export function RawRecord({ event }: { event: Event }): ReactNode {
  const { data: raw, error } = useQuery('events.raw', { id: event.id });
  const [asWritten, setAsWritten] = useState(true);
  const { shown, show, hide } = useReveal(event.id, 'raw');
  if (error) return <Problem title="The record cannot be read" error={error} />;
  if (!raw) return <p className="muted s">Reading the evidence file…</p>;
  const whole = shown ?? raw.text;
  const cut = whole.length > SHOWN;
  const pretty = cut ? null : indented(whole);
  const text = asWritten || !pretty ? whole.slice(0, SHOWN) : pretty;
  const segments = markBytes(text, [
    { field: 'record id', value: event.recordId },
    { field: 'time', value: event.time },
    { field: 'time', value: event.time.replace(/\.000Z$/, 'Z') },
    { field: 'identity', value: event.identity?.name },
    { field: 'actor', value: event.actor },
    { field: 'target', value: event.target },
    { field: 'application', value: event.app },
    { field: 'address', value: event.ip },
    { field: 'action', value: event.action },
    { field: 'code', value: event.code },
    { field: 'reason', value: event.reason },
    { field: 'city', value: event.geo?.city },
    { field: 'device', value: event.device?.name },
    { field: 'device', value: event.device?.id },
    { field: 'session', value: event.session },
    { field: 'correlation', value: event.correlation },
    { field: 'user agent', value: event.userAgent },
  ]);
  return (
    <>
      <div className="raw-head">
        <span className="muted clip" title={`${raw.file}\nSHA-256 ${raw.sha256}`}>
          {formatBytes(raw.length)} of {raw.file}
        </span>
        {raw.masked && <RevealButton what="secrets" shown={shown !== null} show={show} hide={hide} />}
        {pretty && (
          <Button look="bare" onPress={() => setAsWritten(!asWritten)}>
            {asWritten ? 'Indent' : 'As written'}
          </Button>
        )}
      </div>
      <section
        className="raw"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long record is scrolled with the keyboard
        tabIndex={0}
        aria-label={asWritten ? 'Raw record' : 'Raw record, indented for reading'}
        dir="ltr"
      >
        <pre>
          {segments.map((segment, i) =>
            segment.field === null ? (
              visible(segment.text)
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: a fixed text in order
              <mark key={i} title={segment.field}>
                {visible(segment.text)}
              </mark>
            ),
          )}
        </pre>
      </section>
      {cut && <p className="muted s">First 64,000 characters shown; `sidedoor raw` gives every byte.</p>}
    </>
  );
}
