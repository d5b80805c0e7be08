/** Campaigns as a list, and the page of the one chosen. */
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { Campaign } from '../../../shared/model/campaign';
import { useCase } from '../../engine/use-case';
import { usePages } from '../../engine/use-pages';
import { useChoice } from '../../state/choices';
import { useCommands } from '../../state/commands';
import { useLayout } from '../../state/layout';
import { runCommand } from '../../state/run-command';
import type { Command } from '../../state/view';
import { VERDICT_ORDER, VERDICTS } from '../../state/words';
import { Button } from '../../ui/Button';
import { formatCount } from '../../ui/format';
import { Shape } from '../../ui/Shape';
import { SplitPane } from '../../ui/SplitPane';
import { Empty, LoadingBar, NoEvents, Problem } from '../../ui/States';
import { type GridColumn, VirtualGrid } from '../../ui/virtual-grid';
import { CampaignPage } from './CampaignPage';
import { campaignTitle, whoWord } from './campaign-words';

const COLUMNS: GridColumn<Campaign>[] = [
  {
    id: 'name',
    title: 'Campaign',
    width: 170,
    grow: true,
    cell: (campaign) => {
      const worst = VERDICT_ORDER.find((verdict) => campaign.verdicts[verdict]) ?? 'undetermined';
      return (
        <span className="campaign-row">
          <Shape {...VERDICTS[worst]} />
          <span className="campaign-lines">
            <span className="clip">
              <b>{campaignTitle(campaign)}</b> · {whoWord(campaign)}
            </span>
            <span className="muted xs clip">
              {campaign.kind === 'access' ? 'the same access' : visible(campaign.key)}
            </span>
          </span>
        </span>
      );
    },
    full: (campaign) => visible(`${campaignTitle(campaign)}, ${whoWord(campaign)}: ${campaign.key}`),
  },
  { id: 'episodes', title: 'Episodes', width: 76, align: 'right', cell: (one) => formatCount(one.episodes) },
  {
    id: 'open',
    title: 'Open',
    width: 60,
    align: 'right',
    cell: (one) => formatCount(one.episodes - one.decided),
  },
];

export function CampaignList(): ReactNode {
  const { panes, resize } = useLayout();
  const [chosen, setChosen] = useChoice<string>('campaigns.chosen', '');
  const [seen, setSeen] = useState({ first: 0, last: 40 });
  const pages = usePages(
    'episodes.campaigns',
    (offset, limit) => ({ offset, limit }),
    (out) => out.rows,
    { ...seen, size: 100 },
  );
  const total = pages.head?.total ?? 0;
  const onVisible = useCallback((first: number, last: number) => setSeen({ first, last }), []);
  const first = pages.row(0) ?? null;
  let shown = first;
  let at = 0;
  for (let i = Math.max(0, seen.first - 40); i <= Math.min(seen.last + 40, total - 1); i++) {
    const row = pages.row(i);
    if (!row || row.id !== chosen) continue;
    shown = row;
    at = i;
  }
  const latest = useRef({ pages, at });
  latest.current = { pages, at };
  const commands = useMemo<Command[]>(
    () => [
      ...([1, -1] as const).map((by) => ({
        id: by > 0 ? 'campaigns.next' : 'campaigns.previous',
        title: by > 0 ? 'Next campaign' : 'Previous campaign',
        keys: by > 0 ? 'j' : 'k',
        run: () => {
          const row = latest.current.pages.row(latest.current.at + by);
          if (row) setChosen(row.id);
        },
      })),
    ],
    [setChosen],
  );
  useCommands('Campaigns', commands);

  return (
    <>
      <LoadingBar active={pages.loading} />
      {pages.error && !pages.head ? (
        <Problem title="The campaigns cannot be listed" error={pages.error} />
      ) : pages.head && total === 0 ? (
        <NoCampaign />
      ) : (
        <SplitPane
          label="Width of the campaign's page"
          size={panes.campaignPage ?? 1400}
          min={280}
          minFirst={340}
          onResize={(pixels) => resize('campaignPage', pixels)}
          first={
            <VirtualGrid<Campaign>
              label={`Campaigns, ${plural(total, 'row')}`}
              columns={COLUMNS}
              rowHeight={44}
              count={total}
              row={pages.row}
              rowKey={(campaign) => campaign.id}
              selected={shown?.id ?? null}
              stale={pages.stale}
              onSelect={(campaign) => setChosen(campaign.id)}
              onVisible={onVisible}
            />
          }
          second={shown ? <CampaignPage campaign={shown} key={shown.id} /> : null}
        />
      )}
    </>
  );
}

/** Nothing is read yet, or every episode stands alone. */
function NoCampaign(): ReactNode {
  if (useCase()?.events === 0)
    return (
      <NoEvents onImport={() => runCommand('import.files')}>
        Import exports of sign-ins and denials; denials that belong together stand here as one.
      </NoEvents>
    );
  return (
    <Empty
      title="No campaign in this case"
      actions={<Button onPress={() => useLayout.getState().open('triage')}>To the queue</Button>}
    >
      A campaign is two identities or more whose denials share an address, a network that hides its users, an access
      that follows, or a rollout. Every episode of this case stands alone.
    </Empty>
  );
}
