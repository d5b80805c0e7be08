export { CanvasChart, type CanvasChartProps, type Size, type Spot } from './CanvasChart';
export { inFrame } from './frame';
export { pictureBytes } from './picture-file';
export { drawShape, fitText, hatch, type Pen, type Shape } from './shapes';
export { type SvgPen, svgPen, xmlText } from './svg-pen';
export { type Colours, useColours } from './theme';
