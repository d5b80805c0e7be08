import { RotateCcw, Search } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import type { Threshold } from '../../../shared/model/threshold';
import { useQuery } from '../../engine/use-query';
import { runCommand } from '../../state/run-command';
import { IconButton } from '../../ui/Button';
import { formatCount } from '../../ui/format';
import { Empty, LoadingBar, Problem } from '../../ui/States';
import { leaveField } from '../../ui/work-in';
import { faultOf, groupsOf, typed } from './draft';
import { Effect } from './Effect';
import { useRules } from './rules-state';

/** Every number with its unit, its limits and why it is there; on the right what other numbers would do to this case. */
export function Thresholds(): ReactNode {
  const { data, error, loading } = useQuery('thresholds.get', {});
  const [search, setSearch] = useState('');
  if (error && !data) return <Problem title="The thresholds cannot be shown" error={error} />;
  const groups = groupsOf(data?.thresholds ?? [], search);
  return (
    <div className="thresholds">
      <section className="threshold-list" aria-label="Thresholds">
        <LoadingBar active={loading} />
        <label className="rules-search">
          <Search size={14} aria-hidden />
          <input
            type="text"
            aria-label="Search thresholds"
            placeholder="Name, reason or pattern"
            spellCheck={false}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              if (search === '') leaveField(event.currentTarget);
              setSearch('');
            }}
          />
        </label>
        <section className="threshold-rows" aria-label="Numbers">
          {data && groups.length === 0 && (
            <Empty title="No threshold of that name">Search for a part of its name.</Empty>
          )}
          {groups.map(([group, list]) => (
            <section key={group} aria-label={group}>
              <h2 className="label">{group}</h2>
              {list.map((one) => (
                <Row key={one.id} one={one} />
              ))}
            </section>
          ))}
        </section>
      </section>
      <aside className="threshold-effect" aria-label="Effect on this case">
        {data && <Effect thresholds={data.thresholds} set={data.set} />}
      </aside>
    </div>
  );
}

function Row({ one }: { one: Threshold }): ReactNode {
  const id = useId();
  const { draft, type } = useRules();
  const text = draft[one.id] ?? String(one.value);
  const fault = draft[one.id] === undefined ? null : faultOf(one, text);
  const value = typed(text);
  const isChanged = fault !== null || value !== one.value;
  const isOwn = value === one.default;
  return (
    <div className={isChanged ? 'threshold changed' : 'threshold'}>
      <label htmlFor={id} className="threshold-name">
        {one.name}
      </label>
      <input
        id={id}
        className="field-input threshold-value"
        inputMode="decimal"
        autoComplete="off"
        value={text}
        aria-invalid={fault !== null}
        aria-describedby={`${id}-about`}
        onChange={(event) => type(one.id, event.target.value)}
        onKeyDown={(event) => {
          // A number is typed to see what it does.
          if (event.key === 'Enter' && !event.ctrlKey) runCommand('rules.effect');
          if (event.key !== 'Escape') return;
          type(one.id, null);
          leaveField(event.currentTarget);
        }}
      />
      <span className="threshold-unit">{one.unit}</span>
      <span className="threshold-back">
        {!isOwn && (
          <IconButton
            label={`${one.name}: the product's own ${one.default}`}
            onPress={() => type(one.id, String(one.default))}
          >
            <RotateCcw size={13} aria-hidden />
          </IconButton>
        )}
      </span>
      <p className="threshold-about" id={`${id}-about`}>
        {fault ? <span className="field-problem">{fault}. </span> : null}
        {one.about}.{' '}
        <span className="threshold-limits">
          <span className="threshold-range">
            {formatCount(one.least)} to {formatCount(one.most)}
          </span>
          {isOwn ? '' : `, product's own ${one.default}`}
        </span>
      </p>
    </div>
  );
}
