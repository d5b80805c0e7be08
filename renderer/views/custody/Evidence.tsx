/** Evidence files with both hashes and where they came from; referenced ones that moved are looked for by their hash. */
import type { ReactNode } from 'react';
import { plural, visible } from '../../../shared/base/text';
import { useHost } from '../../engine/EngineContext';
import { useJob } from '../../engine/use-job';
import { useQuery } from '../../engine/use-query';
import { say } from '../../state/notices';
import { Button } from '../../ui/Button';
import { formatBytes } from '../../ui/format';

export function Evidence({ canWrite }: { canWrite: boolean }): ReactNode {
  const list = useQuery('evidence.list', {});
  const items = list.data?.filter(({ removed }) => !removed) ?? [];
  const lost = items.filter(({ referenced, bytes }) => referenced && bytes === null);
  if (items.length === 0) return null;
  return (
    <details className="evidence-list">
      <summary>
        {plural(items.length, 'evidence file')} with SHA-256, SHA-512 and origin
        {lost.length > 0 && `; ${plural(lost.length, 'referenced file')} not where it was`}
      </summary>
      {lost.length > 0 && canWrite && <FindMoved />}
      <ul>
        {items.map((item) => (
          <li key={item.stored}>
            <p className="mono breakable">{visible(item.stored)}</p>
            <dl className="facts s">
              <dt>SHA-256</dt>
              <dd className="mono">{item.sha256}</dd>
              <dt>SHA-512</dt>
              <dd className="mono">{item.sha512 ?? 'not taken'}</dd>
              <dt>Size</dt>
              <dd>{item.bytes === null ? 'not where it was' : formatBytes(item.bytes)}</dd>
              <dt>Origin</dt>
              <dd>
                {item.acquired
                  ? visible(
                      [
                        item.acquired.from && `from ${item.acquired.from}`,
                        item.acquired.at && `at ${item.acquired.at}`,
                        item.acquired.how,
                        item.acquired.declared === 'equal' && 'its hash was declared and is the same',
                        item.acquired.declared === 'other' && 'its hash is NONE of those that were declared',
                      ]
                        .filter(Boolean)
                        .join('; '),
                    )
                  : 'nobody said where it came from'}
              </dd>
            </dl>
          </li>
        ))}
      </ul>
    </details>
  );
}

function FindMoved(): ReactNode {
  const host = useHost();
  const locate = useJob('evidence.locate');
  const run = async (): Promise<void> => {
    const files = await host.pickFiles({ kind: 'folder' });
    if (files.length === 0) return;
    const done = await locate({ files: files.map(({ ref }) => ref) }, 'Find moved evidence');
    if (!done.ok) return say({ tone: 'problem', text: `Could not look for it: ${done.error.line}` });
    const { found, missing } = done.output;
    say({
      tone: missing.length > 0 ? 'problem' : 'done',
      text: `Found ${plural(found.length, 'file')} by hash${missing.length > 0 ? `; ${plural(missing.length, 'file')} still missing` : ''}.`,
    });
  };
  return <Button onPress={() => void run()}>Look for it in a folder…</Button>;
}
