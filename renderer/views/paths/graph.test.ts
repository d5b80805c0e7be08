import { describe, expect, it } from 'vitest';
import type { Episode, Path } from '../../../shared/model/episode';
import { fitSizes, HEIGHT, LEFT, pathGraph } from './graph';

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
const links = [{ event: 'approved', review: 'confirmed' }, { event: 'aws' }] as unknown as Episode['followedBy'];

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
    const ys = [...long.line.matchAll(/V(-?[\d.]+)H/g)].map((match) => Number(match[1]));
    // The long stretch lies in the free strip between the rows.
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
