/** Who is in the case: a list to choose from, and the page of the one that is chosen. */
import { Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useState } from 'react';
import { visible } from '../../../shared/base/text';
import type { Identity } from '../../../shared/model/identity';
import type { IdentityKind } from '../../../shared/model/words';
import { usePages } from '../../engine/use-pages';
import { useLayout } from '../../state/layout';
import { useSelection } from '../../state/selection';
import { KIND_WORDS } from '../../state/words';
import { Button } from '../../ui/Button';
import { formatCount } from '../../ui/format';
import { Menu } from '../../ui/Menu';
import { SplitPane } from '../../ui/SplitPane';
import { Empty, LoadingBar, Problem } from '../../ui/States';
import { ViewBar } from '../../ui/ViewBar';
import { type GridColumn, VirtualGrid } from '../../ui/virtual-grid';
import { IdentityPage } from './IdentityPage';
import './identities.css';

const KINDS = [{ id: 'all', title: 'All kinds' }, ...Object.entries(KIND_WORDS).map(([id, title]) => ({ id, title }))];

const COLUMNS: GridColumn<Identity>[] = [
  {
    id: 'name',
    title: 'Identity',
    width: 148,
    grow: true,
    cell: (identity) => <bdi dir="ltr">{visible(identity.name)}</bdi>,
    full: (identity) => identity.name,
  },
  { id: 'denials', title: 'Denied', width: 72, align: 'right', cell: (identity) => formatCount(identity.denials) },
  { id: 'events', title: 'Events', width: 76, align: 'right', cell: (identity) => formatCount(identity.events) },
];

export function IdentitiesView(): ReactNode {
  const { identity: selected, select } = useSelection();
  const { panes, resize } = useLayout();
  const [search, setSearch] = useState('');
  const [asked, setAsked] = useState('');
  const [kind, setKind] = useState<IdentityKind | null>(null);
  const [orphans, setOrphans] = useState(false);
  const [seen, setSeen] = useState({ first: 0, last: 40 });
  useEffect(() => {
    const timer = window.setTimeout(() => setAsked(search.trim()), 200);
    return () => window.clearTimeout(timer);
  }, [search]);
  const pages = usePages(
    'identities.list',
    (offset, limit) => ({ search: asked, kind, orphans, offset, limit }),
    (out) => out.rows,
    { ...seen, size: 100 },
  );
  const total = pages.head?.total ?? 0;
  const onVisible = useCallback((first: number, last: number) => setSeen({ first, last }), []);
  const first = pages.row(0);
  const shown = selected ?? first?.id ?? null;
  const width = panes.identityPage ?? 820;

  return (
    <div className="identities">
      <ViewBar title="Identities" about={pages.head && formatCount(total)}>
        <Menu
          label="Kind of identity"
          choices={KINDS}
          chosen={kind ?? 'all'}
          onChoose={(id) => setKind(id === 'all' ? null : (id as IdentityKind))}
        >
          {kind ? KIND_WORDS[kind] : 'All kinds'}
        </Menu>
        <Button aria-pressed={orphans} look={orphans ? 'primary' : 'plain'} onPress={() => setOrphans(!orphans)}>
          No owner{pages.head && ` · ${formatCount(pages.head.orphans)}`}
        </Button>
      </ViewBar>
      <LoadingBar active={pages.loading} />
      <SplitPane
        label="Width of the identity's page"
        size={width}
        min={360}
        minFirst={316}
        onResize={(pixels) => resize('identityPage', pixels)}
        first={
          <div className="identity-list">
            <label className="identity-search">
              <Search size={14} aria-hidden />
              <input
                type="text"
                aria-label="Search identities"
                placeholder="Name, address or id"
                spellCheck={false}
                value={search}
                onChange={(event) => setSearch(event.target.value)}
                onKeyDown={(event: KeyboardEvent) => {
                  if (event.key === 'Escape') setSearch('');
                }}
              />
            </label>
            {pages.error && total === 0 ? (
              <Problem title="The identities cannot be listed" error={pages.error} />
            ) : (
              <VirtualGrid<Identity>
                label={`Identities, ${formatCount(total)} rows`}
                columns={COLUMNS}
                count={total}
                row={pages.row}
                rowKey={(identity) => identity.id}
                selected={shown}
                stale={pages.stale}
                onSelect={(identity) => select({ identity: identity.id })}
                onVisible={onVisible}
                empty={
                  pages.head && (
                    <Empty title={orphans && !asked && !kind ? 'Every identity has an owner' : 'No identity found'}>
                      {asked || kind ? 'Search for a part of a name, or choose another kind.' : 'Import exports first.'}
                    </Empty>
                  )
                }
              />
            )}
          </div>
        }
        second={
          shown ? (
            <IdentityPage id={shown} key={shown} />
          ) : (
            <Empty title="Choose an identity">Its names, hours, places and episodes appear here.</Empty>
          )
        }
      />
    </div>
  );
}
