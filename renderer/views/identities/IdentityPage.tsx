import type { ReactNode } from 'react';
import { visible } from '../../../shared/base/text';
import type { Identity } from '../../../shared/model/identity';
import type { Outcome } from '../../../shared/model/words';
import { useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { useFilters } from '../../state/filters';
import { useLayout } from '../../state/layout';
import { openRef, showEvent } from '../../state/navigate';
import { withWordState } from '../../state/query-words';
import { KIND_WORDS, OUTCOME_WORDS, sourceWord, VERDICTS } from '../../state/words';
import { Button } from '../../ui/Button';
import { formatCount, formatTime } from '../../ui/format';
import { Shape } from '../../ui/Shape';
import { LoadingBar, Problem } from '../../ui/States';
import { HabitChart } from './HabitChart';

const KEY_WORDS: Record<string, string> = {
  upn: 'user principal name',
  email: 'e-mail address',
  object_id: 'object id',
  okta_id: 'Okta id',
  duo_id: 'Duo id',
  sid: 'security id',
  arn: 'ARN',
  access_key: 'access key',
  client_id: 'client id',
  immutable_id: 'immutable id',
  slack_id: 'Slack id',
  vendor_id: 'vendor’s own id',
  username: 'user name',
  register: 'register of identities',
  display_name: 'display name',
};

/** A person or a machine as a page: who, how joined, when, where, with what, and its episodes. */
export function IdentityPage({ id }: { id: string }): ReactNode {
  const { data: identity, error, loading, stale } = useQuery('identities.get', { id });
  const filter = { identities: [id] };
  const facets = useQuery('events.facets', {
    filter,
    fields: ['country', 'ip', 'app', 'factor', 'outcome', 'os', 'source'],
    limit: 8,
  });
  const queue = useQuery('episodes.queue', { state: 'all', identities: [id], limit: 50 });
  if (error) return <Problem title="This identity cannot be shown" error={error} />;
  if (!identity || stale) return <LoadingBar active={loading} />;
  const rows = facets.data ?? {};
  return (
    <article className="identity">
      <Head identity={identity} />
      <div className="identity-columns">
        <HabitChart identity={identity} />
        <Joins identity={identity} />
      </div>
      <Episodes rows={queue.data?.rows ?? []} total={queue.data?.total ?? 0} />
      <OnFile id={id} />
      <div className="identity-facets">
        <FacetList title="Countries" rows={rows.country} field="country" name={identity.name} />
        <FacetList title="Addresses" rows={rows.ip} field="ip" name={identity.name} mono />
        <FacetList title="Applications" rows={rows.app} field="app" name={identity.name} />
        <FacetList title="Systems" rows={rows.os} field="os" name={identity.name} />
        <FacetList
          title="Outcomes"
          rows={rows.outcome}
          field="outcome"
          name={identity.name}
          word={(value) => OUTCOME_WORDS[value as Outcome] ?? value}
        />
        <FacetList title="Sources" rows={rows.source} field="source" name={identity.name} word={sourceWord} />
      </div>
    </article>
  );
}

function Head({ identity }: { identity: Identity }): ReactNode {
  const zone = useZone();
  const { open } = useLayout();
  const only = (view: string): void => {
    useFilters.getState().set({ identities: [identity.id] });
    open(view);
  };
  return (
    <header className="identity-head">
      <div>
        <h2 title={identity.name}>
          <bdi dir="ltr">{visible(identity.name)}</bdi>
        </h2>
        <p className="muted">
          {identity.display && identity.display !== identity.name && `${visible(identity.display)} · `}
          {KIND_WORDS[identity.kind]}
          {identity.external && ', external'}: {identity.kindBecause}
        </p>
        <Owner identity={identity} />
        <p>
          {formatCount(identity.events)} events · {formatCount(identity.denials)}{' '}
          {identity.denials === 1 ? 'denial' : 'denials'}
          {identity.first && identity.last && (
            <span className="muted">
              {' '}
              · {formatTime(identity.first, zone, 'day')} – {formatTime(identity.last, zone, 'day')}
            </span>
          )}
        </p>
      </div>
      <div className="identity-acts">
        <Button onPress={() => only('events')}>Events</Button>
        <Button onPress={() => only('timeline')}>Timeline</Button>
        <Button onPress={() => only('map')}>Map</Button>
      </div>
    </header>
  );
}

/** Who answers for it and whence that is known, or that nobody does; what else the register says. */
function Owner({ identity }: { identity: Identity }): ReactNode {
  const { owner, about } = identity;
  const more = [
    about?.title,
    about?.department,
    about?.manager && `manager ${about.manager}`,
    about?.privileged && 'privileged',
    about?.breakGlass && 'emergency account',
    about?.homeCountry && `home ${about.homeCountry}`,
  ].filter(Boolean);
  const [row] = about?.rows ?? [];
  return (
    <p>
      {owner ? <>Owner: {visible(owner)}</> : <strong>Nobody is named as its owner</strong>}
      <span className="muted">
        {about?.owner ? ` (${visible(about.owner.because)})` : ''}
        {more.length > 0 && ` · ${more.map((word) => visible(String(word))).join(' · ')}`}
      </span>
      {row && (
        <>
          {' '}
          <button type="button" className="link" onClick={() => showEvent(row)}>
            register row
          </button>
        </>
      )}
    </p>
  );
}

/** Rows of registers that name it: each opens as it stands in its file. */
function OnFile({ id }: { id: string }): ReactNode {
  const zone = useZone();
  const { data: facts } = useQuery('identities.facts', { id });
  if (!facts || facts.length === 0) return null;
  return (
    <section>
      <h3 className="label">On file · {formatCount(facts.length)}</h3>
      <ul className="identity-episodes">
        {facts.map((fact) => (
          <li key={fact.row}>
            <button type="button" className="identity-fact" onClick={() => showEvent(fact.row)}>
              <span className="clip">{visible(fact.text)}</span>
              <span className="muted">{fact.kind}</span>
              <span className="mono muted">{fact.time ? formatTime(fact.time, zone, 'minute') : ''}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Joins({ identity }: { identity: Identity }): ReactNode {
  return (
    <section>
      <h3 className="label">Names and how they were joined</h3>
      <table className="identity-names">
        <tbody>
          {identity.spellings.map((spelling) => (
            <tr key={`${spelling.source} ${spelling.actor} ${spelling.name}`}>
              <td>{sourceWord(spelling.source)}</td>
              <td className="clip" title={spelling.name ?? ''}>
                <bdi dir="ltr">{visible(spelling.name ?? 'no name')}</bdi>
              </td>
              <td className="mono clip" title={spelling.actor ?? ''}>
                {visible(spelling.actor ?? '')}
              </td>
              <td className="right">{formatCount(spelling.events)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {identity.joins.length === 0 ? (
        <p className="muted s">One name in one source: nothing had to be joined.</p>
      ) : (
        <ul className="joins">
          {identity.joins.map((join) => (
            <li key={`${join.key} ${join.value}`}>
              same {KEY_WORDS[join.key] ?? join.key} <span className="mono">{visible(join.value)}</span>{' '}
              <span className="muted">in {join.sources.map(sourceWord).join(', ')}</span>
            </li>
          ))}
        </ul>
      )}
      {identity.aliases.length > 0 && <p className="muted s">Former ids: {identity.aliases.join(', ')}</p>}
    </section>
  );
}

function Episodes({
  rows,
  total,
}: {
  rows: readonly {
    id: string;
    start: string;
    denials: number;
    verdict: keyof typeof VERDICTS;
    summary: string;
    decision?: { verdict: keyof typeof VERDICTS } | null | undefined;
  }[];
  total: number;
}): ReactNode {
  const zone = useZone();
  return (
    <section>
      <h3 className="label">Episodes · {formatCount(total)}</h3>
      {rows.length === 0 && <p className="muted s">No denial of this identity forms an episode.</p>}
      <ul className="identity-episodes">
        {rows.map((row) => {
          const verdict = VERDICTS[row.decision?.verdict ?? row.verdict];
          return (
            <li key={row.id}>
              <button type="button" onClick={() => openRef(row.id)}>
                <Shape shape={verdict.shape} color={verdict.color} size={12} />
                <span>{verdict.short}</span>
                <span className="clip">{row.summary}</span>
                <span className="mono muted">{formatTime(row.start, zone, 'minute')}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {total > rows.length && <p className="muted s">and {formatCount(total - rows.length)} more in Triage</p>}
    </section>
  );
}

function FacetList({
  title,
  rows,
  field,
  name,
  word = (value) => value,
  mono = false,
}: {
  title: string;
  rows: readonly { value: string; label: string; count: number }[] | undefined;
  field: string;
  name: string;
  word?: (value: string) => string;
  mono?: boolean;
}): ReactNode {
  const open = useLayout((layout) => layout.open);
  const most = rows?.[0]?.count ?? 1;
  return (
    <section>
      <h3 className="label">{title}</h3>
      {rows?.length === 0 && <p className="muted s">not in the log</p>}
      <ul className="facet-list">
        {rows?.map((row) => (
          <li key={row.value}>
            <button
              type="button"
              className="facet-line"
              title={`Events of ${name} with ${row.label}`}
              onClick={() => {
                useFilters.getState().set({ query: wordsOf(name, field, row.label) });
                open('events');
              }}
            >
              <span className="facet-list-bar" style={{ width: `${(row.count / most) * 100}%` }} />
              <span className={`clip${mono ? ' mono' : ''}`}>
                <bdi dir="ltr">{visible(word(row.label))}</bdi>
              </span>
              <span className="muted">{formatCount(row.count)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const wordsOf = (name: string, field: string, value: string): string =>
  withWordState(withWordState('', 'identity', name, 'in'), field, value, 'in');
