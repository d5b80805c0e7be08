/** The paths of one episode as a graph: columns are time, rows are actors, an edge says its key. Layout only, pure. */
import type { Episode, Path } from '../../../shared/model/episode';

type Hop = Path['hops'][number];

export interface GraphNode {
  event: string;
  hop: Hop;
  column: number;
  row: number;
  /** Pixels of the box. */
  x: number;
  y: number;
}

export interface GraphEdge {
  key: string;
  from: GraphNode;
  to: GraphNode;
  /** What ties the two together: "same session". */
  words: string;
  /** The link of the episode that this edge stands for, if it is one: it can be confirmed and rejected. */
  link: Episode['followedBy'][number] | null;
  /** SVG path. */
  line: string;
  /** Top left of the label, before the box it leads to. */
  labelX: number;
  labelY: number;
}

export interface GraphRow {
  name: string;
  source: string;
  y: number;
}

export interface PathGraph {
  nodes: GraphNode[];
  edges: GraphEdge[];
  rows: GraphRow[];
  /** First time of each column, ms, and its left edge. */
  columns: { time: number; x: number }[];
  sizes: Sizes;
  width: number;
  height: number;
}

export interface Sizes {
  box: number; // width of a hop
  gap: number; // between two columns: room for what ties them
}
export const HEIGHT = 66;
export const STRIP = 34; // free strip between two rows
export const LEFT = 128; // names of the rows
const RIGHT = 16;
const WIDE: Sizes = { box: 168, gap: 128 };
const TIGHT: Sizes = { box: 118, gap: 78 };

/** Sizes that let so many columns fit into a width, between tight and wide; beyond tight the picture is scrolled. */
export function fitSizes(columns: number, width: number): Sizes {
  if (columns === 0 || width === 0) return WIDE;
  const share = (sizes: Sizes): number => LEFT + columns * sizes.box + (columns - 1) * sizes.gap + RIGHT;
  const tight = share(TIGHT);
  const part = Math.min(1, Math.max(0, (width - tight) / Math.max(1, share(WIDE) - tight)));
  return {
    box: Math.floor(TIGHT.box + part * (WIDE.box - TIGHT.box)),
    gap: Math.floor(TIGHT.gap + part * (WIDE.gap - TIGHT.gap)),
  };
}
export const TOP = 34; // times of the columns
const CLOSE = 10 * 60_000; // hops of different actors within ten minutes may share a column

export function pathGraph(paths: readonly Path[], links: Episode['followedBy'], width: number): PathGraph {
  const hops = new Map<string, Hop>();
  for (const path of paths) for (const hop of path.hops) if (!hops.has(hop.event)) hops.set(hop.event, hop);
  const before = new Map<string, Set<string>>();
  for (const path of paths)
    for (const [i, hop] of path.hops.entries())
      if (i > 0) before.set(hop.event, (before.get(hop.event) ?? new Set()).add(path.hops[i - 1]!.event));

  const rows: GraphRow[] = [];
  const rowOf = (hop: Hop): number => {
    const at = rows.findIndex((row) => row.name === hop.identity && row.source === hop.source);
    if (at >= 0) return at;
    // Doors of one identity stand together.
    let place = rows.length;
    for (let i = rows.length - 1; i >= 0; i--)
      if (rows[i]!.name === hop.identity) {
        place = i + 1;
        break;
      }
    rows.splice(place, 0, { name: hop.identity, source: hop.source, y: 0 });
    return place;
  };
  const ordered = [...hops.values()].sort(
    (a, b) => Date.parse(a.time) - Date.parse(b.time) || (a.event < b.event ? -1 : 1),
  );
  for (const hop of ordered) rowOf(hop);

  const columns: { time: number; events: Set<string>; rows: Set<number> }[] = [];
  const nodes = new Map<string, GraphNode>();
  for (const hop of ordered) {
    const time = Date.parse(hop.time);
    const row = rowOf(hop);
    const last = columns.at(-1);
    const parents = before.get(hop.event) ?? new Set<string>();
    const fits =
      last !== undefined &&
      time - last.time <= CLOSE &&
      !last.rows.has(row) &&
      ![...parents].some((event) => last.events.has(event));
    const column = fits ? last : { time, events: new Set<string>(), rows: new Set<number>() };
    if (!fits) columns.push(column);
    column.events.add(hop.event);
    column.rows.add(row);
    nodes.set(hop.event, {
      event: hop.event,
      hop,
      column: columns.length - 1,
      row,
      x: 0,
      y: TOP + row * (HEIGHT + STRIP) + STRIP / 2,
    });
  }
  const sizes = fitSizes(columns.length, width);
  const left = (column: number): number => LEFT + column * (sizes.box + sizes.gap);
  for (const node of nodes.values()) node.x = left(node.column);
  for (const [i, row] of rows.entries()) row.y = TOP + i * (HEIGHT + STRIP) + STRIP / 2;

  const edges = new Map<string, GraphEdge>();
  for (const path of paths)
    for (const [i, hop] of path.hops.entries()) {
      if (i === 0) continue;
      const from = nodes.get(path.hops[i - 1]!.event)!;
      const to = nodes.get(hop.event)!;
      const key = `${from.event} ${to.event}`;
      if (edges.has(key) || from === to) continue;
      const link = path.hops[i - 1]!.role === 'denied' ? (links.find((one) => one.event === hop.event) ?? null) : null;
      edges.set(key, {
        key,
        from,
        to,
        words: hop.key ?? 'linked',
        link,
        line: route(from, to, edges.size, sizes),
        labelX: to.x - sizes.gap + 18,
        labelY: to.y,
      });
    }
  return {
    nodes: [...nodes.values()],
    edges: [...edges.values()],
    rows,
    columns: columns.map(({ time }, i) => ({ time, x: left(i) })),
    sizes,
    width: left(columns.length) - sizes.gap + RIGHT,
    height: TOP + rows.length * (HEIGHT + STRIP) + STRIP / 2,
  };
}

/**
 * Right out of one box, left into the other; past boxes between them it runs in the free strip above the row. `n`, the
 * edge's number, sets lines of one origin a little apart.
 */
function route(from: GraphNode, to: GraphNode, n: number, { box, gap }: Sizes): string {
  const x1 = from.x + box;
  const y1 = from.y + HEIGHT / 2;
  const x2 = to.x;
  const y2 = to.y + HEIGHT - 12; // under the label
  const near = to.column - from.column === 1;
  if (near && from.row === to.row) return `M${x1} ${y2}H${x2}`;
  const turn = x1 + 6 + (n % 3) * 4;
  const leave = y1 + ((n % 3) - 1) * 6;
  if (near) return `M${x1} ${leave}H${turn}V${y2}H${x2}`;
  const strip = to.y - 5 - (n % 3) * 4;
  return `M${x1} ${leave}H${turn}V${strip}H${x2 - gap + 14}V${y2}H${x2}`;
}
