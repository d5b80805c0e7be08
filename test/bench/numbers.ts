/** What is printed of several measurements. */

export const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]!;

/** The exponent of growth: slope of the least squares through the logarithms of size and time. */
export function power(points: readonly (readonly [size: number, seconds: number])[]): number {
  const logs = points.map(([size, seconds]) => [Math.log(size), Math.log(seconds)] as const);
  const mean = (i: 0 | 1): number => logs.reduce((sum, log) => sum + log[i], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const along = logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  return along / logs.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}
