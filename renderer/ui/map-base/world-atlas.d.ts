/** The checker need not read megabytes of coordinates: the shape is topojson-specification's. */
declare module 'world-atlas/countries-50m.json' {
  const topology: unknown;
  export default topology;
}
declare module 'world-atlas/countries-10m.json' {
  const topology: unknown;
  export default topology;
}
