export * from './geometry';
export { drawLand, landIn, type Rings } from './land-picture';
export { type Bounds, type Camera, MapBase, type MapBaseProps, type MapHandle, type Projection } from './MapBase';
export type { MapTiles } from './tile-layer';
export { type CountryName, countryNames, loadWorld } from './world';
