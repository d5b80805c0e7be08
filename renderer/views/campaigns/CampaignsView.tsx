/** What is larger than an episode: campaigns, denials set against dated changes, and the case against a published attack. */
import { type ReactNode, useMemo } from 'react';
import { plural } from '../../../shared/base/text';
import { useQuery } from '../../engine/use-query';
import { useChoice } from '../../state/choices';
import { useCommands } from '../../state/commands';
import { useLayout } from '../../state/layout';
import { useQueueState } from '../../state/queue-state';
import { runCommand } from '../../state/run-command';
import type { Command } from '../../state/view';
import { Button } from '../../ui/Button';
import { Parts } from '../../ui/Parts';
import { ViewBar } from '../../ui/ViewBar';
import { Attack } from './Attack';
import { CampaignList } from './CampaignList';
import { Changes } from './Changes';
import './campaigns.css';

const PARTS = [
  { id: 'campaigns', title: 'Campaigns' },
  { id: 'changes', title: 'Rollouts and changes' },
  { id: 'attack', title: 'Published attack' },
] as const;
type Part = (typeof PARTS)[number]['id'];

export function CampaignsView(): ReactNode {
  const [part, setPart] = useChoice<Part>(
    'campaigns.part',
    'campaigns',
    PARTS.map(({ id }) => id),
  );
  const open = useLayout((layout) => layout.open);
  const head = useQuery('episodes.campaigns', { offset: 0, limit: 1 });
  const total = head.data?.total ?? 0;
  useCommands(
    'Campaigns',
    useMemo<Command[]>(
      () => [
        ...PARTS.map(({ id, title }, i) => ({
          id: `campaigns.part.${id}`,
          title: id === 'campaigns' ? 'Campaigns: list' : `Campaigns: ${title.toLowerCase()}`,
          keys: String(i + 1),
          run: () => setPart(id),
        })),
        {
          id: 'campaigns.queue',
          title: 'Campaigns in the queue',
          keys: 'q',
          run: () => {
            useQueueState.getState().setGroup('campaign');
            open('triage');
          },
        },
      ],
      [open, setPart],
    ),
  );
  return (
    <div className="campaigns">
      <ViewBar title="Campaigns" about={head.data && plural(total, 'campaign')}>
        <Parts<Part> label="Part of this page" parts={PARTS} chosen={part} onChoose={setPart} />
        {part === 'campaigns' && total > 0 && (
          <Button keys="q" onPress={() => runCommand('campaigns.queue')} aria-keyshortcuts="q">
            Decide them in the queue
          </Button>
        )}
      </ViewBar>
      {part === 'campaigns' && <CampaignList />}
      {part === 'changes' && <Changes />}
      {part === 'attack' && <Attack />}
    </div>
  );
}
