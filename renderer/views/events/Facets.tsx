import { ChevronDown, ChevronRight, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { visible } from '../../../shared/base/text';
import type { FACETS, Filter } from '../../../shared/contract/events';
import { type Factor, type IdentityKind, type Outcome, REFUSED_BY_SECOND_FACTOR } from '../../../shared/model/words';
import { useQuery } from '../../engine/use-query';
import { useEventColumns } from '../../state/event-columns';
import { wordState } from '../../state/query-words';
import { FACTOR_WORDS, KIND_WORDS, MARKS, OUTCOME_WORDS, sourceWord } from '../../state/words';
import { formatCount } from '../../ui/format';
import { Shape } from '../../ui/Shape';
import { shortOutcome } from './columns';

type FacetName = (typeof FACETS)[number];

const TITLES: Record<FacetName, string> = {
  outcome: 'Outcome',
  identity: 'Identity',
  app: 'Application',
  country: 'Country',
  source: 'Source',
  factor: 'Factor',
  ip: 'Address',
  class: 'Class',
  action: 'Action',
  os: 'Operating system',
  kind: 'Kind of identity',
  file: 'File',
};
const ORDER = Object.keys(TITLES) as FacetName[];

/** Counts per value of what the filter leaves. A click keeps only a value, the minus beside it leaves it out. */
export function Facets({
  filter,
  query,
  onState,
}: {
  filter: Filter;
  query: string;
  onState(field: string, value: string, state: 'in' | 'out' | null): void;
}): ReactNode {
  const { facets: open, toggleFacet } = useEventColumns();
  const fields = ORDER.filter((name) => open.includes(name));
  const { data, stale } = useQuery('events.facets', fields.length > 0 ? { filter, fields, limit: 12 } : null);
  return (
    <nav className={stale ? 'facets old-answer' : 'facets'} aria-label="Facets">
      {ORDER.map((name) => {
        const rows = data?.[name];
        const isOpen = open.includes(name);
        const most = rows?.[0]?.count ?? 1;
        return (
          <section key={name}>
            <h2>
              <button type="button" aria-expanded={isOpen} onClick={() => toggleFacet(name)}>
                {isOpen ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
                {TITLES[name]}
              </button>
            </h2>
            {isOpen && rows?.length === 0 && <p className="muted facet-none">none in these events</p>}
            {isOpen && (
              <ul>
                {rows?.map((row) => {
                  const state = wordState(query, name, row.label);
                  return (
                    <li key={row.value} className={`facet${state ? ` ${state}` : ''}`}>
                      <button
                        type="button"
                        className="facet-in"
                        aria-pressed={state === 'in'}
                        title={visible(row.label)}
                        onClick={() => onState(name, row.label, state === 'in' ? null : 'in')}
                      >
                        <span className="facet-bar" style={{ width: `${(row.count / most) * 100}%` }} />
                        <span className="facet-text clip">
                          <FacetWord name={name} value={row.label} />
                        </span>
                        <span className="facet-count">{formatCount(row.count)}</span>
                      </button>
                      <button
                        type="button"
                        className="facet-out"
                        aria-pressed={state === 'out'}
                        aria-label={`Leave out ${visible(row.label)}`}
                        title={`Leave out ${visible(row.label)}`}
                        onClick={() => onState(name, row.label, state === 'out' ? null : 'out')}
                      >
                        <Minus size={12} aria-hidden />
                      </button>
                    </li>
                  );
                })}
              </ul>
            )}
          </section>
        );
      })}
    </nav>
  );
}

function FacetWord({ name, value }: { name: FacetName; value: string }): ReactNode {
  if (name === 'outcome') {
    // A refused password or another failure is a denial for some identities only: it gets no cross here.
    const mark = value.startsWith('success_')
      ? 'success'
      : REFUSED_BY_SECOND_FACTOR.has(value as Outcome)
        ? 'denied'
        : 'other';
    return (
      <>
        <Shape shape={MARKS[mark].shape} color={MARKS[mark].color} size={10} />{' '}
        {value in OUTCOME_WORDS ? shortOutcome(value as Outcome) : value}
      </>
    );
  }
  if (name === 'factor') return FACTOR_WORDS[value as Factor] ?? value;
  if (name === 'kind') return KIND_WORDS[value as IdentityKind] ?? value;
  if (name === 'source') return sourceWord(value);
  return <bdi dir="ltr">{visible(value)}</bdi>;
}
