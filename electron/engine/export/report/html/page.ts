/** The page around the blocks: policy, cover, contents. */
import { createHash } from 'node:crypto';
import type { ReportCover } from '../../../../../shared/model/report';
import type { Logo } from '../../format';
import { escaped, runs } from './markup';
import { STYLE } from './style';

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** No script can run, nothing can be fetched, and only our own stylesheet applies. */
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'`;

/** Start of the document. The stylesheet is ours to the byte: its hash stands in the policy. */
export function opening(cover: ReportCover, logo: Logo | undefined): string {
  const mark = cover.mark === '' ? '' : `<p class="mark">${escaped(cover.mark)}</p>\n`;
  const picture = logo
    ? `<img class="logo" alt="Logo" width="${logo.width}" height="${logo.height}" src="data:image/${logo.kind};base64,${Buffer.from(logo.bytes).toString('base64')}">\n`
    : '';
  return `<!doctype html>
<html lang="${cover.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(`${cover.title}: ${cover.subject}`)}</title>
<style>${STYLE}</style>
</head>
<body>
${mark}<header>
${picture}<p class="kicker">${escaped(cover.title)}</p>
<h1>${escaped(cover.subject)}</h1>
<dl>${cover.facts.map(({ term, runs: said }) => `<dt>${escaped(term)}</dt><dd>${runs(said)}</dd>`).join('')}</dl>
</header>
<nav aria-labelledby="contents"><h2 id="contents" class="toc">Contents</h2>
<ol class="toc">${cover.contents.map(({ level, text, id }) => `<li class="l${level}"><a href="#${escaped(id)}">${escaped(text)}</a></li>`).join('')}</ol></nav>
<main>
`;
}

export const closing = ({ mark }: ReportCover): string =>
  `</main>\n${mark === '' ? '' : `<p class="mark end">${escaped(mark)}</p>\n`}</body>\n</html>\n`;
