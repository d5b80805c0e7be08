/** The checker need not read 750 kB of coordinates: the shape is topojson-specification's. */
declare module 'world-atlas/countries-50m.json' {
  const topology: unknown;
  export default topology;
}
