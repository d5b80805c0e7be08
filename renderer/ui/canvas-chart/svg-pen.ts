/**
 * A pen that writes SVG: what is drawn on the screen leaves it as a picture that stays sharp and that other programs can
 * search and edit. Texts are evidence: they are escaped, and characters that XML cannot hold are replaced.
 */
import type { Pen } from './shapes';

interface State {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  font: string;
  textAlign: string;
  textBaseline: string;
  globalAlpha: number;
  lineCap: string;
  dash: readonly number[];
  x: number;
  y: number;
  /** Groups opened since the last `save`: clips, closed by `restore`. */
  groups: number;
}

const FIRST: State = {
  fillStyle: '#000',
  strokeStyle: '#000',
  lineWidth: 1,
  font: '10px sans-serif',
  textAlign: 'left',
  textBaseline: 'alphabetic',
  globalAlpha: 1,
  lineCap: 'butt',
  dash: [],
  x: 0,
  y: 0,
  groups: 0,
};

const num = (n: number): string => String(Math.round(n * 100) / 100);

const NOT_XML = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

/** Text for XML: escaped, nothing in it that a reader would refuse. */
export const xmlText = (text: string): string =>
  text.replace(NOT_XML, '\ufffd').replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

export interface SvgPen {
  pen: Pen;
  /** The document, in CSS pixels; `title` is its accessible name. */
  svg(width: number, height: number, title: string): string;
}

/** `measure` gives a text's width in a font, as the browser's canvas does. */
export function svgPen(measure: (text: string, font: string) => number): SvgPen {
  const out: string[] = [];
  const stack: State[] = [];
  let now: State = { ...FIRST };
  let path = '';
  let clips = 0;
  const at = (x: number, y: number): string => `${num(x + now.x)} ${num(y + now.y)}`;
  const alpha = (): string => (now.globalAlpha < 1 ? ` opacity="${num(now.globalAlpha)}"` : '');
  const stroke = (): string =>
    ` fill="none" stroke="${xmlText(now.strokeStyle)}" stroke-width="${num(now.lineWidth)}"${
      now.dash.length > 0 ? ` stroke-dasharray="${now.dash.map(num).join(' ')}"` : ''
    }${now.lineCap === 'butt' ? '' : ` stroke-linecap="${xmlText(now.lineCap)}"`}${alpha()}`;
  const box = (x: number, y: number, w: number, h: number): string =>
    `x="${num(Math.min(x, x + w) + now.x)}" y="${num(Math.min(y, y + h) + now.y)}" width="${num(Math.abs(w))}" height="${num(Math.abs(h))}"`;
  const rounded = (x: number, y: number, w: number, h: number, r: number): string => {
    const d = Math.max(0, Math.min(r, Math.abs(w) / 2, Math.abs(h) / 2));
    const arc = (dx: number, dy: number): string => `a${num(d)} ${num(d)} 0 0 1 ${num(dx)} ${num(dy)}`;
    return `M${at(x + d, y)}h${num(w - 2 * d)}${arc(d, d)}v${num(h - 2 * d)}${arc(-d, d)}h${num(2 * d - w)}${arc(-d, -d)}v${num(2 * d - h)}${arc(d, -d)}z`;
  };
  const calls = {
    beginPath: () => {
      path = '';
    },
    moveTo: (x: number, y: number) => {
      path += `M${at(x, y)}`;
    },
    lineTo: (x: number, y: number) => {
      path += `${path === '' ? 'M' : 'L'}${at(x, y)}`;
    },
    closePath: () => {
      path += 'z';
    },
    quadraticCurveTo: (cx: number, cy: number, x: number, y: number) => {
      path += `Q${at(cx, cy)} ${at(x, y)}`;
    },
    bezierCurveTo: (ax: number, ay: number, bx: number, by: number, x: number, y: number) => {
      path += `C${at(ax, ay)} ${at(bx, by)} ${at(x, y)}`;
    },
    arc: (x: number, y: number, r: number, from: number, to: number, back = false) => {
      const point = (angle: number): string => at(x + r * Math.cos(angle), y + r * Math.sin(angle));
      const begin = `${path === '' ? 'M' : 'L'}${point(from)}`;
      const one = (end: number, sweep: number, large: number): string =>
        `A${num(r)} ${num(r)} 0 ${large} ${sweep} ${point(end)}`;
      const turn = Math.min(Math.abs(to - from), Math.PI * 2);
      const sign = back ? -1 : 1;
      // A whole turn is no arc in SVG: two halves are.
      path +=
        turn >= Math.PI * 2 - 1e-6
          ? `${begin}${one(from + sign * Math.PI, back ? 0 : 1, 0)}${one(from + sign * Math.PI * 2, back ? 0 : 1, 0)}`
          : `${begin}${one(to, back ? 0 : 1, turn > Math.PI ? 1 : 0)}`;
    },
    rect: (x: number, y: number, w: number, h: number) => {
      path += `M${at(x, y)}h${num(w)}v${num(h)}h${num(-w)}z`;
    },
    roundRect: (x: number, y: number, w: number, h: number, r: number) => {
      path += rounded(x, y, w, h, r);
    },
    fill: () => void out.push(`<path d="${path}" fill="${xmlText(now.fillStyle)}"${alpha()}/>`),
    stroke: () => void out.push(`<path d="${path}"${stroke()}/>`),
    fillRect: (x: number, y: number, w: number, h: number) =>
      void out.push(`<rect ${box(x, y, w, h)} fill="${xmlText(now.fillStyle)}"${alpha()}/>`),
    strokeRect: (x: number, y: number, w: number, h: number) => void out.push(`<rect ${box(x, y, w, h)}${stroke()}/>`),
    clearRect: () => undefined,
    fillText: (text: string, x: number, y: number) => {
      const [, weight = '400', size = '10', family = 'sans-serif'] =
        /^(?:(\d+) )?([\d.]+)px (.*)$/.exec(now.font) ?? [];
      const anchor = { center: 'middle', right: 'end', end: 'end' }[now.textAlign];
      // `dominant-baseline` is read differently by different programs: the middle is put in numbers.
      const lift = now.textBaseline === 'middle' ? Number(size) * 0.35 : now.textBaseline === 'top' ? Number(size) : 0;
      out.push(
        `<text x="${num(x + now.x)}" y="${num(y + now.y + lift)}" font-size="${size}" font-weight="${weight}" font-family="${xmlText(family)}"${
          anchor ? ` text-anchor="${anchor}"` : ''
        } fill="${xmlText(now.fillStyle)}"${alpha()} xml:space="preserve">${xmlText(text)}</text>`,
      );
    },
    measureText: (text: string) => ({ width: measure(text, now.font) }),
    setLineDash: (dash: number[]) => {
      now.dash = [...dash];
    },
    save: () => {
      stack.push({ ...now });
      now = { ...now, groups: 0 };
    },
    restore: () => {
      for (let i = 0; i < now.groups; i++) out.push('</g>');
      now = stack.pop() ?? { ...FIRST };
    },
    clip: () => {
      const id = `clip${++clips}`;
      out.push(`<clipPath id="${id}"><path d="${path}"/></clipPath><g clip-path="url(#${id})">`);
      now.groups++;
    },
    translate: (x: number, y: number) => {
      now.x += x;
      now.y += y;
    },
  };
  const pen = new Proxy(calls as unknown as Pen, {
    get: (target, key) => Reflect.get(target, key) ?? Reflect.get(now, key),
    set: (_target, key, value) => Reflect.set(now, key, value),
  });
  return {
    pen,
    svg: (width, height, title) => {
      const open = [now, ...stack].reduce((sum, state) => sum + state.groups, 0);
      return `<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="${num(width)}" height="${num(height)}" viewBox="0 0 ${num(width)} ${num(height)}" role="img"><title>${xmlText(title)}</title>\n${out.join('\n')}${'</g>'.repeat(open)}\n</svg>\n`;
    },
  };
}
