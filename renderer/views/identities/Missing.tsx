import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { plural, visible } from '../../../shared/base/text';
import type { Coverage } from '../../../shared/model/coverage';
import { useQuery } from '../../engine/use-query';
import { showSources } from '../../state/sources-part';
import { missingOf } from './missing-logs';

/** What cannot be said of it for want of a log, or because one is cut or silent. */
export function Missing({ sources }: { sources: readonly string[] }): ReactNode {
  const { data } = useQuery('imports.coverage', {});
  if (!data) return null;
  const { absent, cut, silent } = missingOf(data, sources);
  const doubts = absent.length + cut.length + silent.length;
  return (
    <section className="missing">
      <h3 className="label missing-head">
        <span>
          Not in the logs
          {doubts > 0 && <span className="seen-n"> · {doubts}</span>}
        </span>
        <button type="button" className="link" onClick={() => showSources('coverage')}>
          Coverage
        </button>
      </h3>
      {doubts === 0 && <p className="muted s">Its sources reach through, and no question about it lacks its log.</p>}
      <ul>
        {absent.map(({ log, question, so }) => (
          <li key={log}>
            <b>{question}</b> {so.charAt(0).toUpperCase() + so.slice(1)}.{' '}
            <span className="muted">Would tell: {log}</span>
          </li>
        ))}
        {cut.map((file: Coverage['cut'][number]) => (
          <li key={`${file.file} ${file.why}`}>
            <TriangleAlert size={12} aria-hidden /> <b className="breakable">{visible(file.file)}</b>{' '}
            <span className="muted">{file.why}</span>
          </li>
        ))}
        {silent.map(({ source, title, silences, silencesCut }) => (
          <li key={source}>
            <b>{title}</b>{' '}
            <span className="muted">is silent {plural(silences.length + silencesCut, 'time')} against its rhythm</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
