import type { ReactNode } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { AddressView, PlaceAnswer } from '../../../shared/model/geo';
import { showEvent } from '../../state/navigate';
import { formatCount } from '../../ui/format';

const SCOPES: Record<string, string> = {
  private: 'private range: it tells no place',
  loopback: 'loopback: the machine itself',
  link_local: 'link-local: it tells no place',
  cgnat: 'carrier-grade NAT: shared by many',
  reserved: 'reserved: nobody on the internet has it',
  service_name: 'a name of the vendor’s service, no address',
  invalid: 'no address that can be read',
};

/** Some identities more than this make an address a shared egress. */
const SHARED = 4;

/** What is known of an event's address, side by side: network, who else came in from it, what each database says. */
export function Address({ address }: { address: AddressView }): ReactNode {
  const { scope, network, identities, answers, disagreements } = address;
  return (
    <>
      <dl className="kv">
        {scope !== 'public' && <Line name="Range" value={SCOPES[scope] ?? scope} />}
        <div>
          <dt>Network</dt>
          <dd>
            {network ? (
              <>
                {visible(network.kind)} <span className="muted kv-note">{visible(network.because)}</span>
                {network.row && (
                  <button type="button" className="link" onClick={() => network.row && showEvent(network.row)}>
                    register
                  </button>
                )}
              </>
            ) : (
              <span className="muted">kind not known</span>
            )}
          </dd>
        </div>
        <Line
          name="Came in"
          value={
            identities === 0
              ? 'nobody succeeded from it'
              : `${plural(identities, 'identity', 'identities')} succeeded from it${identities >= SHARED ? ': a shared egress' : ''}`
          }
        />
        {answers.map((answer) => (
          <div key={`${answer.database} ${answer.from}`}>
            <dt title={visible(answer.database)}>{answer.from === 'analyst' ? 'Own database' : 'Bundled'}</dt>
            <dd>
              {says(answer)}
              <span className="muted kv-note">
                {' '}
                {visible(answer.database)}
                {answer.built && `, data of ${answer.built}`}
              </span>
            </dd>
          </div>
        ))}
        {answers.length === 0 && scope === 'public' && <Line name="Databases" value="none knows it" />}
      </dl>
      {disagreements.length > 0 && (
        <ul className="inspector-list" aria-label="Disagreements on this address">
          {disagreements.map(({ about, log, databases, likely }) => (
            <li key={about}>
              <b>They disagree on the {about}:</b>{' '}
              {[
                log !== null && `log ${visible(log)}`,
                ...databases.map((one) => `${visible(one.database)} ${visible(one.says ?? 'nothing')}`),
              ]
                .filter(Boolean)
                .join('; ')}
              . <span className="muted">{visible(likely)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function says({ city, region, country, radiusKm, asn, asOrg, network }: PlaceAnswer): string {
  const place = [city, region, country].filter(Boolean).join(', ');
  const net = [asn !== null && `AS${asn}`, asOrg, network].filter(Boolean).join(' ');
  const radius = place && radiusKm ? ` ± ${formatCount(Math.round(radiusKm))} km` : '';
  return visible([place && `${place}${radius}`, net].filter(Boolean).join(' · ')) || 'nothing';
}

function Line({ name, value }: { name: string; value: string }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{visible(value)}</dd>
    </div>
  );
}
