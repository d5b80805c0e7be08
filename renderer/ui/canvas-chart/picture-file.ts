/** A drawing as the bytes of a file: SVG, or PNG at twice the size of the screen's pixels. */
import type { Size } from './CanvasChart';
import type { Pen } from './shapes';
import { svgPen } from './svg-pen';

const SHARP = 2; // PNG pixels a CSS pixel
const MOST = 12_000; // pixels a side; beyond it canvases of browsers stay empty

export async function pictureBytes(
  kind: 'svg' | 'png',
  size: Size,
  title: string,
  draw: (pen: Pen) => void,
): Promise<Uint8Array> {
  if (kind === 'svg') {
    const ruler = document.createElement('canvas').getContext('2d');
    const { pen, svg } = svgPen((text, font) => {
      if (!ruler) return text.length * 6;
      ruler.font = font;
      return ruler.measureText(text).width;
    });
    draw(pen);
    return new TextEncoder().encode(svg(size.width, size.height, title));
  }
  const canvas = document.createElement('canvas');
  const scale = Math.min(SHARP, MOST / Math.max(size.width, size.height));
  canvas.width = Math.round(size.width * scale);
  canvas.height = Math.round(size.height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser gives no canvas to draw on');
  context.scale(scale, scale);
  draw(context);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error('this browser could not make a PNG');
  return new Uint8Array(await blob.arrayBuffer());
}
