import { Search } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { UnknownName } from '../../../shared/contract/identities';
import { usePages } from '../../engine/use-pages';
import { showEvent } from '../../state/navigate';
import { useSelection } from '../../state/selection';
import { formatCount } from '../../ui/format';
import { Empty, LoadingBar, Problem } from '../../ui/States';
import { useSettled } from '../../ui/use-settled';
import { type GridColumn, VirtualGrid } from '../../ui/virtual-grid';

const KIND_WORDS: Record<UnknownName['kind'], string> = {
  identities: 'identities',
  devices: 'devices',
  changes: 'changes',
  'access-requests': 'access requests',
  'execution-windows': 'execution windows',
  travel: 'travel',
  rollouts: 'rollouts',
  'ip-labels': 'labels of networks',
  'app-requirements': 'requirements',
};
const WHY_WORDS: Record<UnknownName['why'], string> = {
  nobody: 'no log has it',
  several: 'several identities go by it',
};

const COLUMNS: GridColumn<UnknownName>[] = [
  {
    id: 'name',
    title: 'Name in the register',
    width: 220,
    grow: true,
    cell: ({ name }) => <bdi dir="ltr">{visible(name)}</bdi>,
    full: ({ name }) => visible(name),
  },
  { id: 'why', title: 'Why it is nobody', width: 180, cell: ({ why }) => WHY_WORDS[why] },
  { id: 'kind', title: 'Register', width: 140, cell: ({ kind }) => KIND_WORDS[kind] },
  {
    id: 'file',
    title: 'File',
    width: 220,
    cell: ({ file }) => <bdi dir="ltr">{visible(file)}</bdi>,
    full: ({ file }) => visible(file),
  },
  { id: 'rows', title: 'Rows', width: 64, align: 'right', cell: ({ rows }) => formatCount(rows) },
];

/** Names that registers use and that fit no identity: reported, never dropped. Each opens its row. */
export function UnknownNames(): ReactNode {
  const [search, setSearch] = useState('');
  const asked = useSettled(search.trim());
  const [seen, setSeen] = useState({ first: 0, last: 40 });
  const { event } = useSelection();
  const pages = usePages(
    'identities.unknown',
    (offset, limit) => ({ search: asked, offset, limit }),
    (out) => out.rows,
    { ...seen, size: 100 },
  );
  const onVisible = useCallback((first: number, last: number) => setSeen({ first, last }), []);
  const { head } = pages;
  if (pages.error && !head) return <Problem title="The names cannot be listed" error={pages.error} />;
  return (
    <div className="unknown-names">
      <LoadingBar active={pages.loading} />
      <div className="unknown-head">
        <div className="unknown-search">
          <label className="identity-search">
            <Search size={14} aria-hidden />
            <input
              type="text"
              aria-label="Search names"
              placeholder="Name"
              spellCheck={false}
              value={search}
              onChange={(changed) => setSearch(changed.target.value)}
            />
          </label>
        </div>
        {head && head.named > 0 && (
          <p className="muted s">
            {formatCount(head.unknown)} of {plural(head.named, 'name')} in registers{' '}
            {head.unknown === 1 ? 'fits' : 'fit'} no identity of the logs. They are kept, and tried again with every
            later import.
          </p>
        )}
      </div>
      <VirtualGrid<UnknownName>
        label={`Names in registers that fit no identity, ${formatCount(head?.total ?? 0)} rows`}
        columns={COLUMNS}
        count={head?.total ?? 0}
        row={pages.row}
        rowKey={({ row, file }) => `${row} ${file}`}
        selected={event}
        stale={pages.stale}
        onSelect={({ row }) => showEvent(row)}
        onOpen={({ row }) => showEvent(row)}
        onVisible={onVisible}
        empty={
          head && (
            <Empty
              title={
                asked ? 'No such name' : head.named === 0 ? 'No register names anybody' : 'Every name fits an identity'
              }
            >
              {head.named === 0
                ? 'Import registers of people, devices, changes, requests or travel: names that no log knows are listed here.'
                : ''}
            </Empty>
          )
        }
      />
    </div>
  );
}
