/** The checker need not read the coordinates: the shape is topojson-specification's. */
declare module 'world-atlas/land-110m.json' {
  const atlas: unknown;
  export default atlas;
}
