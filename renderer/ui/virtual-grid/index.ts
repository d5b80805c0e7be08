export { type GridColumn, VirtualGrid, type VirtualGridProps } from './VirtualGrid';
