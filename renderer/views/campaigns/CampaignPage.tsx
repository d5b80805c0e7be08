import { type ReactNode, useMemo } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { QueueRow } from '../../../shared/contract/episodes';
import type { Campaign } from '../../../shared/model/campaign';
import { useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { useSaveChart } from '../../engine/use-save-chart';
import { useFilters } from '../../state/filters';
import { useLayout } from '../../state/layout';
import { openRef, showEvent } from '../../state/navigate';
import { pivotOn } from '../../state/pivot';
import { VERDICT_ORDER, VERDICTS } from '../../state/words';
import { Button } from '../../ui/Button';
import { ChartMenu } from '../../ui/ChartMenu';
import { formatCount, formatSpan, formatTime } from '../../ui/format';
import { Shape } from '../../ui/Shape';
import { LoadingBar, Problem } from '../../ui/States';
import { useSize } from '../../ui/use-size';
import { campaignSheet } from './campaign-sheet';
import { CAMPAIGN_WHY, campaignAnswer, campaignTitle, whoWord } from './campaign-words';
import { strip } from './strip';

/** One campaign: the answer, what ties it, when it happened, and every episode of it. */
export function CampaignPage({ campaign }: { campaign: Campaign }): ReactNode {
  const zone = useZone();
  const { open } = useLayout();
  const { data, error, loading } = useQuery('episodes.ofCampaign', { id: campaign.id });
  const rows = data?.rows ?? [];
  const saveChart = useSaveChart();
  const only = (view: string): void => {
    const identities = [...new Set(rows.map(({ identity }) => identity.id))];
    const pad = 3_600_000;
    const range = { from: Date.parse(campaign.start) - pad, to: Date.parse(campaign.end) + pad };
    useFilters.getState().set({ identities, range });
    open(view);
  };
  return (
    <article className="campaign" aria-label="Campaign">
      <LoadingBar active={loading} />
      <header className="campaign-head">
        <div>
          <h2>
            {campaignTitle(campaign)} · {whoWord(campaign)}
          </h2>
          <p className="muted s">{formatSpan(campaign.start, campaign.end, zone)}</p>
        </div>
        <div className="campaign-acts">
          <Button isDisabled={rows.length === 0} onPress={() => only('events')}>
            Events
          </Button>
          <Button isDisabled={rows.length === 0} onPress={() => only('timeline')}>
            Timeline
          </Button>
          <Button isDisabled={rows.length === 0} onPress={() => only('map')}>
            Map
          </Button>
          {rows.length > 0 && (
            <ChartMenu
              label="Save a picture of the beginnings"
              view="campaigns"
              name="campaign"
              chart={() => campaignSheet(campaign, rows, zone)}
              save={saveChart}
            />
          )}
        </div>
      </header>
      <p className="campaign-answer">{campaignAnswer(campaign)}</p>
      <p className="muted s">
        {CAMPAIGN_WHY[campaign.kind]}{' '}
        {campaign.kind === 'access' && (
          <button type="button" className="link" onClick={() => showEvent(campaign.key)}>
            The access
          </button>
        )}
      </p>
      <dl className="campaign-facts">
        <div>
          <dt>Verdicts</dt>
          <dd>
            {VERDICT_ORDER.filter((verdict) => campaign.verdicts[verdict]).map((verdict) => (
              <span key={verdict} className="campaign-verdict">
                <Shape {...VERDICTS[verdict]} size={12} /> {formatCount(campaign.verdicts[verdict] ?? 0)}{' '}
                {VERDICTS[verdict].word.toLowerCase()}
              </span>
            ))}
          </dd>
        </div>
        <div>
          <dt>Denials</dt>
          <dd>
            {formatCount(campaign.denials)} in {plural(campaign.episodes, 'episode')}, {formatCount(campaign.decided)}{' '}
            decided
          </dd>
        </div>
        <div>
          <dt>{campaign.addresses.length === 1 ? 'Address' : 'Addresses'}</dt>
          <dd className="mono clip" title={campaign.addresses.join(' ')}>
            {campaign.addresses.map(visible).join(' ') || 'none in the log'}
          </dd>
        </div>
      </dl>
      {error && <Problem title="Its episodes cannot be listed" error={error} />}
      {rows.length > 0 && <Strip rows={rows} campaign={campaign} />}
      {rows.length > 0 && <Members rows={rows} total={data?.total ?? rows.length} />}
    </article>
  );
}

/** When each episode began; the table below is its twin for keyboard and screen reader. */
function Strip({ rows, campaign }: { rows: readonly QueueRow[]; campaign: Campaign }): ReactNode {
  const zone = useZone();
  const [ref, { width }] = useSize<HTMLDivElement>();
  const picture = useMemo(
    () =>
      width > 0
        ? strip(
            rows.map(({ id, start, verdict }) => ({ id, at: Date.parse(start), verdict })),
            { from: Date.parse(campaign.start), to: Date.parse(campaign.end) },
            width,
            zone,
          )
        : null,
    [rows, campaign, width, zone],
  );
  const label = `Beginnings of ${plural(rows.length, 'episode')}, ${formatSpan(campaign.start, campaign.end, zone)}; the table below lists them`;
  return (
    <div className="campaign-strip" ref={ref}>
      {picture && (
        <svg width={width} height={picture.height} role="img" aria-label={label}>
          <line x1={0} x2={width} y1={picture.base} y2={picture.base} className="campaign-rule" />
          {picture.marks.map(({ id, x, y, verdict }) => (
            <g key={id} transform={`translate(${x - 5} ${y - 5})`}>
              <Shape {...VERDICTS[verdict]} size={10} />
            </g>
          ))}
          {picture.ticks.map(({ x, text, anchor }) => (
            <text key={text + x} x={x} y={picture.height - 2} textAnchor={anchor} className="campaign-tick">
              {text}
            </text>
          ))}
        </svg>
      )}
    </div>
  );
}

function Members({ rows, total }: { rows: readonly QueueRow[]; total: number }): ReactNode {
  const zone = useZone();
  return (
    <table className="campaign-table">
      <caption>
        {total > rows.length
          ? `The first ${formatCount(rows.length)} of ${formatCount(total)} episodes`
          : 'Its episodes'}
        , in order of time
      </caption>
      <thead>
        <tr>
          <th scope="col">Identity</th>
          <th scope="col">Began</th>
          <th scope="col" className="right">
            Denials
          </th>
          <th scope="col">Verdict</th>
          <th scope="col">What happened</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const look = VERDICTS[row.decision?.verdict ?? row.verdict];
          const name = visible(row.identity.name);
          return (
            <tr key={row.id}>
              <th scope="row" {...pivotOn('identity', row.identity.name, { identity: row.identity.id })}>
                <button type="button" className="link clip" title={name} onClick={() => openRef(row.id)}>
                  {name}
                </button>
              </th>
              <td className="mono">{formatTime(row.start, zone, 'second')}</td>
              <td className="right">{formatCount(row.denials)}</td>
              <td>
                <span className="campaign-verdict">
                  <Shape {...look} size={12} /> {look.short}
                  {row.decision && <span className="muted"> · decided</span>}
                </span>
              </td>
              <td>{visible(row.summary)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
