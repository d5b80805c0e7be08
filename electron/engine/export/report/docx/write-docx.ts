/** The case report as a Word document: our own, or the firm's own template filled in. */
import type { ReportCover } from '../../../../../shared/model/report';
import type { CaseView } from '../../case-view';
import { reportDocument } from '../../document/document';
import type { Logo, WriteContext } from '../../format';
import { contentTypes, coreProperties, Package, type Relation, relations, XML, xml } from '../../ooxml/package';
import type { Sink } from '../../sink';
import { faces } from '../../typeset/house-faces';
import { tellCuts } from '../cuts';
import { Body, bookmark, drawing } from './body';
import { Pictures } from './pictures';
import { NAMESPACES, STYLES } from './styles';
import { fillTemplate } from './template';

export { placeholdersOf } from './template';

/** Writes it whole; `ExportFormat.write`. */
export async function writeDocx(view: CaseView, sink: Sink, context: WriteContext): Promise<void> {
  const report = await reportDocument(view, context);
  const { cover, model } = report;
  if (context.template) {
    await fillTemplate(report, context.template, sink, context);
    tellCuts(model, context);
    return;
  }
  const out = new Package(sink);
  const pictures = new Pictures(context.spool());
  const body = new Body(faces(), pictures.add);
  out.add('[Content_Types].xml', TYPES);
  out.add('_rels/.rels', relations([{ id: 'rId1', type: 'officeDocument', target: 'word/document.xml' }, { id: 'rId2', type: 'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties', target: 'docProps/core.xml' }])); // biome-ignore format: one part
  out.add('docProps/core.xml', coreProperties({ title: `${cover.title}: ${cover.subject}`, subject: cover.mark, by: model.made.by, at: model.made.at.replace(/\.\d+Z$/, 'Z') })); // biome-ignore format: one part
  out.add('word/styles.xml', STYLES);
  out.add('word/settings.xml', `${XML}<w:settings ${NAMESPACES}><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`); // biome-ignore format: one part
  out.add('word/header1.xml', `${XML}<w:hdr ${NAMESPACES}>${markLine(cover)}</w:hdr>`);
  out.add('word/footer1.xml', `${XML}<w:ftr ${NAMESPACES}>${markLine(cover)}${footLine(cover)}</w:ftr>`);
  out.add('word/footer2.xml', `${XML}<w:ftr ${NAMESPACES}>${markLine(cover)}</w:ftr>`);
  await out.stream('word/document.xml', async (part) => {
    await part.write(`${XML}<w:document ${NAMESPACES}><w:body>${front(body, cover, context.logo)}`);
    for await (const blocks of report.blocks()) {
      for (const [i, block] of blocks.entries()) await part.write(body.block(block, blocks[i + 1]));
      await pictures.kept();
    }
    await part.write(`${SECTION}</w:body></w:document>`);
  });
  const media: Relation[] = pictures.list.map(({ id, name }) => ({ id, type: 'image', target: `media/${name}` }));
  if (context.logo) media.push({ id: 'rIdLogo', type: 'image', target: `media/logo.${context.logo.kind}` });
  out.add('word/_rels/document.xml.rels', relations([...PARTS, ...media]));
  if (context.logo) out.add(`word/media/logo.${context.logo.kind}`, context.logo.bytes);
  await pictures.into(out);
  await out.close();
  tellCuts(model, context);
}

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const TYPES = contentTypes(
  { rels: 'application/vnd.openxmlformats-package.relationships+xml', xml: 'application/xml', png: 'image/png', jpeg: 'image/jpeg' }, // biome-ignore format: table
  {
    '/word/document.xml': `${WORD}.document.main+xml`,
    '/word/styles.xml': `${WORD}.styles+xml`,
    '/word/settings.xml': `${WORD}.settings+xml`,
    '/word/header1.xml': `${WORD}.header+xml`,
    '/word/footer1.xml': `${WORD}.footer+xml`,
    '/word/footer2.xml': `${WORD}.footer+xml`,
    '/docProps/core.xml': 'application/vnd.openxmlformats-package.core-properties+xml',
  },
);
const PARTS: Relation[] = [
  { id: 'rIdStyles', type: 'styles', target: 'styles.xml' },
  { id: 'rIdSettings', type: 'settings', target: 'settings.xml' },
  { id: 'rIdHeader', type: 'header', target: 'header1.xml' },
  { id: 'rIdFooter', type: 'footer', target: 'footer1.xml' },
  { id: 'rIdFirst', type: 'footer', target: 'footer2.xml' },
];

/** A4, twentieths of a point; the cover has its own foot. */
const SECTION =
  '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/><w:headerReference w:type="first" r:id="rIdHeader"/><w:footerReference w:type="default" r:id="rIdFooter"/><w:footerReference w:type="first" r:id="rIdFirst"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1360" w:right="1083" w:bottom="1360" w:left="1083" w:header="600" w:footer="560" w:gutter="0"/><w:titlePg/></w:sectPr>';

const markLine = ({ mark }: ReportCover): string =>
  `<w:p><w:pPr><w:pStyle w:val="SdMark"/></w:pPr>${mark === '' ? '' : `<w:r><w:t>${xml(mark)}</w:t></w:r>`}</w:p>`;

const field = (code: string, shown: string): string =>
  `<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> ${code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>${shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`;

const footLine = ({ title, subject }: ReportCover): string =>
  `<w:p><w:pPr><w:pStyle w:val="SdFoot"/></w:pPr><w:r><w:t xml:space="preserve">${xml(`${title}: ${subject}`.slice(0, 80))}</w:t></w:r><w:r><w:tab/></w:r>${field('PAGE', '1')}<w:r><w:t xml:space="preserve"> of </w:t></w:r>${field('NUMPAGES', '1')}</w:p>`;

const LOGO = { width: 190, height: 76 }; // points
const EMU = 12_700;

/** Cover and contents; the numbers of the pages are fields that the program fills in. */
function front(body: Body, cover: ReportCover, logo: Logo | undefined): string {
  const scale = logo ? Math.min(LOGO.width / logo.width, LOGO.height / logo.height) : 1;
  const picture = logo
    ? `<w:p><w:r>${drawing({ id: 'rIdLogo', n: 1, name: 'Logo', alt: 'Logo', width: Math.round(logo.width * scale * EMU), height: Math.round(logo.height * scale * EMU) })}</w:r></w:p>`
    : '';
  const entries = cover.contents.map(({ level, text, id }) =>
    body.paragraph(
      `TOC${level}`,
      `${body.runs([{ text, to: id }])}<w:r><w:tab/></w:r>${field(`PAGEREF ${bookmark(id)} \\h`, '')}`,
    ),
  );
  return `${picture}${body.paragraph('Subtitle', body.runs([{ text: cover.title }]))}${body.paragraph('Title', body.runs([{ text: cover.subject }]))}${cover.mark === '' ? '' : body.paragraph('SdLead', body.runs([{ text: cover.mark, look: 'strong' }]))}${body.block({ block: 'facts', rows: cover.facts })}${body.paragraph('SdContents', body.runs([{ text: 'Contents' }]))}${entries.join('')}`;
}
