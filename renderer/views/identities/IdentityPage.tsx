import type { ReactNode } from 'react';
import { visible } from '../../../shared/base/text';
import type { Identity } from '../../../shared/model/identity';
import { type Factor, isMachine } from '../../../shared/model/words';
import { useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { openRef } from '../../state/navigate';
import { FACTOR_WORDS, VERDICTS } from '../../state/words';
import { formatCount, formatTime } from '../../ui/format';
import { Shape } from '../../ui/Shape';
import { LoadingBar, Problem } from '../../ui/States';
import { HabitChart } from './HabitChart';
import { Head } from './Head';
import { Missing } from './Missing';
import { Names } from './Names';
import { Prompts } from './Prompts';
import { Recent } from './Recent';
import { SeenTable } from './SeenTable';
import { WhoIsWho } from './WhoIsWho';

const PATHWAY_WORDS: Record<string, string> = {
  interactive: 'Interactive sign-in',
  non_interactive: 'Non-interactive (token, session)',
  legacy: 'Legacy protocol',
  device_code: 'Device code',
  app_only: 'App-only (own secret)',
  role_session: 'Role session',
  untold: 'The log does not say',
};

/** A person or a machine as a page: who, how joined, how it gets in, when, where, with what, and its episodes. */
export function IdentityPage({ id }: { id: string }): ReactNode {
  const { data: identity, error, loading, stale } = useQuery('identities.get', { id });
  const counted = useQuery('identities.profile', { id });
  const facts = useQuery('identities.facts', { id });
  if (error) return <Problem title="This identity cannot be shown" error={error} />;
  if (!identity || stale) return <LoadingBar active={loading} />;
  const profile = counted.stale ? undefined : counted.data;
  return (
    <article className="identity" aria-label="Identity">
      <LoadingBar active={counted.loading} />
      <Head identity={identity} grounds={profile?.grounds} />
      {counted.error && <Problem title="Its records cannot be counted" error={counted.error} />}
      <div className="identity-sections">
        {profile && <HabitChart name={identity.name} profile={profile} />}
        <Names identity={identity} grounds={profile?.grounds} />
        <WhoIsWho identity={identity} />
        <Episodes id={identity.id} />
        {profile && (
          <>
            <SeenTable
              title="Pathways"
              list={{ rows: profile.pathways }}
              identity={identity.id}
              word={(value) => PATHWAY_WORDS[value] ?? value}
              none="No access and no denial in the logs."
            />
            <Recent recent={profile.recent} recentCut={profile.recentCut} facts={facts.data ?? []} />
            <Prompts name={identity.name} profile={profile} isMachine={isMachine(identity.kind)} />
            <SeenTable
              title="Places"
              list={profile.places}
              identity={identity.id}
              none="No record carries a place, and no address is in the bundled databases."
            />
            <SeenTable
              title="Networks"
              list={profile.networks}
              identity={identity.id}
              none="No address belongs to a network that is known."
            />
            <SeenTable
              title="Addresses"
              list={profile.addresses}
              identity={identity.id}
              mono
              none="No record carries an address."
            />
            <SeenTable
              title="Devices"
              list={profile.devices}
              identity={identity.id}
              none="No record tells of a device."
            />
            <SeenTable
              title="Applications"
              list={profile.apps}
              identity={identity.id}
              none="No record names an application."
            />
            <SeenTable
              title="Factors"
              list={profile.factors}
              identity={identity.id}
              word={(value) => FACTOR_WORDS[value as Factor] ?? value}
              none="No record names a factor."
            />
            <Assurance identity={identity} list={profile.aal} />
          </>
        )}
        <Missing sources={[...new Set(identity.spellings.map(({ source }) => source))]} />
      </div>
    </article>
  );
}

function Assurance({
  identity,
  list,
}: {
  identity: Identity;
  list: Parameters<typeof SeenTable>[0]['list'];
}): ReactNode {
  return (
    <SeenTable
      title="Assurance reached"
      list={list}
      identity={identity.id}
      none={
        isMachine(identity.kind)
          ? 'Assurance levels are for people: none is given to a machine.'
          : 'No access tells how it was authenticated.'
      }
    />
  );
}

const LISTED = 50;

function Episodes({ id }: { id: string }): ReactNode {
  const zone = useZone();
  const { data } = useQuery('episodes.queue', { state: 'all', identities: [id], limit: LISTED });
  const rows = data?.rows ?? [];
  const total = data?.total ?? 0;
  return (
    <section className="identity-wide">
      <h3 className="label">
        Episodes
        {total > 0 && <span className="seen-n"> · {formatCount(total)}</span>}
      </h3>
      {data && rows.length === 0 && <p className="muted s">No denial of this identity forms an episode.</p>}
      {rows.length > 0 && (
        <ul className="identity-rows" aria-label="Episodes">
          {rows.map((row) => {
            const verdict = VERDICTS[row.decision?.verdict ?? row.verdict];
            return (
              <li key={row.id}>
                <button type="button" className="identity-episode" onClick={() => openRef(row.id)}>
                  <Shape shape={verdict.shape} color={verdict.color} size={12} />
                  <span>{verdict.short}</span>
                  <span className="clip" title={visible(row.summary)}>
                    {visible(row.summary)}
                  </span>
                  <span className="mono muted">{formatTime(row.start, zone, 'minute')}</span>
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {total > rows.length && <p className="muted s">and {formatCount(total - rows.length)} more in Triage</p>}
    </section>
  );
}
