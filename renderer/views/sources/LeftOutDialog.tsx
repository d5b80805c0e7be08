import { type ReactNode, useState } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { LedgerReason } from '../../../shared/model/ledger';
import { useQuery } from '../../engine/use-query';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { formatCount } from '../../ui/format';
import { LoadingBar, Problem } from '../../ui/States';
import './left-out.css';

const PAGE = 100;

/** Every record of a file that became no event for one reason: its line, its place, and how it begins. */
export function LeftOutDialog({
  file,
  reason,
  onClose,
}: {
  file: string;
  reason: LedgerReason | null;
  onClose(): void;
}): ReactNode {
  const [page, setPage] = useState({ of: reason, offset: 0 });
  const offset = page.of === reason ? page.offset : 0; // another reason begins at its first page
  const setOffset = (next: number): void => setPage({ of: reason, offset: next });
  const kind = reason?.kind === 'skipped' ? 'skipped' : 'rejected';
  const { data, error, loading, stale } = useQuery(
    'imports.leftOut',
    reason && { file, kind, why: reason.why, offset, limit: PAGE },
  );
  const rows = data?.rows ?? [];
  const total = data?.total ?? reason?.count ?? 0;
  return (
    <Dialog
      title={`${plural(total, 'record')} ${kind}`}
      isOpen={reason !== null}
      onClose={onClose}
      width={960}
      footer={
        total > PAGE && (
          <>
            <span className="muted s left-out-page">
              {formatCount(offset + 1)} to {formatCount(Math.min(total, offset + PAGE))} of {formatCount(total)}
            </span>
            <Button onPress={() => setOffset(Math.max(0, offset - PAGE))} isDisabled={offset === 0}>
              Before
            </Button>
            <Button onPress={() => setOffset(offset + PAGE)} isDisabled={offset + PAGE >= total}>
              Next
            </Button>
          </>
        )
      }
    >
      <LoadingBar active={loading} />
      <p className="left-out-why">
        {reason && visible(reason.why)}
        <br />
        <span className="muted breakable">{visible(file)}, as unpacked; secrets are masked</span>
      </p>
      {error ? (
        <Problem title="The records cannot be read" error={error} />
      ) : (
        <table className={`left-out-rows ${stale ? 'stale' : ''}`}>
          <caption className="unseen">Where these records lie and how they begin</caption>
          <thead>
            <tr>
              <th className="number">Line</th>
              <th className="number">At byte</th>
              <th className="number">Bytes</th>
              <th>Begins</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ line, at, length, text }) => (
              <tr key={at}>
                <td className="number mono">{formatCount(line)}</td>
                <td className="number mono">{formatCount(at)}</td>
                <td className="number mono">{formatCount(length)}</td>
                <td className="mono left-out-text" title={visible(text)}>
                  {visible(text) || '—'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
}
