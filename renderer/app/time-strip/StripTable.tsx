/** The time strip's table twin: the same counts as text, each span a button that sets the brush. */
import type { ReactNode } from 'react';
import { useCase, useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { toFilter, useFilters } from '../../state/filters';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { formatCount, formatDuration } from '../../ui/format';
import { LoadingBar, Problem } from '../../ui/States';
import { fromWall, span, toWall } from '../../ui/time-scale';
import { useOpen } from '../open-state';

const HOUR = 3_600_000;
/** Lengths of a span, ms: the shortest that cuts the case into few enough to walk through is taken. */
const STEPS = [60_000, 300_000, 900_000, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 7 * 24 * HOUR];
const MOST = 62;

/** Spans of round length on round walls of the zone that hold the whole case. */
function spansOf(first: number, last: number, zone: string): { from: number; to: number; buckets: number } {
  const step = STEPS.find((one) => (last - first) / one < MOST) ?? Math.ceil((last - first) / MOST);
  const from = fromWall(Math.floor(toWall(first, zone) / step) * step, zone);
  const buckets = Math.floor((last - from) / step) + 1;
  return { from, to: from + buckets * step, buckets };
}

export function StripTable(): ReactNode {
  const { strip, set } = useOpen();
  const info = useCase();
  const zone = useZone();
  const filters = useFilters();
  const close = (): void => set({ strip: false });
  // Everything that narrows but the brush itself, which this table is there to set.
  const whole = info?.first && info.last ? spansOf(Date.parse(info.first), Date.parse(info.last), zone) : null;
  const filter = { ...toFilter(filters), range: whole && { from: whole.from, to: whole.to } };
  const { data, error, loading, stale } = useQuery(
    'events.histogram',
    strip && whole ? { filter, buckets: whole.buckets } : null,
  );
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
