/** The paths of one episode as a graph: columns are time, rows are actors, an edge says its key. Layout only, pure. */
import type { Link, Path, PathLayer } from '../../../shared/model/episode';

export type Hop = Path['hops'][number];

/** What one box stands for: a hop, or several of a row that repeat it. */
export interface Step extends Hop {
  /** Events that it stands for, 1 for a hop of its own. */
  n: number;
  /** Time of the last of them. */
  until: string;
}
export type StepPath = Omit<Path, 'hops'> & { hops: Step[] };

/**
 * Runs of hops that say the same become one step. What a link points to, and what stands in several paths, stays by itself:
 * both are looked at one by one.
 */
export function foldRepeats(paths: readonly Path[], links: readonly Link[], isFolded: boolean): StepPath[] {
  const uses = new Map<string, number>();
  for (const path of paths) for (const { event } of path.hops) uses.set(event, (uses.get(event) ?? 0) + 1);
  const alone = (hop: Hop): boolean => uses.get(hop.event) === 1 && !links.some(({ event }) => event === hop.event);
  const same = (a: Hop, b: Hop): boolean =>
    (['what', 'app', 'role', 'layer', 'identity', 'source', 'ip', 'key'] as const).every((name) => a[name] === b[name]);
  return paths.map((path) => {
    const hops: Step[] = [];
    for (const hop of path.hops) {
      const last = hops.at(-1);
      if (isFolded && last && same(last, hop) && alone(last) && alone(hop)) {
        last.n += 1;
        last.until = hop.time;
      } else hops.push({ ...hop, n: 1, until: hop.time });
    }
    return { ...path, hops };
  });
}

/** Older versions did not tell the layer: the role does, more coarsely. */
export const layerOf = (hop: Hop): PathLayer =>
  hop.layer ?? ({ denied: 'denial', access: 'access', change: 'privileged', request: 'request' } as const)[hop.role];

export interface GraphNode {
  event: string;
  hop: Step;
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
  link: Link | null;
  /** Corners of the line. */
  line: Point[];
  /** False where another edge into the same box says these words beside its own. */
  isTold: boolean;
  /** Top left of the label, before the box it leads to. */
  labelX: number;
  labelY: number;
}

export interface Point {
  x: number;
  y: number;
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
export const HEIGHT = 80;
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

export function pathGraph(paths: readonly StepPath[], links: readonly Link[], width: number): PathGraph {
  const hops = new Map<string, Step>();
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
      const link = links.find((one) => one.event === hop.event && one.kind === path.kind) ?? null;
      edges.set(key, {
        key,
        from,
        to,
        words: hop.key ?? 'linked',
        link,
        isTold: true,
        line: route(from, to, edges.size, sizes),
        labelX: to.x - sizes.gap + 18,
        labelY: to.y,
      });
    }
  // Edges that come together in one box have one label: that of the link, if there is one, with the words of all.
  const into = new Map<string, GraphEdge[]>();
  for (const edge of edges.values()) into.set(edge.to.event, [...(into.get(edge.to.event) ?? []), edge]);
  for (const together of into.values()) {
    const teller = together.find(({ link }) => link) ?? together[0]!;
    teller.words = [...new Set([teller, ...together].map(({ words }) => words))].join(', ');
    for (const edge of together) edge.isTold = edge === teller;
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
function route(from: GraphNode, to: GraphNode, n: number, { box, gap }: Sizes): Point[] {
  const x1 = from.x + box;
  const y1 = from.y + HEIGHT / 2;
  const x2 = to.x;
  const y2 = to.y + HEIGHT - 12; // under the label
  const near = to.column - from.column === 1;
  if (near && from.row === to.row) {
    return [
      { x: x1, y: y2 },
      { x: x2, y: y2 },
    ];
  }
  const turn = x1 + 6 + (n % 3) * 4;
  const leave = y1 + ((n % 3) - 1) * 6;
  const begin = [
    { x: x1, y: leave },
    { x: turn, y: leave },
  ];
  const end = { x: x2, y: y2 };
  if (near) return [...begin, { x: turn, y: y2 }, end];
  const strip = to.y - 5 - (n % 3) * 4;
  const down = x2 - gap + 14;
  return [...begin, { x: turn, y: strip }, { x: down, y: strip }, { x: down, y: y2 }, end];
}

/** The line as an SVG path. */
export const svgLine = (points: readonly Point[]): string =>
  points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('');

/** The hop that an arrow key leads to: along time in the nearest row, or to the row above or below at the nearest time. */
export function neighbour(
  nodes: readonly GraphNode[],
  from: string | null,
  key: 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End',
): GraphNode | null {
  const inTime = [...nodes].sort((a, b) => a.column - b.column || a.row - b.row);
  const at = nodes.find(({ event }) => event === from);
  if (!at || key === 'Home') return inTime[0] ?? null;
  if (key === 'End') return inTime.at(-1) ?? null;
  const isAlong = key === 'ArrowLeft' || key === 'ArrowRight';
  const ahead = (node: GraphNode): number =>
    ({
      ArrowLeft: at.column - node.column,
      ArrowRight: node.column - at.column,
      ArrowUp: at.row - node.row,
      ArrowDown: node.row - at.row,
    })[key];
  const aside = (node: GraphNode): number => Math.abs(isAlong ? node.row - at.row : node.column - at.column);
  return (
    nodes
      .filter((node) => ahead(node) > 0)
      .sort((a, b) => ahead(a) - ahead(b) || aside(a) - aside(b) || (a.event < b.event ? -1 : 1))[0] ?? at
  );
}
