/** The report as it would be written, drawn from the same blocks; what it shows is what is printed. */
import type { ReactNode } from 'react';
import { plural } from '../../../shared/base/text';
import type { Block, Figure, ReportCover, ReportOptions, Run, Shape, Table } from '../../../shared/model/report';
import { useHost } from '../../engine/EngineContext';
import { useCase } from '../../engine/use-case';
import { useLook } from '../../engine/use-look';
import { Button } from '../../ui/Button';
import { formatCount } from '../../ui/format';
import { Empty, LoadingBar, Problem } from '../../ui/States';
import { useLate } from '../../ui/use-settled';
import { useChosen } from './chosen';

const SHOWN = 5; // episodes

/** Each with its place as its key: what is drawn here has no other identity. */
const placed = <T,>(list: readonly T[]): [string, T][] => list.map((item, at) => [String(at), item]);

export function Preview(): ReactNode {
  const host = useHost();
  const { parts, mark, scope } = useChosen();
  const asked = useLate(JSON.stringify({ parts, mark, scope }));
  const info = useCase();
  const { data, error, progress, loading, stale, cancel, again } = useLook(
    'exports.preview',
    info ? { report: JSON.parse(asked) as ReportOptions, episodes: SHOWN } : null,
    info?.custodyHead ?? '', // every act may change what is told
  );
  const isCancelled = error?.code === 'cancelled';
  const read = progress?.phase === 'episodes' ? progress : null;
  return (
    <section className="report-preview" aria-label="Preview of the report">
      <LoadingBar active={loading} />
      <header>
        <h2 className="label">Preview</h2>
        <span className="muted s">
          {loading && read
            ? `Reading all findings: ${formatCount(read.done)} of ${plural(read.total, 'episode')}. The files can be written meanwhile.`
            : data && data.told > data.shown
              ? `The first ${data.shown} of the ${plural(data.told, 'episode')} that the files tell in full.`
              : data
                ? 'Everything that the files hold.'
                : loading && 'Being drawn up from all findings. The files can be written meanwhile.'}
        </span>
        {loading && read && (
          <>
            <progress className="preview-progress" aria-label="Findings read" value={read.done} max={read.total} />
            <Button onPress={cancel}>Cancel</Button>
          </>
        )}
        <Button onPress={() => void host.print()} isDisabled={!data}>
          Print preview…
        </Button>
      </header>
      {error && isCancelled && (
        <Empty title="The preview was cancelled" actions={<Button onPress={again}>Draw it</Button>}>
          {data ? 'Below is what was drawn before.' : 'The files can be written without it.'}
        </Empty>
      )}
      {error && !isCancelled && !data && <Problem title="The preview cannot be shown" error={error} />}
      {data && (
        <article className={stale ? 'sheet old-answer' : 'sheet'}>
          <Cover cover={data.cover} />
          {placed(data.blocks).map(([i, block]) => (
            <OneBlock key={i} block={block} />
          ))}
          {mark !== '' && <p className="sheet-mark">{data.cover.mark}</p>}
        </article>
      )}
    </section>
  );
}

function Cover({ cover }: { cover: ReportCover }): ReactNode {
  return (
    <>
      {cover.mark !== '' && <p className="sheet-mark">{cover.mark}</p>}
      <p className="muted">{cover.title}</p>
      <p className="sheet-title">{cover.subject}</p>
      <Facts rows={cover.facts} />
    </>
  );
}

const Runs = ({ runs }: { runs: readonly Run[] }): ReactNode =>
  placed(runs).map(([i, run]) => {
    const key = i;
    if (run.to !== undefined) return <a key={key} href={`#sheet-${run.to}`} onClick={(event) => leadTo(event, run.to!)}>{run.text}</a>; // biome-ignore format: one case
    if (run.look === 'strong') return <strong key={key}>{run.text}</strong>;
    if (run.look === 'code') return <code key={key}>{run.text}</code>;
    return <span key={key} className={run.look}>{run.text}</span>; // biome-ignore format: one case
  });

/** Within the preview: the address of the window stays as it is. */
function leadTo(event: { preventDefault(): void }, id: string): void {
  event.preventDefault();
  document.getElementById(`sheet-${id}`)?.scrollIntoView({ block: 'start' });
}

const Facts = ({ rows }: { rows: ReportCover['facts'] }): ReactNode => (
  <dl className="sheet-facts">
    {placed(rows).map(([i, { term, runs }]) => (
      <div key={i}>
        <dt>{term}</dt>
        <dd>
          <Runs runs={runs} />
        </dd>
      </div>
    ))}
  </dl>
);

const anchor = (id: string | undefined): { id?: string } => (id === undefined ? {} : { id: `sheet-${id}` });

function OneBlock({ block }: { block: Block }): ReactNode {
  switch (block.block) {
    case 'heading': {
      const Level = (['h2', 'h3', 'h4', 'h5'] as const)[block.level - 1] ?? 'h5';
      return (
        <Level {...anchor(block.id)}>
          {block.text} {block.layer && <span className="muted s">{block.layer}</span>}
        </Level>
      );
    }
    case 'paragraph':
      return (
        <p className={block.look && `sheet-${block.look}`}>
          <Runs runs={block.runs} />
        </p>
      );
    case 'list':
      return (
        <ul>
          {placed(block.items).map(([i, item]) => (
            <li key={i}>
              <Runs runs={item} />
            </li>
          ))}
        </ul>
      );
    case 'facts':
      return <Facts rows={block.rows} />;
    case 'table':
      return <TableView table={block} />;
    case 'figure':
      return <FigureView figure={block} />;
    case 'verbatim':
      return (
        <details>
          <summary>{block.title}</summary>
          <pre>{block.text}</pre>
        </details>
      );
  }
}

const TableView = ({ table: { caption, note, columns, rows } }: { table: Table }): ReactNode => (
  <div className="sheet-wide">
    <table>
      <caption>
        {caption} {note && <code>{note}</code>}
      </caption>
      <thead>
        <tr>
          {placed(columns).map(([i, { title, align }]) => (
            <th key={i} scope="col" className={align}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {placed(rows).map(([r, { id, cells }]) => (
          <tr key={r} {...anchor(id)}>
            {placed(cells).map(([i, runs]) => (
              <td key={i} className={columns[Number(i)]?.align}>
                <Runs runs={runs} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const FigureView = ({ figure: { title, alt, source, width, height, shapes } }: { figure: Figure }): ReactNode => (
  <figure>
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${title}. ${alt}`}>
      {placed(shapes).map(([i, shape]) => (
        <Drawn key={i} shape={shape} />
      ))}
    </svg>
    <figcaption className="s">
      {title} <span className="muted">Source: {source}</span>
    </figcaption>
  </figure>
);

const points = (list: readonly (readonly [number, number])[]): string => list.map((point) => point.join(',')).join(' ');

function Drawn({ shape }: { shape: Shape }): ReactNode {
  if (shape.shape === 'text') {
    return (
      <text
        x={shape.at[0]}
        y={shape.at[1]}
        textAnchor={shape.anchor}
        className={shape.muted ? 'muted-text' : undefined}
      >
        {shape.text}
      </text>
    );
  }
  const hollow = shape.shape !== 'line' && shape.hollow;
  const look = `${shape.shape === 'line' || hollow ? 'stroke' : 'fill'}-${shape.look}`;
  if (shape.shape === 'circle') return <circle className={look} cx={shape.at[0]} cy={shape.at[1]} r={shape.radius} />;
  if (shape.shape === 'line')
    return (
      <polyline className={look} points={points(shape.points)} strokeDasharray={shape.dashed ? '4 3' : undefined} />
    );
  return <polygon className={look} points={points(shape.points)} />;
}
