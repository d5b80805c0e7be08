/** The case report as PDF: drawn from the blocks, tagged, with bookmarks, page numbers and its own fonts. */
import PDFDocument from 'pdfkit';
import type { CaseView } from '../../case-view';
import { reportDocument } from '../../document/document';
import type { WriteContext } from '../../format';
import type { Sink } from '../../sink';
import { faces } from '../../typeset/house-faces';
import { tellCuts } from '../cuts';
import { pdfFont } from './fonts';
import { contents, contentsPages, cover, margins } from './front';
import { type Doc, PAGE, Paper } from './paper';
import { Writer } from './writer';

/** Writes it whole; `ExportFormat.write`. */
export async function writePdf(view: CaseView, sink: Sink, context: WriteContext): Promise<void> {
  const report = await reportDocument(view, context);
  const { cover: front, model } = report;
  const doc = new PDFDocument({
    pdfVersion: '1.7',
    tagged: true,
    lang: front.language,
    displayTitle: true,
    autoFirstPage: false,
    bufferPages: true, // "page 3 of 40" is known only at the end
    fontLayoutCache: false,
    size: [PAGE.width, PAGE.height],
    margin: 0,
    font: null as unknown as string, // none of the built-in ones, which are not embedded
    info: {
      Title: `${front.title}: ${front.subject}`,
      Author: model.made.by,
      Subject: front.mark === '' ? 'Case report' : `Case report, ${front.mark}`,
      Creator: `Sidedoor ${model.made.version}`,
      Producer: `Sidedoor ${model.made.version}`,
      CreationDate: new Date(context.now),
      ModDate: new Date(context.now),
    },
  });
  const drained = pipe(doc, sink);
  // A failure shows at `drain`; until then nobody may call it unhandled.
  drained.catch(() => {});
  const set = faces();
  const lacking = (): number => Object.values(set).reduce((sum, face) => sum + face.lacked, 0);
  const before = lacking();
  for (const face of Object.values(set)) doc.registerFont(face.name, pdfFont(face) as unknown as string);
  const paper = new Paper(doc, set);
  const document = doc.struct('Document');
  doc.addStructure(document);
  doc.addPage();
  cover(paper, document, front, context.logo);
  const toc = doc.struct('TOC');
  document.add(toc);
  const pages = contentsPages(front);
  for (let i = 0; i < pages; i++) doc.addPage();
  paper.newPage();
  const writer = new Writer(paper, document);
  for await (const blocks of report.blocks()) {
    writer.write(blocks);
    await drained.keepUp();
  }
  writer.end();
  const { count } = doc.bufferedPageRange();
  contents(paper, toc, front, 1, writer.pageOf);
  toc.end();
  document.end();
  margins(paper, front, count);
  doc.end();
  await drained;
  tellCuts(model, context);
  if (lacking() > before)
    context.leftOut(
      'letters that its fonts do not have: their numbers in Unicode stand there, HTML and Word show them',
    );
}

/** Hands what the document emits to the sink, in order. */
function pipe(doc: Doc, sink: Sink): Promise<void> & { keepUp(): Promise<void> } {
  let writing: Promise<void> = Promise.resolve();
  const done = new Promise<void>((resolve, reject) => {
    doc.on('data', (chunk: Uint8Array) => {
      writing = writing.then(() => sink.write(chunk));
      writing.catch(reject);
    });
    doc.on('end', () => void writing.then(resolve, reject));
    doc.on('error', reject);
  });
  return Object.assign(done, { keepUp: () => writing });
}
