/** Every report writer that there is, found by its folder: what holds for each of them, on a case full of hostile text. */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ExportFormat } from '../../electron/engine/export/format';
import { EVENTS, HOSTILE, MemorySink, sampleContext, sampleView } from '../../electron/engine/export/sample-view';
import type { Spool } from '../../electron/engine/export/sink';
import { ReportOptions } from '../../shared/model/report';
import { members, outsideStreams } from './members';

const writers = Object.values(
  import.meta.glob<ExportFormat>('../../electron/engine/export/report/*/index.ts', { eager: true, import: 'default' }),
);
const by = (id: string): ExportFormat => writers.find((one) => one.id === id)!;

type View = Parameters<typeof sampleView>[0];
async function written(format: ExportFormat, view: View = {}, more: Parameters<typeof sampleContext>[0] = {}) {
  const sink = new MemorySink();
  const context = sampleContext(more);
  await format.write(sampleView(view), sink, context);
  return { bytes: sink.bytes, text: sink.text, leftOut: context.said };
}

const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;
const HAS_OFFICE = has('soffice');
const HAS_PDFTOTEXT = spawnSync('pdftotext', ['-v']).error === undefined;
const scratch = (): string => fs.mkdtempSync(path.join(os.tmpdir(), 'reports-'));

/** A case in which every field of evidence holds the same hostile text. */
function filled(text: string): View {
  const base = sampleView();
  const events = EVENTS.map((event) => ({
    ...event,
    action: text,
    reason: text,
    app: text,
    recordId: text,
    userAgent: text,
    identity: event.identity && { ...event.identity, name: text },
  }));
  const [episode] = base.episodes('');
  const hostile = {
    ...episode!,
    identity: { ...episode!.identity, name: text, owner: text },
    apps: [text],
    questions: { who: text, factor: text, from: text, normal: { fits: 'no' as const, n: 3, why: [text] } },
    missing: [text],
    lacking: [text],
    for: [{ text, weight: 1, events: [EVENTS[0]!.id] }],
    against: [{ text, weight: 1, events: [EVENTS[1]!.id] }],
    followedBy: episode!.followedBy.map((link) => ({ ...link, identity: text, app: text, ip: text, reasons: [{ text, weight: 1 }] })), // biome-ignore format: one line
    nextSteps: [text],
  };
  return {
    info: { ...base.info, name: text },
    events: () => events,
    event: (id) => events.find((one) => one.id === id) ?? null,
    episodes: () => [hostile],
    notebook: () => [{ seq: 1, text: `# ${text}\n\n${text}\n\n- ${text}\n`, by: text, at: EVENTS[0]!.time }],
  };
}

const MANY = 60;
/** A case of many episodes; `asked` is called with the number of each that is told. */
function manyEpisodes(asked: (n: number) => void): View {
  const [first] = sampleView().episodes('');
  const all = Array.from({ length: MANY }, (_, i) => ({
    ...first!,
    id: `p${String(i).padStart(11, '0')}`,
    aliases: [],
  }));
  let told = 0;
  return {
    info: { ...sampleView().info, episodes: MANY },
    episodes: () => all,
    episode: (id) => {
      asked(++told);
      return all.find((one) => one.id === id) ?? null;
    },
  };
}

describe.each(writers.map((one) => [one.id, one] as const))('report %s', (_, format) => {
  it('lets go of what is drawn: most is written before the last episode is asked for', async () => {
    const counted = new MemorySink();
    let atLast = 0;
    let spooled = 0;
    const context = sampleContext();
    const spool = (): Spool => {
      const own = context.spool();
      const write = own.write.bind(own);
      return Object.assign(own, {
        write: (chunk: Uint8Array | string) => {
          spooled += chunk.length;
          return write(chunk);
        },
      });
    };
    const gravest = 12; // told in the executive part as well
    const view = manyEpisodes((n) => {
      if (n === MANY + gravest || n === MANY) atLast = counted.bytes.length + spooled;
    });
    await format.write(sampleView(view), counted, { ...context, spool });
    expect(atLast).toBeGreaterThan(0.5 * counted.bytes.length);
  });

  it('tells how far it is, and stops in the middle when it is cancelled', async () => {
    const stop = new AbortController();
    const done: number[] = [];
    let last = 0;
    const view = manyEpisodes((n) => {
      last = n;
    });
    const progress: Parameters<typeof sampleContext>[0] = {
      signal: stop.signal,
      progress: ({ phase, done: n, total }) => {
        if (phase !== 'report') return;
        expect(total).toBe(MANY);
        done.push(n);
        if (n === 10) stop.abort();
      },
    };
    await expect(written(format, view, progress)).rejects.toThrow();
    expect(done).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(last).toBeLessThan(25); // ten sections, and the gravest beside them
  });

  it('gives the same bytes twice', async () => {
    const [one, two] = [await written(format), await written(format)];
    expect(one.bytes.equals(two.bytes)).toBe(true);
    expect(one.bytes.length).toBeGreaterThan(2_000);
  });

  it('takes names of 10,000 characters in every field, and stays a document', async () => {
    const { bytes } = await written(format, filled('x'.repeat(10_000)));
    expect(bytes.length).toBeLessThan(1_500_000);
  });

  it('says which parts were not asked for, and leaves them out', async () => {
    const report = ReportOptions.parse({ parts: ['executive'] });
    const { leftOut } = await written(format, {}, { report });
    expect(leftOut.join('\n')).toContain('the part "Technical findings" was not asked for');
    expect(leftOut.join('\n')).toContain('the part "Evidence, custody and method" was not asked for');
  });

  it('stops when it is cancelled', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(written(format, {}, { signal: stop.signal })).rejects.toThrow();
  });
});

describe('Markdown', () => {
  it('holds no markup but its own', async () => {
    const { text } = await written(by('md'), filled(`${HOSTILE} [a](http://x.example) ![b](c) | <b>`));
    // What stands in a code span is shown as it is; our anchors are the only HTML.
    const outside = text.replace(/<a id="[^"]+"><\/a>/g, '').replace(/(?<![`\\])(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
    expect(outside).not.toMatch(/(?<!\\)<[a-z!/]/i);
    expect(outside).not.toMatch(/(?<!\\)!\[/);
    for (const [, target] of outside.matchAll(/(?<!\\)\]\(([^)]*)\)/g)) expect(target).toMatch(/^#/);
  });
});

describe('PDF', () => {
  const pdf = by('pdf');
  it('is tagged, has a language, a title, bookmarks and only embedded fonts', async () => {
    const { bytes } = await written(pdf);
    const raw = outsideStreams(bytes);
    expect(raw.startsWith('%PDF-1.7')).toBe(true);
    expect(raw).toMatch(/\/MarkInfo/);
    expect(raw).toMatch(/\/StructTreeRoot/);
    expect(raw).toMatch(/\/Lang \(en\)/);
    expect(raw).toMatch(/\/DisplayDocTitle true/);
    expect(raw).toMatch(/\/Outlines/);
    const titles = [...raw.matchAll(/\/Title \((.*?)\)\n/g)].map(([, title]) => title!);
    for (const part of [
      'Executive summary',
      'Technical findings',
      'Evidence, custody and method',
      'How to check this report',
    ])
      expect(titles).toContain(part);
    expect(titles.filter((title) => /^\d+\. .*denials?/.test(title))).toHaveLength(2); // each episode
    for (const tag of ['Document', 'TOC', 'TOCI', 'H1', 'H2', 'Table', 'TR', 'TH', 'TD', 'Figure', 'Link', 'L', 'LI'])
      expect(raw).toMatch(new RegExp(`/S /${tag}\\b`));
    expect(raw.match(/\/S \/Figure/g)!.length).toBe(raw.match(/\/Alt \(/g)!.length);
    expect(raw.match(/\/FontFile2/g)!.length).toBe(raw.match(/\/Type \/FontDescriptor/g)!.length);
    // As whole names: an embedded font's begins with six letters drawn at random.
    expect(raw).not.toMatch(/\/Subtype \/Type1|\/(?:JavaScript|JS|Launch|URI|EmbeddedFiles?)\b/);
  });

  it.skipIf(!HAS_PDFTOTEXT)(
    'says in text what the page says, hostile characters as their codes (pdftotext)',
    async () => {
      const folder = scratch();
      const file = path.join(folder, 'r.pdf');
      const { bytes } = await written(pdf, {}, { report: ReportOptions.parse({ mark: 'TLP:AMBER' }) });
      fs.writeFileSync(file, bytes);
      const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
      fs.rmSync(folder, { recursive: true });
      expect(text).toContain('TLP:AMBER');
      expect(text).toContain('\\u{202e}');
      expect(text).toContain('Where sources disagree');
      expect(text.split('\f').length - 1).toBe(text.match(/\d+ of \d+$/gm)!.length + 1); // every page but the cover
      expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    },
  );
});

describe('Word', () => {
  const docx = by('docx');
  it('is a package of well-formed parts with nothing that runs or loads', async () => {
    const { bytes } = await written(docx, filled(HOSTILE), {
      report: ReportOptions.parse({ mark: HOSTILE.slice(0, 60) }),
    });
    const parts = members(bytes);
    expect([...parts.keys()]).toContain('word/document.xml');
    expect([...parts.values()].join('')).not.toMatch(/TargetMode="External"/);
    const text = parts.get('word/document.xml')!;
    const open: string[] = [];
    for (const [, slash, name, rest] of text.matchAll(/<(\/?)([a-z0-9]+:[A-Za-z0-9]+)([^>]*)>/g)) {
      if (rest!.endsWith('/')) continue;
      if (slash) expect(open.pop()).toBe(name);
      else open.push(name!);
    }
    expect(open).toEqual([]);
    expect(text).toContain('&lt;script&gt;');
    expect(text).toContain('\\u{202e}');
    expect(text).not.toMatch(/instrText[^<]*(?!PAGE|NUMPAGES)(DDE|INCLUDE|HYPERLINK)/);
    const names = new Set([...text.matchAll(/<w:bookmarkStart [^>]*w:name="([^"]+)"/g)].map(([, name]) => name));
    for (const [, anchor] of text.matchAll(/w:anchor="([^"]+)"/g)) expect(names).toContain(anchor);
  });

  it.skipIf(!HAS_OFFICE)(
    'opens in LibreOffice and converts to a PDF (soffice)',
    async () => {
      const folder = scratch();
      const { bytes } = await written(docx, filled(HOSTILE));
      fs.writeFileSync(path.join(folder, 'r.docx'), bytes);
      execFileSync('soffice', [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', 'pdf', '--outdir', folder, path.join(folder, 'r.docx')], { stdio: 'ignore', timeout: 120_000 }); // biome-ignore format: one call
      expect(fs.statSync(path.join(folder, 'r.pdf')).size).toBeGreaterThan(10_000);
      fs.rmSync(folder, { recursive: true, force: true });
    },
    150_000,
  );
});

describe('Excel', () => {
  it('has typed cells, a filter and a frozen head on every sheet, and no formula', async () => {
    const parts = members((await written(by('xlsx'), filled(HOSTILE))).bytes);
    const sheets = [...parts].filter(([name]) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name));
    expect(sheets.length).toBeGreaterThan(8);
    for (const [, sheet] of sheets) {
      expect(sheet).toMatch(/<autoFilter ref="A1:[A-Z]+\d+"\/>/);
      expect(sheet).toContain('state="frozen"');
      expect(sheet).not.toMatch(/<f[ >]/);
      expect(sheet).not.toMatch(/t="str"/);
    }
    const all = sheets.map(([, sheet]) => sheet).join('');
    const marked = members(
      (await written(by('xlsx'), {}, { report: ReportOptions.parse({ mark: 'R & D only' }) })).bytes,
    );
    for (const [name, sheet] of marked)
      if (name.includes('/sheet')) expect(sheet).toContain('<oddHeader>&amp;CR &amp;&amp; D only</oddHeader>');
    expect(marked.get('xl/workbook.xml')!.match(/Print_Titles/g)).toHaveLength(sheets.length);
    // Text that a program would take for a formula is marked as quoted text.
    for (const [, style, text] of all.matchAll(/<c r="[A-Z]+\d+" s="(\d+)" t="inlineStr"><is><t[^>]*>([^<]*)/g)) {
      if (/^[\s\u00a0]*[=+\-@]/.test(text!)) expect(style).toBe('4');
    }
    expect(all).toContain('s="2"><v>46027.37'); // a time is a number: 2026-01-05 09:01 UTC
  });

  it('gives rows of more than one line their height, numbers and their titles one edge', async () => {
    const long = Array.from({ length: 40 }, (_, i) => `because${i}`).join(' '); // 430 letters in 70 wide
    const { bytes } = await written(by('xlsx'), filled(long));
    const parts = members(bytes);
    const names = [...parts.get('xl/workbook.xml')!.matchAll(/<sheet name="([^"]+)"/g)].map(([, name]) => name);
    const sheet = (name: string): string => parts.get(`xl/worksheets/sheet${names.indexOf(name) + 1}.xml`)!;
    const rows = [...sheet('Grounds').matchAll(/<row r="\d+"([^>]*)>(.*?)<\/row>/g)];
    expect(rows[0]![2]).toContain('<c r="A1" s="7"'); // "Episode no." stands over its numbers
    for (const [, height, cells] of rows.filter(([, , cells]) => cells!.includes('because39'))) {
      expect(Number(/ ht="(\d+)"/.exec(height!)?.[1])).toBeGreaterThanOrEqual(6 * 13);
      expect(cells).toMatch(/<c r="C\d+" s="6"/);
      expect(cells).toMatch(/<c r="A\d+" s="5"/);
    }
    expect(rows.some(([, , cells]) => cells!.includes('because39'))).toBe(true);
    // What is wider than a page says on each page whose row it is.
    expect(parts.get('xl/workbook.xml')).toMatch(/'Records'!\$A:\$B,'Records'!\$1:\$1/);
  });
});

describe('a template', () => {
  const docx = by('docx');
  const template = async (
    body: string,
    more: Record<string, string> = {},
  ): Promise<{ name: string; bytes: Uint8Array }> => {
    const { Package, relations, contentTypes, XML } = await import('../../electron/engine/export/ooxml/package');
    const sink = new MemorySink();
    const out = new Package(sink);
    const W = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
    out.add('[Content_Types].xml', contentTypes({ rels: 'application/vnd.openxmlformats-package.relationships+xml', xml: 'application/xml' }, { '/word/document.xml': `${W}.document.main+xml`, '/word/styles.xml': `${W}.styles+xml`, '/word/header1.xml': `${W}.header+xml`, '/word/footer1.xml': `${W}.footer+xml` })); // biome-ignore format: one part
    out.add('_rels/.rels', relations([{ id: 'rId1', type: 'officeDocument', target: 'word/document.xml' }]));
    const ns =
      'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
    out.add('word/styles.xml', `${XML}<w:styles ${ns}><w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>`); // biome-ignore format: one part
    out.add('word/document.xml', `${XML}<w:document ${ns}><w:body>${body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1000" w:right="1000" w:bottom="1000" w:left="1000"/></w:sectPr></w:body></w:document>`); // biome-ignore format: one part
    if (!more['word/_rels/document.xml.rels']) out.add('word/_rels/document.xml.rels', relations([{ id: 'rIdS', type: 'styles', target: 'styles.xml' }])); // biome-ignore format: one line
    for (const [name, content] of Object.entries(more)) out.add(name, content);
    await out.close();
    return { name: 'firm.docx', bytes: sink.bytes };
  };
  const p = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

  it('is filled: words, rows and parts, in the styles that it has', async () => {
    const body = `${p('Report on {title}, {mark}')}${p('{#findings}')}${p('{no}. {identity}: {verdict}')}${p('{/findings}')}${p('{executive}')}${p('after')}${p('{legal}')}`;
    const { bytes, leftOut } = await written(docx, {}, { template: await template(body), report: ReportOptions.parse({ mark: 'Privileged' }) }); // biome-ignore format: one line
    const parts = members(bytes);
    const text = parts.get('word/document.xml')!;
    const words = text.replace(/<[^>]+>/g, '');
    expect(words).toContain('Report on Acme &amp; Söhne, Privileged');
    expect(words).toContain('1. ada@corp.example: Likely compromise');
    expect(text).toContain('<w:pStyle w:val="berschrift1"/>');
    expect(text.indexOf('Executive summary')).toBeLessThan(text.indexOf('>after<'));
    expect(text.indexOf('>after<')).toBeLessThan(text.indexOf('Evidence, custody and method'));
    expect(text).not.toMatch(/sidedoor-[0-9a-f]{24}|\{title\}/);
    expect(parts.get('word/styles.xml')).toContain('w:styleId="SdTable"');
    expect(leftOut.join('\n')).toContain('{technical}');
  });

  it('is filled as Word writes it: placeholders split into runs, in heads and feet, in a row that repeats', async () => {
    const { relations, XML } = await import('../../electron/engine/export/ooxml/package');
    const ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
    // Spelling marks, revision ids and a change of look stand in the middle of a name, as they do after a few edits.
    const split = (name: string): string =>
      `<w:p w:rsidR="00A1"><w:pPr><w:jc w:val="right"/></w:pPr><w:r w:rsidR="00A1"><w:t>{</w:t></w:r><w:proofErr w:type="spellStart"/><w:r w:rsidRPr="00B2"><w:rPr><w:b/></w:rPr><w:t>${name.slice(0, 2)}</w:t></w:r><w:proofErr w:type="spellEnd"/><w:r><w:t xml:space="preserve">${name.slice(2)}} </w:t></w:r></w:p>`;
    const cell = (inner: string): string => `<w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>${inner}</w:tc>`;
    const row = (...cells: string[]): string => `<w:tr w:rsidR="00A1">${cells.map(cell).join('')}</w:tr>`;
    const table = `<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="4000"/></w:tblGrid>${row(p('Client'), split('title'))}${row(p('{#evidence}{file}'), p('{sha256}{/evidence}'))}</w:tbl>`;
    const more = {
      'word/header1.xml': `${XML}<w:hdr ${ns}>${split('mark')}</w:hdr>`,
      'word/footer1.xml': `${XML}<w:ftr ${ns}>${split('custody_head')}</w:ftr>`,
      'word/_rels/document.xml.rels': relations([{ id: 'rIdS', type: 'styles', target: 'styles.xml' }, { id: 'rIdH', type: 'header', target: 'header1.xml' }, { id: 'rIdF', type: 'footer', target: 'footer1.xml' }]), // biome-ignore format: one part
    };
    const options = { template: await template(`${table}${split('answer')}${p('{report}')}`, more), report: ReportOptions.parse({ mark: 'Privileged' }) }; // biome-ignore format: one line
    const parts = members((await written(docx, {}, options)).bytes);
    const words = (name: string): string => parts.get(name)!.replace(/<[^>]+>/g, '');
    expect(words('word/header1.xml')).toContain('Privileged');
    expect(words('word/footer1.xml')).toMatch(/[0-9a-f]{64}/);
    expect(words('word/document.xml')).toContain('Acme &amp; Söhne');
    const files = sampleView().files();
    const table1 = parts.get('word/document.xml')!.split('</w:tbl>')[0]!;
    expect(table1.match(/<w:tr[ >]/g)).toHaveLength(1 + files.length);
    expect([...parts.values()].join('')).not.toMatch(/\{(title|mark|answer|custody_head|file|sha256|#evidence)\}/);
    const unknown = { template: await template(p('{title}'), { ...more, 'word/header1.xml': `${XML}<w:hdr ${ns}>${split('marke')}</w:hdr>` }) }; // biome-ignore format: one line
    await expect(written(docx, {}, unknown)).rejects.toThrow(/\{marke\} is no placeholder/);
  });

  it.each([
    ['an unknown placeholder', p('{titel}'), {}, /\{titel\} is no placeholder/],
    ['a placeholder that does not end', p('{title'), {}, /has no }/],
    ['a program', p('{title}'), { 'word/vbaProject.bin': 'x' }, /holds a program/],
    ['something from outside', p('{title}'), { 'word/_rels/settings.xml.rels': '<Relationships><Relationship Id="r" Type="http://x/attachedTemplate" Target="http://x.example/t.dotm" TargetMode="External"/></Relationships>' }, /from outside/], // biome-ignore format: one case
  ])('is refused in one line for %s', async (_, body, more, why) => {
    const failed = written(docx, {}, { template: await template(body, more as Record<string, string>) });
    await expect(failed).rejects.toThrow(why);
    await expect(failed).rejects.not.toThrow(/\n/);
  });

  it('is refused where it is no document', async () => {
    const failed = written(docx, {}, { template: { name: 'x.docx', bytes: Buffer.from('hello') } });
    await expect(failed).rejects.toThrow('x.docx: is no Word document');
  });
});
