/** The firm's own document: its placeholders filled, its styles kept, the parts of the report streamed to where it wants them. */
import { randomBytes } from 'node:crypto';
import { type TemplateData, TemplateHandler } from 'easy-template-x';
import { fromBuffer } from 'yauzl';
import type { ReportPart } from '../../../../../shared/model/report';
import type { ReportDocument } from '../../document/document';
import { ExportError, type WriteContext } from '../../format';
import { Package } from '../../ooxml/package';
import type { Sink } from '../../sink';
import { faces } from '../../typeset/house-faces';
import { BODY, Body } from './body';
import { Pictures } from './pictures';
import { BLOCKS, KNOWN, LISTS, LOGO, NAMES, VALUES } from './placeholders';
import { OWN_STYLES } from './styles';

const MAIN = 'word/document.xml';
const MEMBERS = 2_000;
const UNPACKED = 200_000_000; // bytes

export async function fillTemplate(
  report: ReportDocument,
  template: { name: string; bytes: Uint8Array },
  sink: Sink,
  context: Pick<WriteContext, 'logo' | 'remark' | 'leftOut' | 'spool'>,
): Promise<void> {
  const bytes = Buffer.from(template.bytes);
  const asked = await placeholdersOf(template);
  const { marks, data } = dataOf(report, context.logo);
  const handler = new TemplateHandler();
  let filled: Map<string, Buffer>;
  try {
    filled = await members(Buffer.from(await handler.process(bytes, data)), template.name);
  } catch (thrown) {
    throw new ExportError(`${template.name}: cannot be filled (${oneLine(thrown)})`, {
      fix: 'mend the placeholder, or the document',
    });
  }
  if (context.logo && !asked.includes(LOGO)) context.leftOut('the logo: the template has no {logo}');
  for (const part of report.model.options.parts) {
    if (!asked.some((name) => BLOCKS[name]?.parts.includes(part)))
      context.leftOut(`the part {${part}}: the template does not ask for it`);
  }
  await write(report, filled, marks, sink, new Pictures(context.spool()));
}

/** What a template asks for; throws an ExportError for anything that cannot be filled, so that it can be refused when it is chosen. */
export async function placeholdersOf({ name, bytes }: { name: string; bytes: Uint8Array }): Promise<string[]> {
  const buffer = Buffer.from(bytes);
  refuse(await members(buffer, name), name);
  const asked = await tagsOf(new TemplateHandler(), buffer, name);
  const unknown = asked.find((tag) => !NAMES.has(tag));
  if (unknown !== undefined) {
    throw new ExportError(`${name}: {${unknown.slice(0, 60)}} is no placeholder`, {
      fix: `known are ${KNOWN.map((tag) => `{${tag}}`).join(' ')}`,
    });
  }
  return asked;
}

const oneLine = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0]!.slice(0, 200);

/** Documents that bring programs are not filled: what we hand over runs nothing. */
function refuse(found: ReadonlyMap<string, Buffer>, name: string): void {
  if (!found.has(MAIN))
    throw new ExportError(`${name}: is no Word document (.docx)`, { fix: 'save the template as .docx' });
  const program = [...found.keys()].find((path) => /vbaProject|\.bin$/i.test(path) && !/printerSettings/i.test(path));
  if (program)
    throw new ExportError(`${name}: holds a program (${program})`, {
      fix: 'save the template as .docx, without macros',
    });
  for (const [path, bytes] of found) {
    if (!path.endsWith('.rels')) continue;
    const outside = [
      ...bytes.toString().matchAll(/<(?:\w+:)?Relationship\b[^>]*TargetMode\s*=\s*["']External["'][^>]*>/g),
    ].map(([each]) => each);
    if (outside.some((each) => !/relationships\/hyperlink["']/.test(each))) {
      throw new ExportError(`${name}: loads something from outside (${path})`, {
        fix: 'embed pictures, and detach the document from its own template',
      });
    }
  }
}

async function tagsOf(handler: TemplateHandler, bytes: Buffer, name: string): Promise<string[]> {
  try {
    // The tags of the body; those of heads and feet are found as text, where programs split them less.
    const tags = (await handler.parseTags(bytes)).map((tag) => tag.name.trim());
    const found = await members(bytes, name);
    for (const [path, part] of found) {
      const isMain = path === MAIN;
      if (!isMain && !/^word\/(header|footer)\d*\.xml$/.test(path)) continue;
      const text = part
        .toString()
        .replace(/<\/w:p>/g, '\n')
        .replace(/<[^>]+>/g, '');
      const open = /\{[^{}\n]*(?=\n|$)/.exec(text)?.[0];
      if (open !== undefined)
        throw new ExportError(`${name}: ${open.slice(0, 60)} has no }`, {
          fix: 'end the placeholder in its paragraph',
        });
      if (isMain) continue;
      for (const [, tag] of text.matchAll(/\{[#/]?\s*([^{}]*?)\s*\}/g)) tags.push(tag!);
    }
    return [...new Set(tags)];
  } catch (thrown) {
    if (thrown instanceof ExportError) throw thrown;
    throw new ExportError(`${name}: cannot be read as a template (${oneLine(thrown)})`, {
      fix: 'each { needs its }, and each {#list} its {/list}',
    });
  }
}

function dataOf(report: ReportDocument, logo: WriteContext['logo']) {
  // Stands in the filled document where a part will be streamed; nobody else's text can be it.
  const token = randomBytes(12).toString('hex');
  const marks = new Map<string, ReportPart[]>();
  const data: TemplateData = {};
  for (const [name, { parts }] of Object.entries(BLOCKS)) {
    const mark = `sidedoor-${token}-${name}-end`;
    marks.set(mark, parts);
    data[name] = mark;
  }
  for (const [name, { of }] of Object.entries(VALUES)) data[name] = of(report);
  for (const [name, { of }] of Object.entries(LISTS)) data[name] = of(report);
  if (logo) {
    const scale = Math.min(250 / logo.width, 100 / logo.height, 1);
    data[LOGO] = { _type: 'image', source: Buffer.from(logo.bytes), format: logo.kind === 'png' ? 'image/png' : 'image/jpeg', width: Math.round(logo.width * scale), height: Math.round(logo.height * scale), altText: 'Logo' }; // biome-ignore format: one picture
  } else data[LOGO] = '';
  return { marks, data };
}

async function write(
  report: ReportDocument,
  filled: ReadonlyMap<string, Buffer>,
  marks: ReadonlyMap<string, ReportPart[]>,
  sink: Sink,
  pictures: Pictures,
): Promise<void> {
  const main = filled.get(MAIN)!.toString('utf8');
  const styles = stylesOf(filled.get('word/styles.xml')?.toString('utf8') ?? '');
  const body = new Body(faces(), pictures.add, textWidth(main), styles.ids);
  const out = new Package(sink);
  for (const [path, bytes] of filled) {
    if (path === '[Content_Types].xml') out.add(path, withPng(bytes.toString('utf8')));
    else if (path === 'word/styles.xml') out.add(path, styles.text);
    else if (path !== MAIN && path !== RELS) out.add(path, bytes);
  }
  await out.stream(MAIN, async (part) => {
    for (const piece of pieces(main, marks)) {
      if (typeof piece === 'string') await part.write(piece);
      else {
        for await (const blocks of report.blocks({ parts: piece })) {
          for (const [i, block] of blocks.entries()) await part.write(body.block(block, blocks[i + 1]));
          await pictures.kept();
        }
      }
    }
  });
  const rels =
    filled.get(RELS)?.toString('utf8') ??
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>';
  const more = pictures.list
    .map(
      ({ id, name }) =>
        `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/${name}"/>`,
    )
    .join('');
  out.add(
    RELS,
    rels
      .replace(/<Relationships([^>]*)\/>/, '<Relationships$1></Relationships>')
      .replace('</Relationships>', () => `${more}</Relationships>`),
  );
  await pictures.into(out);
  await out.close();
}

const RELS = 'word/_rels/document.xml.rels';

/** The document cut at the paragraphs that a part takes the place of. */
function pieces(main: string, marks: ReadonlyMap<string, ReportPart[]>): (string | ReportPart[])[] {
  const places = [...marks].flatMap(([mark, parts]) => {
    const found: { at: number; parts: ReportPart[] }[] = [];
    for (let at = main.indexOf(mark); at >= 0; at = main.indexOf(mark, at + 1)) found.push({ at, parts });
    return found;
  });
  places.sort((a, b) => a.at - b.at);
  const out: (string | ReportPart[])[] = [];
  let from = 0;
  for (const { at, parts } of places) {
    const start = Math.max(main.lastIndexOf('<w:p>', at), main.lastIndexOf('<w:p ', at));
    const end = main.indexOf('</w:p>', at) + '</w:p>'.length;
    if (start < from) continue; // a second one in the same paragraph
    out.push(main.slice(from, start), parts);
    from = end;
  }
  out.push(main.slice(from));
  return out;
}

/** Twentieths of a point between the margins of the last section; ours where it does not say. */
function textWidth(main: string): number {
  const section = main.slice(main.lastIndexOf('<w:sectPr'));
  const number = (element: string, attribute: string): number =>
    Number(new RegExp(`<w:${element}\\b[^>]*\\bw:${attribute}="(\\d+)"`).exec(section)?.[1] ?? Number.NaN);
  const width = number('pgSz', 'w') - number('pgMar', 'left') - number('pgMar', 'right');
  return Number.isFinite(width) && width > 2_000 ? width : BODY;
}

/** Its own styles stay; ours that it lacks are added. A style is known by its name: ids differ by language. */
function stylesOf(text: string): { text: string; ids: Map<string, string> } {
  const byName = new Map<string, string>();
  for (const [, attributes, inner] of text.matchAll(/<w:style\b([^>]*)>([\s\S]*?)<\/w:style>/g)) {
    const id = /w:styleId="([^"]*)"/.exec(attributes!)?.[1];
    const name = /<w:name w:val="([^"]*)"/.exec(inner!)?.[1];
    if (id !== undefined && name !== undefined) byName.set(name.toLowerCase(), id);
  }
  const ids = new Map<string, string>();
  const normal = byName.get('normal');
  if (normal !== undefined) ids.set('Normal', normal);
  const missing: string[] = [];
  for (const [id, style] of Object.entries(OWN_STYLES)) {
    const name = /<w:name w:val="([^"]*)"/.exec(style)![1]!.toLowerCase();
    const theirs = byName.get(name);
    if (theirs !== undefined) ids.set(id, theirs);
    else
      missing.push(
        normal === undefined
          ? style
          : style.replace('<w:basedOn w:val="Normal"/>', () => `<w:basedOn w:val="${normal}"/>`),
      );
  }
  return { text: text.replace('</w:styles>', () => `${missing.join('')}</w:styles>`), ids };
}

const withPng = (types: string): string =>
  /Extension="png"/i.test(types)
    ? types
    : types.replace(/<Types([^>]*)>/, '<Types$1><Default Extension="png" ContentType="image/png"/>');

/** All members of the package, by path; refuses what would not fit the memory. */
function members(bytes: Buffer, name: string): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void =>
      reject(new ExportError(`${name}: ${why}`, { fix: 'give a Word document (.docx)' }));
    fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, zip) => {
      if (error || !zip) return fail('is no Word document (.docx)');
      const found = new Map<string, Buffer>();
      let total = 0;
      zip.on('error', () => fail('its archive is damaged'));
      zip.on('end', () => resolve(found));
      zip.on('entry', (entry) => {
        total += entry.uncompressedSize;
        if (total > UNPACKED || found.size >= MEMBERS) return fail('unpacks to more than a document would');
        if (entry.fileName.endsWith('/')) return zip.readEntry();
        zip.openReadStream(entry, (broken, stream) => {
          if (broken || !stream) return fail(`${entry.fileName} cannot be unpacked`);
          const parts: Buffer[] = [];
          stream.on('data', (part: Buffer) => void parts.push(part));
          stream.on('error', () => fail(`${entry.fileName} cannot be unpacked`));
          stream.on('end', () => {
            found.set(entry.fileName, Buffer.concat(parts));
            zip.readEntry();
          });
        });
      });
      zip.readEntry();
    });
  });
}
