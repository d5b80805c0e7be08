/** Named styles of the default document; a template that has one of the same name keeps its own. */
import { XML } from '../../ooxml/package';
import { COLOUR } from '../../typeset/palette';

export const NAMESPACES =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"';

const colour = (name: keyof typeof COLOUR): string => COLOUR[name].slice(1).toUpperCase();

interface Look {
  name: string;
  size?: number; // half points
  bold?: boolean;
  font?: string;
  colour?: keyof typeof COLOUR;
  above?: number; // twentieths of a point
  below?: number;
  more?: string; // paragraph properties in their order, before the spacing
  after?: string; // and after it
  level?: number; // in the outline
}

const paragraphs: Record<string, Look> = {
  Title: { name: 'Title', size: 54, bold: true, above: 60, below: 160 },
  Subtitle: { name: 'Subtitle', size: 24, colour: 'muted', above: 3600, below: 0 },
  Heading1: { name: 'heading 1', size: 40, bold: true, below: 240, more: '<w:keepNext/><w:pageBreakBefore/><w:pBdr><w:bottom w:val="single" w:sz="8" w:space="4" w:color="auto"/></w:pBdr>', level: 0 }, // biome-ignore format: table
  Heading2: { name: 'heading 2', size: 28, bold: true, above: 400, below: 120, more: '<w:keepNext/>', level: 1 },
  Heading3: { name: 'heading 3', size: 23, bold: true, above: 320, below: 80, more: '<w:keepNext/>', level: 2 },
  Heading4: { name: 'heading 4', size: 19, bold: true, above: 200, below: 60, more: '<w:keepNext/>', level: 3 },
  TOC1: { name: 'toc 1', bold: true, above: 120, below: 20, more: `<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9740"/></w:tabs>` }, // biome-ignore format: table
  TOC2: { name: 'toc 2', below: 20, more: '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9740"/></w:tabs>', after: '<w:ind w:left="280"/>' }, // biome-ignore format: table
  TOC3: { name: 'toc 3', size: 17, below: 0, more: '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9740"/></w:tabs>', after: '<w:ind w:left="560"/>' }, // biome-ignore format: table
  SdContents: { name: 'Sidedoor Contents', size: 28, bold: true, below: 200, more: '<w:pageBreakBefore/>' },
  SdMark: { name: 'Sidedoor Mark', size: 18, bold: true, below: 0, after: '<w:jc w:val="center"/>' },
  SdFoot: { name: 'Sidedoor Foot', size: 15, colour: 'muted', below: 0, more: '<w:tabs><w:tab w:val="right" w:pos="9740"/></w:tabs>' }, // biome-ignore format: table
  SdLead: { name: 'Sidedoor Lead', size: 24, below: 160 },
  SdAnswer: { name: 'Sidedoor Answer', size: 22, below: 120 },
  SdSmall: { name: 'Sidedoor Small', size: 16, below: 80 },
  SdNote: { name: 'Sidedoor Note', below: 120, more: `<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="${colour('link')}"/></w:pBdr>`, after: '<w:ind w:left="200"/>' }, // biome-ignore format: table
  SdWarning: { name: 'Sidedoor Warning', bold: true, below: 120, more: `<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="${colour('denied')}"/></w:pBdr>`, after: '<w:ind w:left="200"/>' }, // biome-ignore format: table
  SdDecision: { name: 'Sidedoor Decision', below: 120, more: `<w:pBdr>${['top', 'left', 'bottom', 'right'].map((side) => `<w:${side} w:val="single" w:sz="6" w:space="5" w:color="${colour('rule')}"/>`).join('')}</w:pBdr>`, after: '<w:ind w:left="120" w:right="120"/>' }, // biome-ignore format: table
  SdBullet: { name: 'Sidedoor Bullet', below: 40, more: '<w:tabs><w:tab w:val="left" w:pos="260"/></w:tabs>', after: '<w:ind w:left="260" w:hanging="260"/>' }, // biome-ignore format: table
  SdNumber: { name: 'Sidedoor Number', below: 40, after: '<w:ind w:left="360" w:hanging="360"/>' },
  SdFact: { name: 'Sidedoor Fact', below: 30 },
  SdCaption: { name: 'Sidedoor Caption', size: 16, colour: 'muted', above: 80, below: 60, more: '<w:keepNext/>' },
  SdFigure: { name: 'Sidedoor Figure', above: 60, below: 40, more: '<w:keepNext/>' },
  SdHead: { name: 'Sidedoor Head', size: 15, bold: true, colour: 'muted', below: 20, more: '<w:keepNext/>' },
  SdCell: { name: 'Sidedoor Cell', size: 15, above: 20, below: 20 },
  SdGap: { name: 'Sidedoor Gap', size: 8, below: 0 },
  SdVerbatim: { name: 'Sidedoor Verbatim', size: 14, font: 'Courier New', below: 0, after: '<w:ind w:left="200"/>' },
};

const characters: Record<string, { name: string; properties: string }> = {
  Strong: { name: 'Strong', properties: '<w:b/>' },
  Hyperlink: { name: 'Hyperlink', properties: `<w:color w:val="${colour('link')}"/>` },
  SdCode: { name: 'Sidedoor Code', properties: '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/><w:noProof/>' }, // biome-ignore format: table
  SdMuted: { name: 'Sidedoor Muted', properties: `<w:b w:val="0"/><w:color w:val="${colour('muted')}"/><w:sz w:val="16"/>` }, // biome-ignore format: table
  SdTag: { name: 'Sidedoor Tag', properties: `<w:bdr w:val="single" w:sz="4" w:space="0" w:color="${colour('rule')}"/>` }, // biome-ignore format: table
};

const paragraphStyle = (id: string, look: Look): string => {
  const { name, size, bold, font, colour: ink, above = 0, below = 100, more = '', after = '', level } = look;
  const outline = level === undefined ? '' : `<w:outlineLvl w:val="${level}"/>`;
  const faces = font ? `<w:rFonts w:ascii="${font}" w:hAnsi="${font}" w:cs="${font}"/>` : '';
  return `<w:style w:type="paragraph" w:customStyle="${id.startsWith('Sd') ? 1 : 0}" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/>${level === undefined ? '' : '<w:next w:val="Normal"/>'}<w:qFormat/><w:pPr>${more}<w:spacing w:before="${above}" w:after="${below}"/>${after}${outline}</w:pPr><w:rPr>${faces}${bold ? '<w:b/>' : ''}${ink ? `<w:color w:val="${colour(ink)}"/>` : ''}${size ? `<w:sz w:val="${size}"/><w:szCs w:val="${size}"/>` : ''}</w:rPr></w:style>`;
};

const border = (side: string, weight: number, ink: keyof typeof COLOUR): string =>
  `<w:${side} w:val="single" w:sz="${weight}" w:space="0" w:color="${colour(ink)}"/>`;

const TABLES: Record<string, string> = {
  SdTable: `<w:style w:type="table" w:customStyle="1" w:styleId="SdTable"><w:name w:val="Sidedoor Table"/><w:tblPr><w:tblBorders>${border('bottom', 4, 'line')}${border('insideH', 4, 'line')}</w:tblBorders><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>${border('bottom', 6, 'rule')}</w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>`,
  SdFacts: '<w:style w:type="table" w:customStyle="1" w:styleId="SdFacts"><w:name w:val="Sidedoor Facts"/><w:tblPr><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>', // biome-ignore format: one style
};

/** Each style by its id, as it stands in the styles part. */
export const OWN_STYLES: Record<string, string> = {
  ...Object.fromEntries(Object.entries(paragraphs).map(([id, look]) => [id, paragraphStyle(id, look)])),
  ...Object.fromEntries(
    Object.entries(characters).map(([id, { name, properties }]) => [
      id,
      `<w:style w:type="character" w:customStyle="${id.startsWith('Sd') ? 1 : 0}" w:styleId="${id}"><w:name w:val="${name}"/><w:rPr>${properties}</w:rPr></w:style>`,
    ]),
  ),
  ...TABLES,
};

export const STYLES = `${XML}<w:styles ${NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:sz w:val="19"/><w:szCs w:val="19"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>${Object.values(OWN_STYLES).join('')}</w:styles>`;
