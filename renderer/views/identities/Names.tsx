import { type ReactNode, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { IdentityProfile } from '../../../shared/contract/identities';
import type { Identity } from '../../../shared/model/identity';
import { showEvent } from '../../state/navigate';
import { sourceWord } from '../../state/words';
import { Button } from '../../ui/Button';
import { formatCount } from '../../ui/format';
import { Ground } from './Ground';

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
const SHOWN = 8;

/** Under which names it goes where, and why they are taken for one. */
export function Names({
  identity,
  grounds,
}: {
  identity: Identity;
  grounds: IdentityProfile['grounds'] | undefined;
}): ReactNode {
  const [all, setAll] = useState(false);
  const { spellings, joins, aliases } = identity;
  const shown = all ? spellings : spellings.slice(0, SHOWN);
  const sources = new Set(spellings.map(({ source }) => source)).size;
  return (
    <section className="names">
      <h3 className="label">
        Names
        <span className="seen-n">
          {' '}
          · {plural(spellings.length, 'spelling')} in {plural(sources, 'source')}
        </span>
      </h3>
      <table className="identity-names" aria-label="Names">
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">Name</th>
            <th scope="col">Id</th>
            <th scope="col" className="right">
              Events
            </th>
            <th scope="col">
              <span className="unseen">Record</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ source, name, actor, events, external, tenant, onBehalfOf }, i) => (
            <tr key={`${source} ${actor} ${name}`}>
              <td className="clip" title={source}>
                {sourceWord(source)}
              </td>
              <td
                className="clip"
                title={[
                  name ?? '',
                  external && `guest${tenant ? ` of ${tenant}` : ''}`,
                  onBehalfOf && `for ${onBehalfOf}`,
                ]
                  .filter(Boolean)
                  .map((word) => visible(String(word)))
                  .join(' · ')
                  .slice(0, 2_000)}
              >
                <bdi dir="ltr">{visible(name ?? 'no name')}</bdi>
                {external && (
                  <span className="muted"> · guest{tenant ? ` of ${visible(tenant).slice(0, 60)}` : ''}</span>
                )}
                {onBehalfOf && <span className="muted"> · for {visible(onBehalfOf).slice(0, 80)}</span>}
              </td>
              <td className="mono clip" title={visible(actor ?? '').slice(0, 2_000)}>
                {visible(actor ?? '')}
              </td>
              <td className="right">{formatCount(events)}</td>
              <td className="right">
                <Ground
                  of={`${name ?? actor ?? 'no name'} in ${sourceWord(source)}`.slice(0, 200)}
                  at={grounds?.spellings[i]}
                />{' '}
                {/* biome-ignore format: one line */}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {spellings.length > SHOWN && (
        <Button look="bare" onPress={() => setAll(!all)}>
          {all ? `Only the first ${SHOWN}` : `Show ${formatCount(spellings.length)}`}
        </Button>
      )}
      <h3 className="label names-joins">Why they are one</h3>
      {joins.length === 0 ? (
        <p className="muted s">
          {spellings.length <= 1
            ? 'One name in one source: nothing had to be joined.'
            : 'One account of one source under several spellings.'}
        </p>
      ) : (
        <ul className="joins" aria-label="Why they are one">
          {joins.map(({ key, value, sources: of }, i) => (
            <li key={`${key} ${value} ${of.join()}`}>
              <span className="muted">
                {key === 'merged'
                  ? 'merged by hand:'
                  : key === 'register'
                    ? 'one by the register:'
                    : `same ${KEY_WORDS[key] ?? key}`}
              </span>{' '}
              <span className="mono">
                <bdi dir="ltr">{visible(value)}</bdi>
              </span>
              <span className="joins-refs">
                {(grounds?.joins[i] ?? []).map(({ source, ref }) => (
                  <button
                    key={`${source} ${ref}`}
                    type="button"
                    className="link ground"
                    aria-label={`${KEY_WORDS[key] ?? key} in ${sourceWord(source)}: record`}
                    onClick={() => showEvent(ref)}
                  >
                    {sourceWord(source)}
                  </button>
                ))}
              </span>
            </li>
          ))}
        </ul>
      )}
      {aliases.length > 0 && <p className="muted s">Former ids: {aliases.join(', ')}</p>}
    </section>
  );
}
