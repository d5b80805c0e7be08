export * from './geometry';
export { type Bounds, MapBase, type MapBaseProps, type MapHandle, type Projection } from './MapBase';
