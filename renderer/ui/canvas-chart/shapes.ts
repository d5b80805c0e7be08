/**
 * The shapes of verdicts (`cross`, `square`, `triangle`, `diamond`, `disc`, `ring`) and of marks (`x`, `dot`, `block`,
 * `down`, `ring`): told apart without colour.
 */
export type Shape =
  | 'cross'
  | 'square'
  | 'triangle'
  | 'diamond'
  | 'disc'
  | 'ring'
  | 'x'
  | 'dot'
  | 'block'
  | 'down'
  | 'tick';

/** What the drawing needs of a canvas context; tests hand in a recorder. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'closePath'
  | 'arc'
  | 'rect'
  | 'fill'
  | 'stroke'
  | 'fillRect'
  | 'strokeRect'
  | 'clearRect'
  | 'fillText'
  | 'measureText'
  | 'quadraticCurveTo'
  | 'bezierCurveTo'
  | 'roundRect'
  | 'setLineDash'
  | 'save'
  | 'restore'
  | 'clip'
  | 'translate'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'globalAlpha'
  | 'lineCap'
>;

/** Draws a shape around a centre; `r` is half its side in CSS pixels. */
export function drawShape(pen: Pen, shape: Shape, x: number, y: number, r: number, colour: string): void {
  pen.fillStyle = colour;
  pen.strokeStyle = colour;
  pen.beginPath();
  switch (shape) {
    case 'cross':
    case 'x':
      pen.lineWidth = Math.max(1.8, r * (shape === 'cross' ? 0.8 : 0.55));
      pen.lineCap = 'butt';
      pen.moveTo(x - r, y - r);
      pen.lineTo(x + r, y + r);
      pen.moveTo(x + r, y - r);
      pen.lineTo(x - r, y + r);
      pen.stroke();
      return;
    case 'dot':
    case 'disc':
      pen.arc(x, y, r, 0, Math.PI * 2);
      break;
    case 'ring':
      pen.lineWidth = 1.6;
      pen.arc(x, y, r - 0.8, 0, Math.PI * 2);
      pen.stroke();
      return;
    case 'square':
    case 'block':
      pen.rect(x - r, y - r, 2 * r, 2 * r);
      break;
    case 'down':
      pen.moveTo(x - r, y - r * 0.85);
      pen.lineTo(x + r, y - r * 0.85);
      pen.lineTo(x, y + r);
      pen.closePath();
      break;
    case 'triangle':
      pen.moveTo(x - r, y + r * 0.85);
      pen.lineTo(x + r, y + r * 0.85);
      pen.lineTo(x, y - r);
      pen.closePath();
      break;
    case 'diamond':
      pen.moveTo(x, y - r);
      pen.lineTo(x + r, y);
      pen.lineTo(x, y + r);
      pen.lineTo(x - r, y);
      pen.closePath();
      break;
    case 'tick':
      pen.rect(x - 0.75, y - r, 1.5, 2 * r);
      break;
  }
  pen.fill();
}

/** Diagonal hatching of a rectangle: "no data here". */
export function hatch(pen: Pen, x: number, y: number, w: number, h: number, colour: string, gap = 6): void {
  if (w <= 0 || h <= 0) return;
  pen.save();
  pen.beginPath();
  pen.rect(x, y, w, h);
  pen.clip();
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.beginPath();
  // Anchored to the pixel grid of the canvas, not to the box, so that the pattern stands still while one pans.
  const first = Math.floor((x - h) / gap) * gap;
  for (let at = first; at < x + w + h; at += gap) {
    pen.moveTo(at, y + h);
    pen.lineTo(at + h, y);
  }
  pen.stroke();
  pen.restore();
}

/** Cuts a text to `width` with an ellipsis in the current font. */
export function fitText(pen: Pen, text: string, width: number): string {
  if (pen.measureText(text).width <= width) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (pen.measureText(`${text.slice(0, middle)}…`).width <= width) low = middle;
    else high = middle - 1;
  }
  const last = text.charCodeAt(low - 1);
  if (last >= 0xd800 && last <= 0xdbff) low--;
  return low > 0 ? `${text.slice(0, low)}…` : '';
}
