export * from './geometry';
export { type Bounds, type Camera, MapBase, type MapBaseProps, type MapHandle, type Projection } from './MapBase';
export type { MapTiles } from './tile-layer';
export { type CountryName, countryNames, loadWorld } from './world';
