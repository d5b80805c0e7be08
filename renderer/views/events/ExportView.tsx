/** Writes what the view shows as a table: what the whole filter leaves, brush and all, with the columns that stand here. */
import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { plural } from '../../../shared/base/text';
import type { Filter } from '../../../shared/contract/events';
import { EventColumnId } from '../../../shared/model/event-columns';
import { queryOf } from '../../../shared/model/query';
import { useHost } from '../../engine/EngineContext';
import { asSidedoorError } from '../../engine/query-cache';
import { useCase } from '../../engine/use-case';
import { useJob } from '../../engine/use-job';
import { say } from '../../state/notices';
import { formatBytes } from '../../ui/format';
import { Menu } from '../../ui/Menu';

const CHOICES = [
  { id: 'shown', title: 'CSV, these columns', note: 'in this order, times in this zone' },
  { id: 'csv', title: 'CSV, every column', note: 'with file, offset and hash of each record' },
  { id: 'xlsx', title: 'Excel, every column', note: 'typed and filtered' },
  { id: 'jsonl', title: 'JSON Lines', note: 'word for word, with notes' },
];

export function ExportView({
  filter,
  columns,
  zone,
  fold,
  order,
}: {
  filter: Filter;
  columns: readonly string[];
  zone: string;
  fold: boolean;
  order: 'asc' | 'desc';
}): ReactNode {
  const host = useHost();
  const info = useCase();
  const write = useJob('exports.write');
  const run = async (choice: string): Promise<void> => {
    const format = choice === 'shown' ? 'csv' : choice;
    try {
      const target = await host.saveTarget({ name: `${info?.name ?? 'case'}-events.${format}`, extension: format });
      if (!target) return;
      const ids = columns.flatMap((id) => EventColumnId.safeParse(id).data ?? []);
      const done = await write(
        {
          format,
          kind: 'export',
          sink: target.ref,
          query: queryOf(filter),
          ...(choice === 'shown' && { columns: { ids, zone } }),
        },
        `Write ${target.name}`,
      );
      if (!done.ok) {
        if (done.error.code !== 'cancelled')
          say({ tone: 'problem', text: `Could not write ${target.name}: ${done.error.line}` });
        return;
      }
      const { leftOut, remarks = [], bytes } = done.output;
      // The file has its own order, and no rows that stand for several.
      const unlike = [fold && 'each repeat has its row', order === 'desc' && 'the oldest event comes first'];
      say({
        tone: 'done',
        text: [
          `${target.name} written, ${formatBytes(bytes)}`,
          leftOut.length > 0 && `left out: ${leftOut.join('; ')}`,
          ...remarks,
          ...unlike,
        ]
          .filter(Boolean)
          .join('. '),
        action: {
          title: host.platform === 'web' ? 'Download' : 'Show the file',
          run: () => void host.reveal(target.ref),
        },
      });
    } catch (thrown) {
      say({ tone: 'problem', text: `Could not choose where to write: ${asSidedoorError(thrown).line}` });
    }
  };
  return (
    <Menu
      label={`Export what this table shows, with its ${plural(columns.length, 'column')}`}
      look="icon"
      choices={CHOICES}
      onChoose={(choice) => void run(choice)}
    >
      <Download size={14} aria-hidden />
    </Menu>
  );
}
