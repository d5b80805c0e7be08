import type { ReactNode } from 'react';
import { plural, visible } from '../../../shared/base/text';
import { useZone } from '../../engine/use-case';
import { useQuery } from '../../engine/use-query';
import { useLastImport } from '../../state/last-import';
import { formatTime } from '../../ui/format';

const SHOWN = 200; // a folder of somebody's whole disk must not fill the page; the custody log names all

/** What was offered in earlier imports and not taken, with the reason; the newest import tells of its own. */
export function RefusedFiles(): ReactNode {
  const zone = useZone();
  const { summary } = useLastImport();
  const { data } = useQuery('cases.refused', {});
  const told = new Set(summary?.unrecognised.map(({ file }) => file));
  const files = (data ?? []).filter(({ file }) => !told.has(file));
  if (files.length === 0) return null;
  return (
    <details className="refused">
      <summary>{plural(files.length, 'file')} offered before and not taken</summary>
      <ul>
        {files.slice(0, SHOWN).map(({ file, why, at }) => (
          <li key={file}>
            <span className="clip" title={visible(file)}>
              {visible(file)}
            </span>
            <span className="muted">{visible(why)}</span>
            <span className="muted">{formatTime(at, zone, 'minute')}</span>
          </li>
        ))}
        {files.length > SHOWN && <li className="muted">and {plural(files.length - SHOWN, 'more file')}</li>}
      </ul>
    </details>
  );
}
