import { describe, expect, it } from 'vitest';
import type { Episode, Path } from '../../../shared/model/episode';
import { fitSizes, foldRepeats, HEIGHT, LEFT, neighbour, pathGraph as steps } from './graph';

type Hop = Path['hops'][number];
const at = (minutes: number): string => new Date(Date.UTC(2026, 0, 14, 2, 0) + minutes * 60_000).toISOString();
const hop = (
  event: string,
  minutes: number,
  identity: string,
  source: string,
  role: Hop['role'],
  key: string | null = 'same session',
): Hop => ({
  event,
  time: at(minutes),
  what: event,
  identity,
  source,
  ip: null,
  app: null,
  key,
  role,
});
const path = (id: string, hops: Hop[]): Path => ({
  id,
  episode: 'p1',
  kind: 'other_door',
  score: 0.9,
  hops,
  endsBecause: 'x',
});
const pathGraph = (all: readonly Path[], of: Episode['followedBy'], width: number, isFolded = true) =>
  steps(foldRepeats(all, of, isFolded), of, width);
const denial = hop('denied', 0, 'ana', 'entra', 'denied', null);
const paths = [
  path('h1', [
    denial,
    hop('approved', 4, 'ana', 'entra', 'access', 'same address'),
    hop('rule', 8, 'ana', 'entra', 'change'),
  ]),
  path('h2', [denial, hop('aws', 120, 'ana', 'okta', 'access')]),
  path('h3', [denial, hop('bo', 9, 'bo', 'okta', 'access')]),
];
const links = [
  { event: 'approved', kind: 'other_door', review: 'confirmed' },
  { event: 'aws', kind: 'other_door' },
] as unknown as Episode['followedBy'];

describe('the graph', () => {
  const graph = pathGraph(paths, links, 900);
  const node = (event: string) => graph.nodes.find((one) => one.event === event)!;
  it('draws a shared hop once, and every edge once', () => {
    expect(graph.nodes.map((one) => one.event).sort()).toEqual(['approved', 'aws', 'bo', 'denied', 'rule']);
    expect(graph.edges).toHaveLength(4);
  });
  it('columns follow time; a hop never shares one with its cause or with another of its row', () => {
    expect(['denied', 'approved', 'rule', 'bo', 'aws'].map((event) => node(event).column)).toEqual([0, 1, 2, 2, 3]);
    for (const edge of graph.edges) expect(edge.to.column).toBeGreaterThan(edge.from.column);
    for (const a of graph.nodes)
      for (const b of graph.nodes) if (a !== b) expect(a.column === b.column && a.row === b.row).toBe(false);
  });
  it('rows are actors, doors of one identity together', () => {
    expect(graph.rows.map(({ name, source }) => `${name} ${source}`)).toEqual(['ana entra', 'ana okta', 'bo okta']);
    expect(node('aws').row).toBe(1);
    expect(node('bo').y).toBe(graph.rows[2]!.y);
  });
  it('an edge says its key, and which link it is', () => {
    const edge = graph.edges.find(({ to }) => to.event === 'approved')!;
    expect(edge.words).toBe('same address');
    expect(edge.link?.review).toBe('confirmed');
    expect(graph.edges.find(({ to }) => to.event === 'rule')!.link).toBeNull();
  });
  it('no long edge runs through a box', () => {
    const long = graph.edges.find(({ to }) => to.event === 'aws')!;
    const ys = long.line.slice(2, -2).map(({ y }) => y);
    // The long stretch lies in the free strip between the rows.
    expect(ys.length).toBeGreaterThan(0);
    for (const other of graph.nodes) expect(ys[0]! > other.y && ys[0]! < other.y + HEIGHT).toBe(false);
  });
  it('columns draw together to fit, down to a size that can still be read', () => {
    const four = fitSizes(4, 880);
    expect(LEFT + 4 * four.box + 3 * four.gap + 16).toBeLessThanOrEqual(880);
    expect(fitSizes(2, 2_000)).toEqual({ box: 168, gap: 128 });
    expect(fitSizes(20, 880)).toEqual({ box: 118, gap: 78 });
    expect(graph.width).toBeLessThanOrEqual(900);
  });
  it('nothing in, nothing drawn', () => {
    expect(pathGraph([], [], 900)).toMatchObject({ nodes: [], edges: [], rows: [] });
  });
});

describe('repeats', () => {
  const used = (event: string, minutes: number) => ({
    ...hop(event, minutes, 'ana', 'entra', 'access'),
    what: 'Token used',
  });
  const long = [
    path('h1', [
      denial,
      hop('in', 4, 'ana', 'entra', 'access'),
      used('a', 5),
      used('b', 6),
      used('c', 9),
      hop('rule', 12, 'ana', 'entra', 'change'),
      used('d', 20),
    ]),
  ];
  it('are one box with how many and until when; a change between them parts them', () => {
    const [folded] = foldRepeats(long, [], true);
    expect(folded!.hops.map(({ event, n }) => [event, n])).toEqual([
      ['denied', 1],
      ['in', 1],
      ['a', 3],
      ['rule', 1],
      ['d', 1],
    ]);
    expect(folded!.hops[2]!.until).toBe(at(9));
    expect(foldRepeats(long, [], false)[0]!.hops).toHaveLength(7);
  });
  it('leave alone what a link points to and what two paths share', () => {
    const link = [{ event: 'b', kind: 'other_door' }] as unknown as Episode['followedBy'];
    expect(foldRepeats(long, link, true)[0]!.hops).toHaveLength(7);
    expect(foldRepeats([...long, path('h2', [denial, used('b', 6)])], [], true)[0]!.hops).toHaveLength(7);
  });
  it('two hundred hops of several actors are laid out at once, and each can be reached by arrow keys', () => {
    const many = Array.from({ length: 8 }, (_, p) =>
      path(`h${p}`, [
        denial,
        ...Array.from({ length: 30 }, (_, i) =>
          hop(`e${p}-${i}`, 5 + i * 7 + p, `actor ${p % 3}`, i % 2 ? 'okta' : 'entra', 'access'),
        ),
      ]),
    );
    const start = performance.now();
    const graph = pathGraph(many, [], 900);
    expect(performance.now() - start).toBeLessThan(500);
    expect(graph.nodes).toHaveLength(241);
    const reached = new Set<string>();
    let wave = [neighbour(graph.nodes, null, 'Home')!.event];
    while (wave.length > 0) {
      for (const event of wave) reached.add(event);
      wave = wave
        .flatMap((event) =>
          (['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const).map(
            (key) => neighbour(graph.nodes, event, key)!.event,
          ),
        )
        .filter((event, i, all) => !reached.has(event) && all.indexOf(event) === i);
    }
    expect(reached.size).toBe(241);
  });
});
