import { type ReactNode, useState } from 'react';
import { plural } from '../../../shared/base/text';
import type { TableRef } from '../../../shared/contract/mappings';
import type { Mapping } from '../../../shared/model/mapping';
import { type JobResult, useJob } from '../../engine/use-job';
import { say } from '../../state/notices';
import { Button } from '../../ui/Button';
import { formatCount } from '../../ui/format';

type Account = Extract<
  JobResult<{ rows: number; events: number; skipped: number; rejected: number }>,
  { ok: true }
>['output'];

/** Of a large table the step shows the beginning; here all of it is counted, under the mapping as it stands. */
export function CountAll({ table, mapping }: { table: TableRef; mapping: Mapping | null }): ReactNode {
  const check = useJob('imports.check');
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<{ of: Mapping; account: Account } | null>(null);
  const run = async (of: Mapping): Promise<void> => {
    setBusy(true);
    const ended = await check({ ...table, mapping: of }, 'Count all rows under the mapping');
    setBusy(false);
    if (ended.ok) setFound({ of, account: ended.output });
    else if (ended.error.code !== 'cancelled') say({ tone: 'problem', text: `Could not count: ${ended.error.line}` });
  };
  const isOld = found !== null && JSON.stringify(found.of) !== JSON.stringify(mapping);
  return (
    <div className="mapping-count">
      <Button isDisabled={busy || mapping === null} onPress={() => mapping && void run(mapping)}>
        {busy ? 'Counting…' : 'Count all rows'}
      </Button>
      {found && (
        <span className={isOld ? 's faint' : 's'} role="status">
          All {plural(found.account.rows, 'row')} = {plural(found.account.events, 'event')} +{' '}
          {formatCount(found.account.skipped)} skipped + {formatCount(found.account.rejected)} rejected
          {isOld && ', before the last change'}
        </span>
      )}
    </div>
  );
}
