import type { ReactNode } from 'react';
import type { Episode, Path } from '../../../shared/model/episode';
import { LINK_WORDS, sourceWord } from '../../state/words';
import { formatTime } from '../../ui/format';

/** The same paths as a table: a row a hop. */
export function PathsTable({
  paths,
  episode,
  zone,
  onSelect,
}: {
  paths: readonly Path[];
  episode: Episode | undefined;
  zone: string;
  onSelect(event: string): void;
}): ReactNode {
  return (
    <div className="paths-table">
      <table>
        <thead>
          <tr>
            <th scope="col">Path</th>
            <th scope="col">Hop</th>
            <th scope="col">Time ({zone})</th>
            <th scope="col">What</th>
            <th scope="col">Identity</th>
            <th scope="col">Source</th>
            <th scope="col">Address</th>
            <th scope="col">Tied by</th>
            <th scope="col">Reviewed</th>
          </tr>
        </thead>
        <tbody>
          {paths.flatMap((path) =>
            path.hops.map((hop, i) => (
              <tr key={`${path.id} ${hop.event}`}>
                <td>{i === 0 ? `${LINK_WORDS[path.kind]} · ${path.score.toFixed(2)}` : ''}</td>
                <td>{i + 1}</td>
                <td className="mono">
                  <button type="button" className="link" onClick={() => onSelect(hop.event)}>
                    {formatTime(hop.time, zone, 'second')}
                  </button>
                </td>
                <td>{hop.what}</td>
                <td>{hop.identity}</td>
                <td>{sourceWord(hop.source)}</td>
                <td className="mono">{hop.ip}</td>
                <td>{hop.key}</td>
                <td>{episode?.followedBy.find((link) => link.event === hop.event)?.review ?? ''}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}
