import { type ReactNode, useState } from 'react';
import { ellipsis, plural, visible } from '../../../shared/base/text';
import type { IdentityProfile } from '../../../shared/contract/identities';
import type { Identity } from '../../../shared/model/identity';
import { useZone } from '../../engine/use-case';
import { useStar } from '../../engine/use-star';
import { useFilters } from '../../state/filters';
import { useLayout } from '../../state/layout';
import { KIND_WORDS, sourceWord } from '../../state/words';
import { Button } from '../../ui/Button';
import { formatTime } from '../../ui/format';
import { StarButton } from '../../ui/Star';
import { Ground } from './Ground';

/** Ids of sources as words: "entra, okta said so" becomes "Entra and Okta said so". */
const bySource = (because: string): string =>
  because.replace(
    /^([a-z0-9-]+(?:, [a-z0-9-]+)*) said so/,
    (_, ids: string) => `${ids.split(', ').map(sourceWord).join(' and ')} said so`,
  );
const days = (from: string, to: string): string => (from === to ? from : `${from} – ${to}`);

type Grounds = IdentityProfile['grounds'] | undefined;

/** Who it is, who answers for it, and whence both are known. */
export function Head({ identity, grounds }: { identity: Identity; grounds: Grounds }): ReactNode {
  const zone = useZone();
  const { open } = useLayout();
  const star = useStar(identity.id, 'the identity');
  const only = (view: string): void => {
    useFilters.getState().set({ identities: [identity.id] });
    open(view);
  };
  const name = visible(identity.name);
  const { first, last } = identity;
  return (
    <header className="identity-head">
      <div className="identity-title">
        <h2 title={name.slice(0, 2_000)}>
          <bdi dir="ltr">{name}</bdi>
        </h2>
        <div className="identity-acts">
          <StarButton {...star} keys="*" />
          <Button onPress={() => only('events')}>Events</Button>
          <Button onPress={() => only('timeline')}>Timeline</Button>
          <Button onPress={() => only('map')}>Map</Button>
        </div>
      </div>
      <p className="muted breakable">
        {identity.display && identity.display !== identity.name && (
          <>
            <bdi>{ellipsis(visible(identity.display), 120)}</bdi> ·{' '}
          </>
        )}
        {plural(identity.events, 'event')} · {plural(identity.denials, 'denial')}
        {first && last && ` · ${days(formatTime(first, zone, 'day'), formatTime(last, zone, 'day'))}`}
      </p>
      <dl className="identity-who">
        <dt>Kind</dt>
        <dd>
          {KIND_WORDS[identity.kind]}
          {identity.external && ', guest or of another tenant'}{' '}
          <span className="muted">— {visible(bySource(identity.kindBecause))}</span>{' '}
          <Ground of="kind" at={grounds?.kind} />
        </dd>
        <dt>Owner</dt>
        <dd>
          <Owner identity={identity} />
          {identity.owner && <Ground of="owner" at={grounds?.owner} />}
        </dd>
        <About identity={identity} grounds={grounds} />
      </dl>
    </header>
  );
}

function Owner({ identity: { owner, name, about } }: { identity: Identity }): ReactNode {
  if (!owner)
    return (
      <>
        <strong>Nobody is named as its owner</strong>
        {about?.unowned && <span className="muted"> — {visible(about.unowned)}</span>}
      </>
    );
  const email = about?.owner?.email;
  return (
    <>
      {about?.owner?.from === 'self' || owner === name ? 'The person' : <bdi>{visible(owner)}</bdi>}{' '}
      <span className="muted">
        {email && email !== owner && `${visible(email)} `}— {visible(about?.owner?.because ?? 'not said whence')}
      </span>{' '}
    </>
  );
}

const SHOWN_ROWS = 8;

/** What the register says of it, field by field, each with its row; and further rows that name it. */
function About({ identity: { about }, grounds }: { identity: Identity; grounds: Grounds }): ReactNode {
  const [all, setAll] = useState(false);
  if (!about) return null;
  const facts = [
    ['title', 'Title', about.title],
    ['department', 'Department', about.department],
    ['manager', 'Manager', about.manager],
    ['privileged', 'Privileged', yesNo(about.privileged)],
    ['breakGlass', 'Break-glass', yesNo(about.breakGlass)],
    ['homeCountry', 'Home', about.homeCountry],
  ] as const;
  const rows = all ? about.rows : about.rows.slice(0, SHOWN_ROWS);
  return (
    <>
      {facts.map(
        ([field, title, value]) =>
          value !== null && (
            <div key={field} className="identity-pair">
              <dt>{title}</dt>
              <dd>
                <bdi>{visible(value)}</bdi> <Ground of={title.toLowerCase()} at={grounds?.about[field]} />
              </dd>
            </div>
          ),
      )}
      {about.rows.length > 1 && (
        <>
          <dt>Register</dt>
          <dd>
            {plural(about.rows.length, 'row')} {about.rows.length === 1 ? 'tells' : 'tell'} of it:{' '}
            {rows.map((row, i) => (
              <span key={row}>
                {i > 0 && ', '}
                <Ground of={`${i + 1} of the register`} at={row} />
              </span>
            ))}
            {rows.length < about.rows.length && (
              <>
                {' '}
                <Button look="bare" onPress={() => setAll(true)}>
                  and {about.rows.length - rows.length} more
                </Button>
              </>
            )}
          </dd>
        </>
      )}
    </>
  );
}

const yesNo = (value: boolean | null): string | null => (value === null ? null : value ? 'yes' : 'no');
