/** Figures as SVG: colours by class in the stylesheet, every text escaped. */
import type { Figure, Shape } from '../../../../../shared/model/report';
import { escaped } from './markup';

export const drawing = ({ title, alt, source, width, height, shapes }: Figure): string =>
  `<figure><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(`${title}. ${alt}`)}">${shapes.map(element).join('')}</svg><figcaption>${escaped(title)} <span class="muted">Source: ${escaped(source)}</span></figcaption></figure>\n`;

const list = (points: readonly (readonly [number, number])[]): string =>
  points.map((point) => point.join(',')).join(' ');

function element(shape: Shape): string {
  switch (shape.shape) {
    case 'line':
      return `<polyline class="l s-${shape.look}${shape.dashed ? ' d' : ''}" points="${list(shape.points)}"/>`;
    case 'polygon':
      return `<polygon class="${shape.hollow ? `o s-${shape.look}` : `f-${shape.look}`}" points="${list(shape.points)}"/>`;
    case 'circle':
      return `<circle class="${shape.hollow ? `o s-${shape.look}` : `f-${shape.look}`}" cx="${shape.at[0]}" cy="${shape.at[1]}" r="${Math.round(shape.radius * 10) / 10}"/>`;
    case 'text':
      return `<text x="${shape.at[0]}" y="${shape.at[1]}"${shape.anchor === 'start' ? '' : ` text-anchor="${shape.anchor}"`}${shape.muted ? ' class="m"' : ''}>${escaped(shape.text)}</text>`;
  }
}
