import { type ReactNode, useState } from 'react';
import { visible } from '../../../shared/base/text';
import { type Episode, type Link, linksOf, type Path } from '../../../shared/model/episode';
import { pivotOn } from '../../state/pivot';
import { LINK_WORDS, sourceWord } from '../../state/words';
import { formatTime } from '../../ui/format';
import { layerOf } from './graph';
import { LAYERS } from './layers';

/** The same paths as a table: a row a hop, also those that the picture folds. */
export function PathsTable({
  paths,
  episode,
  zone,
  readOnly,
  onSelect,
  onReview,
}: {
  paths: readonly Path[];
  episode: Episode | undefined;
  zone: string;
  readOnly: boolean;
  onSelect(event: string): void;
  onReview(event: string, review: 'confirmed' | 'rejected' | null): void;
}): ReactNode {
  const [newest, setNewest] = useState(false);
  const rows = paths.flatMap((path) => {
    const hops = path.hops.map((hop, i) => ({ path, hop, i }));
    return newest ? hops.reverse() : hops;
  });
  return (
    <div className="paths-table">
      <table>
        <thead>
          <tr>
            <th scope="col">Path</th>
            <th scope="col">Hop</th>
            <th scope="col" aria-sort={newest ? 'descending' : 'ascending'}>
              <button type="button" className="link" onClick={() => setNewest(!newest)}>
                Time ({zone}) {newest ? '↓' : '↑'}
              </button>
            </th>
            <th scope="col">Step</th>
            <th scope="col">What</th>
            <th scope="col">Identity</th>
            <th scope="col">Source</th>
            <th scope="col">App or resource</th>
            <th scope="col">Address</th>
            <th scope="col">Tied by</th>
            <th scope="col">Link</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ path, hop, i }) => {
            const link =
              episode && linksOf(episode).find(({ event, kind }) => event === hop.event && kind === path.kind);
            return (
              <tr key={`${path.id} ${hop.event}`} {...pivotOn('identity', hop.identity, { event: hop.event })}>
                <td>
                  {i === (newest ? path.hops.length - 1 : 0)
                    ? `${LINK_WORDS[path.kind]} · ${path.score.toFixed(2)}`
                    : ''}
                </td>
                <td>{i + 1}</td>
                <td className="mono">
                  <button type="button" className="link" onClick={() => onSelect(hop.event)}>
                    {formatTime(hop.time, zone, 'second')}
                  </button>
                </td>
                <td>{LAYERS[layerOf(hop)].word}</td>
                <td title={visible(hop.what)}>{visible(hop.what)}</td>
                <td title={visible(hop.identity)}>{visible(hop.identity)}</td>
                <td>{sourceWord(hop.source)}</td>
                <td title={visible(hop.app ?? '')}>{visible(hop.app ?? '')}</td>
                <td className="mono">{hop.ip}</td>
                <td>{hop.key}</td>
                <td className="paths-table-review">
                  {link && <Review link={link} readOnly={readOnly} onReview={onReview} />}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** The word on a link with the buttons that give or take it back. */
export function Review({
  link,
  readOnly,
  onReview,
}: {
  link: Link;
  readOnly: boolean;
  onReview(event: string, review: 'confirmed' | 'rejected' | null): void;
}): ReactNode {
  const name = LINK_WORDS[link.kind];
  const button = (words: string, review: 'confirmed' | 'rejected' | null): ReactNode => (
    <button
      type="button"
      className="link"
      aria-label={`${words}: ${name}`}
      onClick={() => onReview(link.event, review)}
    >
      {words}
    </button>
  );
  return (
    <>
      {link.review ?? 'not reviewed'}
      {!readOnly &&
        (link.review ? (
          <> · {button('Take back', null)}</>
        ) : (
          <>
            {' '}
            · {button('Confirm', 'confirmed')} · {button('Reject', 'rejected')}
          </>
        ))}
    </>
  );
}
