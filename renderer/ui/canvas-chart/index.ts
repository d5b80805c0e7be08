export { CanvasChart, type CanvasChartProps, type Size, type Spot } from './CanvasChart';
export { barItem, type Chart, chartBytes, lineItem } from './chart-sheet';
export { inFrame } from './frame';
export { type LegendItem, legendItems, SHEET, startSheet, type Write } from './paper';
export { pictureBytes } from './picture-file';
export { drawShape, fitText, hatch, type Pen, type Shape } from './shapes';
export { type SvgPen, svgPen, xmlText } from './svg-pen';
export { type Colours, tokenOf, useColours } from './theme';
