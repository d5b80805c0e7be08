/** The right side of most views: everything about the selected event; else the selected episode; else the identity. */
import { Copy, Filter, FilterX, PanelRightClose } from 'lucide-react';
import type { ReactNode } from 'react';
import { visible } from '../../../shared/base/text';
import { refKind } from '../../../shared/model/ids';
import { useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { assuranceLines } from '../../state/assurance-words';
import { useFilters, withWord } from '../../state/filters';
import { useLayout } from '../../state/layout';
import { openRef } from '../../state/navigate';
import { say } from '../../state/notices';
import { pivotOn } from '../../state/pivot';
import { useSelection } from '../../state/selection';
import { KIND_WORDS, MARKS, markOf } from '../../state/words';
import { Button, IconButton } from '../../ui/Button';
import { formatCount, formatSpan } from '../../ui/format';
import { Shape } from '../../ui/Shape';
import { Empty, LoadingBar, Problem } from '../../ui/States';
import { Address } from './Address';
import { EpisodePanel } from './EpisodePanel';
import { type Field, fieldsOf, heading, referenceText, subject } from './fields';
import { Links } from './Links';
import { Value } from './Masked';
import { Notes } from './Notes';
import { RawRecord } from './RawRecord';
import { RowPanel } from './RowPanel';
import { Section } from './Section';
import { StarOf } from './StarOf';
import './inspector.css';
import { copyText } from '../../ui/clipboard';

export function Inspector(): ReactNode {
  const { event, episode, identity } = useSelection();
  const hide = useLayout((layout) => layout.toggleInspector);
  return (
    <div className="inspector">
      <IconButton label="Hide the inspector" keys="Ctrl+." className="inspector-hide" onPress={() => hide(false)}>
        <PanelRightClose size={15} aria-hidden />
      </IconButton>
      {event && refKind(event) === 'row' ? (
        <RowPanel id={event} key={event} />
      ) : event ? (
        <EventPanel id={event} key={event} />
      ) : episode ? (
        <EpisodePanel id={episode} />
      ) : identity ? (
        <IdentityPanel id={identity} />
      ) : (
        <Empty title="Nothing selected">
          Choose an event in any view: its fields, its raw record, links and notes appear here.
        </Empty>
      )}
    </div>
  );
}

function EventPanel({ id }: { id: string }): ReactNode {
  const zone = useZone();
  const { data: event, error, loading } = useQuery('events.get', { id });
  const raw = useQuery('events.raw', { id });
  if (error) return <Problem title="This event cannot be shown" error={error} />;
  if (!event) return <LoadingBar active={loading} />;
  const look = MARKS[markOf(event)];
  const copy = (text: string, what: string): void =>
    void copyText(text).then(
      () => say({ tone: 'done', text: `Copied ${what}` }),
      () => say({ tone: 'problem', text: 'The clipboard cannot be written here' }),
    );
  const detail = Object.entries(event.detail ?? {});
  const fields = fieldsOf(event, zone);
  const further = fields.filter((field) => field.more);
  return (
    <>
      <header className="inspector-head">
        <p className="inspector-kind">
          <Shape shape={look.shape} color={look.color} size={12} /> {heading(event)}
        </p>
        <h2 title={subject(event)}>
          <bdi dir="ltr">{visible(subject(event))}</bdi>
        </h2>
        <p className="inspector-acts">
          <button type="button" className="ref mono" onClick={() => copy(event.id, event.id)} title="Copy the id">
            {event.id} <Copy size={11} aria-hidden />
          </button>
          <StarOf id={event.id} what="the event" />
          <Button look="bare" onPress={() => copy(referenceText(event, raw.data?.sha256), 'the reference')}>
            Copy reference
          </Button>
        </p>
      </header>
      <div className="inspector-body">
        <Fields event={event.id} fields={fields.filter((field) => !field.more)} />
        {event.identity && (
          <p className="inspector-more">
            <button type="button" className="link" onClick={() => event.identity && openRef(event.identity.id)}>
              Everything about this identity
            </button>
          </p>
        )}
        {event.address && (
          <Section title="Address">
            <Address address={event.address} />
          </Section>
        )}
        {event.assurance && (
          <Section title="Assurance">
            <dl className="kv">
              {assuranceLines(event.assurance).map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            <p className="muted s">By NIST SP 800-63B-4, as the record tells of its factors.</p>
          </Section>
        )}
        <Section title="Links">
          <Links event={event} />
        </Section>
        <Section title="Raw record">
          <RawRecord event={event} />
          {event.places.length > 0 && (
            <p className="muted s">
              Also in {event.places.map((place) => `${place.file} at ${formatCount(place.offset)}`).join(', ')}
            </p>
          )}
        </Section>
        {further.length > 0 && (
          <Section title={`More fields (${further.length})`} closed>
            <Fields event={event.id} fields={further} />
          </Section>
        )}
        {detail.length > 0 && (
          <Section title={`Further facts (${detail.length})`} closed>
            <dl className="kv">
              {detail.map(([name, value]) => (
                <div key={name}>
                  <dt title={name}>{visible(name)}</dt>
                  <dd>
                    <Value event={event.id} field={`detail.${name}`} text={value} />
                  </dd>
                </div>
              ))}
            </dl>
          </Section>
        )}
        <Section title="Notes">
          <Notes on={event.id} />
        </Section>
      </div>
    </>
  );
}

function Fields({ event, fields }: { event: string; fields: readonly Field[] }): ReactNode {
  const { query, set } = useFilters();
  return (
    <dl className="kv">
      {fields.map((field) => (
        <div
          key={`${field.label} ${field.value}`}
          {...(field.query && pivotOn(field.query.field, field.query.value, { event }))}
        >
          <dt>{field.label}</dt>
          <dd>
            <span className={field.mono ? 'mono' : ''}>
              <Value event={event} field={field.reveal} text={field.value} />
            </span>
            {field.note && <span className="muted kv-note"> {visible(field.note)}</span>}
            {field.query && (
              <span className="kv-filter">
                <IconButton
                  label={`Only ${field.label.toLowerCase()} ${field.query.value}`}
                  onPress={() => field.query && set({ query: withWord(query, field.query.field, field.query.value) })}
                >
                  <Filter size={12} aria-hidden />
                </IconButton>
                <IconButton
                  label={`Without ${field.label.toLowerCase()} ${field.query.value}`}
                  onPress={() =>
                    field.query && set({ query: withWord(query, field.query.field, field.query.value, true) })
                  }
                >
                  <FilterX size={12} aria-hidden />
                </IconButton>
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function IdentityPanel({ id }: { id: string }): ReactNode {
  const zone = useZone();
  const { data: identity, error } = useQuery('identities.get', { id });
  if (error) return <Problem title="This identity cannot be shown" error={error} />;
  if (!identity) return null;
  return (
    <>
      <header className="inspector-head">
        <p className="inspector-kind">
          {KIND_WORDS[identity.kind]}
          <StarOf id={identity.id} what="the identity" />
        </p>
        <h2 title={visible(identity.name)}>
          <bdi dir="ltr">{visible(identity.name)}</bdi>
        </h2>
        {identity.first && identity.last && (
          <p className="muted s">{formatSpan(identity.first, identity.last, zone)}</p>
        )}
      </header>
      <div className="inspector-body">
        <dl className="kv">
          <div>
            <dt>Events</dt>
            <dd>{formatCount(identity.events)}</dd>
          </div>
          <div>
            <dt>Denials</dt>
            <dd>{formatCount(identity.denials)}</dd>
          </div>
          <div>
            <dt>Kind</dt>
            <dd>{identity.kindBecause}</dd>
          </div>
          {identity.owner && (
            <div>
              <dt>Owner</dt>
              <dd>{identity.owner}</dd>
            </div>
          )}
        </dl>
        <p className="inspector-more">
          <button type="button" className="link" onClick={() => openRef(identity.id)}>
            Open the page of this identity
          </button>
        </p>
        <Section title="Notes">
          <Notes on={identity.id} />
        </Section>
      </div>
    </>
  );
}
