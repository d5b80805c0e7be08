/** Who is in the case: a list to choose from, and the page of the one that is chosen. */
import { Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { Identity } from '../../../shared/model/identity';
import type { IdentityKind } from '../../../shared/model/words';
import { usePages } from '../../engine/use-pages';
import { useQuery } from '../../engine/use-query';
import { useStars, useToggleStar } from '../../engine/use-star';
import { useChoice } from '../../state/choices';
import { useCommands } from '../../state/commands';
import { useLayout } from '../../state/layout';
import { pivotOn } from '../../state/pivot';
import { runCommand } from '../../state/run-command';
import { useSelection } from '../../state/selection';
import type { Command } from '../../state/view';
import { KIND_WORDS } from '../../state/words';
import { formatCount } from '../../ui/format';
import { Menu } from '../../ui/Menu';
import { Parts } from '../../ui/Parts';
import { SplitPane } from '../../ui/SplitPane';
import { StarMark } from '../../ui/Star';
import { Empty, LoadingBar, NoEvents, Problem } from '../../ui/States';
import { useSettled } from '../../ui/use-settled';
import { ViewBar } from '../../ui/ViewBar';
import { type GridColumn, VirtualGrid } from '../../ui/virtual-grid';
import { IdentityPage } from './IdentityPage';
import { UnknownNames } from './UnknownNames';
import './identities.css';

const KINDS = [{ id: 'all', title: 'All kinds' }, ...Object.entries(KIND_WORDS).map(([id, title]) => ({ id, title }))];

/** A star where there is one. */
function Starred({ id }: { id: string }): ReactNode {
  return <StarMark isOn={useStars().has(id)} />;
}

const COLUMNS: GridColumn<Identity>[] = [
  {
    id: 'name',
    title: 'Identity',
    width: 148,
    grow: true,
    cell: (identity) => (
      <>
        <Starred id={identity.id} />{' '}
        <bdi dir="ltr" {...pivotOn('identity', identity.name, { identity: identity.id })}>
          {visible(identity.name)}
        </bdi>
      </>
    ),
    full: (identity) => visible(identity.name),
  },
  { id: 'denials', title: 'Denied', width: 60, align: 'right', cell: (identity) => formatCount(identity.denials) },
  { id: 'events', title: 'Events', width: 64, align: 'right', cell: (identity) => formatCount(identity.events) },
];

/** Two lines: who, and why nobody, or too many, answer for it. */
const OWNERLESS: GridColumn<Identity>[] = [
  {
    id: 'name',
    title: 'Identity',
    width: 148,
    grow: true,
    cell: (identity) => (
      <span className="ownerless">
        <span className="clip">
          <Starred id={identity.id} /> <bdi dir="ltr">{visible(identity.name)}</bdi>
        </span>
        <span className="muted xs clip">
          {KIND_WORDS[identity.kind]} · {visible(whyOwner(identity))}
        </span>
      </span>
    ),
    full: (identity) => visible(`${identity.name}: ${whyOwner(identity)}`),
  },
  ...COLUMNS.slice(1),
];

function whyOwner({ owner, about }: Identity): string {
  if (!owner) return about?.unowned ?? 'not said why';
  const others = about?.owner?.others ?? [];
  return `${owner} or ${others.join(' or ')}`;
}

const PARTS = [
  { id: 'all', title: 'All' },
  { id: 'orphans', title: 'No owner' },
  { id: 'disputed', title: 'Owner unclear' },
  { id: 'unknown', title: 'Unknown names' },
  { id: 'starred', title: 'Starred' },
] as const;
type Part = (typeof PARTS)[number]['id'];
const EMPTY_WORDS: Record<Part, string> = {
  all: '',
  orphans: 'Every identity has an owner',
  disputed: 'Registers agree on every owner',
  unknown: '',
  starred: 'No identity has a star',
};

export function IdentitiesView(): ReactNode {
  const { identity, episode, select } = useSelection();
  // Without a chosen identity the episode's own one is looked at, as in every view.
  const card = useQuery('episodes.get', identity === null && episode !== null ? { id: episode } : null);
  const isOpen = identity !== null || episode === null || card.data !== undefined || card.error !== null;
  const selected = identity ?? (episode === null ? null : (card.data?.identity.id ?? null));
  const star = useToggleStar();
  const { panes, resize } = useLayout();
  const [search, setSearch] = useState('');
  const asked = useSettled(search.trim());
  const [kindWord, setKind] = useChoice<string>(
    'identities.kind',
    'all',
    KINDS.map(({ id }) => id),
  );
  const kind = kindWord === 'all' ? null : (kindWord as IdentityKind);
  const [part, setPart] = useChoice<Part>(
    'identities.part',
    'all',
    PARTS.map(({ id }) => id),
  );
  const [seen, setSeen] = useState({ first: 0, last: 40 });
  const filter = {
    search: asked,
    kind,
    orphans: part === 'orphans',
    disputed: part === 'disputed',
    starred: part === 'starred',
  };
  const pages = usePages(
    'identities.list',
    (offset, limit) => ({ ...filter, offset, limit }),
    (out) => out.rows,
    { ...seen, size: 100 },
  );
  const total = pages.head?.total ?? 0;
  const unknown = useQuery('identities.unknown', { limit: 1 });
  const counts: Record<Part, number | null> = {
    all: null,
    orphans: pages.head?.orphans ?? null,
    disputed: pages.head?.disputed ?? null,
    unknown: unknown.data?.unknown ?? null,
    starred: pages.head?.starred ?? null,
  };
  // Where the chosen one stands, however far down: whoever came from elsewhere finds it on the screen.
  const placed = useQuery(
    'identities.place',
    selected === null || part === 'unknown' ? null : { ...filter, id: selected },
  );
  const place = placed.stale ? null : (placed.data?.place ?? null);
  const first = pages.row(0);
  const shown = isOpen ? (selected ?? first?.id ?? null) : null;
  const latest = useRef({ pages, seen, selected, place, shown });
  latest.current = { pages, seen, selected, place, shown };
  const step = useCallback(
    (by: 1 | -1): void => {
      const now = latest.current;
      const last = (now.pages.head?.total ?? 0) - 1;
      let at = now.selected === null ? 0 : -1;
      for (let i = Math.max(0, now.seen.first - 100); i <= Math.min(now.seen.last + 100, last); i++)
        if (now.pages.row(i)?.id === now.selected) at = i;
      if (at < 0 && now.place !== null) at = now.place;
      const row = now.pages.row(Math.max(0, Math.min(last, at + by)));
      if (row) select({ identity: row.id });
    },
    [select],
  );
  const commands = useMemo<Command[]>(
    () => [
      { id: 'identities.next', title: 'Next identity', keys: 'j', run: () => step(1) },
      { id: 'identities.previous', title: 'Previous identity', keys: 'k', run: () => step(-1) },
      {
        id: 'identities.star',
        title: 'Star the identity, or take its star',
        keys: '*',
        run: () => {
          const { shown: id } = latest.current;
          if (id !== null) void star(id, 'the identity');
        },
      },
      ...PARTS.map(({ id, title }, i) => ({
        id: `identities.${id}`,
        title: `Identities: ${title.toLowerCase()}`,
        keys: String(i + 1),
        run: () => setPart(id),
      })),
    ],
    [step, setPart, star],
  );
  useCommands('Identities', commands);
  const onVisible = useCallback((first: number, last: number) => setSeen({ first, last }), []);
  const isBare = part === 'all' && pages.head !== undefined && total === 0 && !asked && !kind;
  const isOwnerless = part === 'orphans' || part === 'disputed';
  const width = panes.identityPage ?? 820;

  return (
    <div className="identities">
      <ViewBar title="Identities" about={pages.head && part !== 'unknown' && formatCount(total)}>
        <Parts<Part>
          label="Which identities"
          parts={PARTS.map(({ id, title }) => ({
            id,
            title: counts[id] === null ? title : `${title} · ${formatCount(counts[id])}`,
          }))}
          chosen={part}
          onChoose={setPart}
        />
        <Menu label="Kind of identity" choices={KINDS} chosen={kindWord} onChoose={setKind}>
          {kind ? KIND_WORDS[kind] : 'All kinds'}
        </Menu>
      </ViewBar>
      <LoadingBar active={pages.loading} />
      {part === 'unknown' ? (
        <UnknownNames />
      ) : isBare ? (
        <NoEvents onImport={() => runCommand('import.files')}>
          Import exports of sign-ins and denials; whoever they name has a page here.
        </NoEvents>
      ) : (
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
              {part === 'orphans' && pages.head && (
                <Unowned reasons={pages.head.unowned} orphans={pages.head.orphans} />
              )}
              {pages.error && total === 0 ? (
                <Problem title="The identities cannot be listed" error={pages.error} />
              ) : (
                <VirtualGrid<Identity>
                  label={`Identities, ${formatCount(total)} rows`}
                  columns={isOwnerless ? OWNERLESS : COLUMNS}
                  rowHeight={isOwnerless ? 44 : 28}
                  key={part}
                  count={total}
                  row={pages.row}
                  rowKey={(identity) => identity.id}
                  selected={shown}
                  reveal={place}
                  stale={pages.stale}
                  onSelect={(identity) => select({ identity: identity.id })}
                  onVisible={onVisible}
                  empty={
                    pages.head && (
                      <Empty title={asked || kind ? 'No identity found' : EMPTY_WORDS[part]}>
                        {asked || kind
                          ? 'Search for a part of a name, or choose another kind.'
                          : part === 'starred'
                            ? 'The star on an identity’s page, or *, sets one.'
                            : ''}
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
            ) : !isOpen ? null : (
              <Empty title="Choose an identity">Its names, hours, places and episodes appear here.</Empty>
            )
          }
        />
      )}
    </div>
  );
}

/** Why nobody answers for them, and how many. */
function Unowned({
  reasons,
  orphans,
}: {
  reasons: readonly { why: string; count: number }[];
  orphans: number;
}): ReactNode {
  if (orphans === 0) return null;
  return (
    <section className="unowned" aria-label="Why nobody answers for them">
      <p>
        <b>{plural(orphans, 'identity', 'identities')}</b> without an owner
      </p>
      <ul className="muted s">
        {reasons.map(({ why, count }) => (
          <li key={why}>
            {formatCount(count)} — {visible(why)}
          </li>
        ))}
      </ul>
    </section>
  );
}
