/** The time strip's table twin: the same counts as text, each span a button that sets the brush. */
import type { ReactNode } from 'react';
import { useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { toFilter, useFilters } from '../../state/filters';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { formatCount, formatDuration } from '../../ui/format';
import { LoadingBar, Problem } from '../../ui/States';
import { span } from '../../ui/time-scale';
import { useOpen } from '../open-state';

/** Spans that a case is cut into; enough to read, few enough to walk through. */
const SPANS = 48;

export function StripTable(): ReactNode {
  const { strip, set } = useOpen();
  const zone = useZone();
  const filters = useFilters();
  const close = (): void => set({ strip: false });
  // Everything that narrows but the brush itself, which this table is there to set.
  const filter = { ...toFilter(filters), range: null };
  const { data, error, loading, stale } = useQuery('events.histogram', strip ? { filter, buckets: SPANS } : null);
  const { range } = filters;
  const bars = data?.bars ?? [];
  return (
    <Dialog
      title="The case over time"
      isOpen={strip}
      onClose={close}
      width={640}
      footer={
        <>
          <Button
            isDisabled={range === null}
            onPress={() => {
              filters.set({ range: null });
              close();
            }}
          >
            Clear the brush
          </Button>
          <Button look="primary" onPress={close}>
            Close
          </Button>
        </>
      }
    >
      <LoadingBar active={loading} />
      {error && !data ? (
        <Problem title="The case cannot be counted" error={error} />
      ) : (
        <div className={stale ? 'strip-table-box old-answer' : 'strip-table-box'}>
          <table className="strip-table">
            <caption>
              {data
                ? `${formatCount(bars.length)} spans of ${formatDuration(data.step / 1000)}, times in ${zone}. Choose one to narrow all views to it.`
                : 'Counting…'}
            </caption>
            <thead>
              <tr>
                <th scope="col">Span</th>
                <th scope="col">Access</th>
                <th scope="col">Denied</th>
                <th scope="col">Other</th>
              </tr>
            </thead>
            <tbody>
              {bars.map((bar) => {
                const to = bar.from + (data?.step ?? 0);
                const isIn = range !== null && bar.from < range.to && to > range.from;
                const isEmpty = bar.success + bar.denied + bar.other === 0;
                return (
                  <tr key={bar.from} className={isEmpty ? 'empty' : ''}>
                    <th scope="row">
                      <button
                        type="button"
                        className="text-link s"
                        aria-current={isIn}
                        onClick={() => {
                          filters.set({ range: { from: bar.from, to } });
                          close();
                        }}
                      >
                        {span(bar.from, to, zone)}
                      </button>
                      {isIn && <span className="muted xs"> in the brush</span>}
                    </th>
                    <td>{formatCount(bar.success)}</td>
                    <td className={bar.denied > 0 ? 'some' : ''}>{formatCount(bar.denied)}</td>
                    <td>{formatCount(bar.other)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </Dialog>
  );
}
