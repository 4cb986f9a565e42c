import { setImmediate } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import svgToPdf from 'svg-to-pdfkit';
import { useFonts } from '../../agenda/ticket/pdf-fonts.js';
import type { PrintedLogo } from './logo.js';
import type { SheetWords } from './words.js';

/** What an attendance sheet says, in the words of its reader. */
export interface Sheet {
  language: string;
  words: SheetWords;
  event: string;
  /** Date and place, of a session with its title and times before. */
  subject: string[];
  funders: { lines: string[]; logos: PrintedLogo[] }[];
  rows: { name: string; organisation: string; mode: string }[];
  /** Empty rows after those. */
  blank: number;
  hasMode: boolean;
  madeAt: Date;
}

const ink = '#131c2b';
const soft = '#465164';
const rule = '#7a8699';
const margin = 40;
const logoHeight = 34;
const rowHeight = 27;
const headHeight = 20;
const footHeight = 24;
/** After so many rows everything else has its turn: a row takes a tenth of a millisecond. */
const rowsAtOnce = 25;

interface Column {
  title: string;
  width: number;
  value: (row: Sheet['rows'][number] | null, number: number) => string;
}

/** An attendance sheet in A4 to be signed by hand: who pays for it, names in rows, page numbers, a head on every page. */
export async function sheetPdf(sheet: Sheet): Promise<Buffer> {
  const { words, language } = sheet;
  const document = new PDFDocument({
    size: 'A4',
    margins: { top: margin, left: margin, right: margin, bottom: margin },
    lang: language,
    displayTitle: true,
    bufferPages: true,
    info: { Title: `${words.title}: ${sheet.event}`, Author: sheet.event, CreationDate: sheet.madeAt },
  });
  const chunks: Buffer[] = [];
  const made = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  useFonts(document);
  const width = document.page.width - 2 * margin;
  const bottom = document.page.height - margin - footHeight;
  const columns = columnsOf(sheet, width);
  drawHead(document, sheet, width);
  await setImmediate();

  const all = [...sheet.rows, ...Array.from({ length: sheet.blank }, () => null)];
  let y = drawColumns(document, columns, document.y + 8);
  for (const [index, row] of all.entries()) {
    const height = Math.max(rowHeight, heightOf(document, columns, row, index + 1));
    if (y + height > bottom) {
      document.addPage();
      y = drawColumns(document, columns, margin);
    }
    drawRow(document, columns, row, index + 1, y, height);
    y += height;
    if (index % rowsAtOnce === rowsAtOnce - 1) await setImmediate();
  }
  await numberPages(document, sheet, width);
  document.end();
  return made;
}

function columnsOf({ words, hasMode }: Sheet, width: number): Column[] {
  const number = 30;
  const mode = hasMode ? 84 : 0;
  const signature = 128;
  const name = Math.round((width - number - mode - signature) * 0.54);
  return [
    { title: words.number, width: number, value: (_, nth) => String(nth) },
    { title: words.name, width: name, value: (row) => row?.name ?? '' },
    {
      title: words.organisation,
      width: width - number - mode - signature - name,
      value: (row) => row?.organisation ?? '',
    },
    ...(hasMode
      ? [{ title: words.mode, width: mode, value: (row: Sheet['rows'][number] | null) => row?.mode ?? '' }]
      : []),
    { title: words.signature, width: signature, value: () => '' },
  ];
}

function drawHead(document: PDFKit.PDFDocument, { words, event, subject, funders }: Sheet, width: number): void {
  const logos = funders.flatMap((funder) => funder.logos);
  let x = margin;
  for (const { name, content } of logos) {
    const space = Math.min(170, margin + width - x);
    if (space < 40) break;
    if (content === null) continue;
    if (content.kind === 'svg')
      svgToPdf(document, content.text, x, margin, {
        width: space,
        height: logoHeight,
        preserveAspectRatio: 'xMinYMid meet',
        fontCallback: (_, isBold) => (isBold ? 'bold' : 'regular'),
        // A picture that has what cannot be printed is printed without it.
        warningCallback: () => undefined,
      });
    else document.image(content.bytes, x, margin, { fit: [space, logoHeight] });
    // Said to who hears the sheet: pictures alone say nothing.
    document
      .font('regular')
      .fontSize(5)
      .fillColor(soft)
      .text(name, x, margin + logoHeight + 1, { width: space, lineBreak: false });
    x += space + 14;
  }
  document.y = logos.some(({ content }) => content !== null) ? margin + logoHeight + 14 : margin;
  const say = (text: string, font: 'regular' | 'bold', size: number, colour: string): void => {
    if (text !== '') document.font(font).fontSize(size).fillColor(colour).text(text, margin, document.y, { width });
  };
  say(words.title, 'bold', 17, ink);
  say(event, 'bold', 12, ink);
  for (const line of subject) say(line, 'regular', 10.5, ink);
  document.y += 4;
  for (const { lines } of funders) for (const line of lines) say(line, 'regular', 8.5, soft);
}

/** The head of the columns, on each page. @returns where the first row begins */
function drawColumns(document: PDFKit.PDFDocument, columns: readonly Column[], y: number): number {
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  document.rect(margin, y, width, headHeight).fill('#e9edf4');
  let x = margin;
  for (const column of columns) {
    document
      .font('bold')
      .fontSize(9)
      .fillColor(ink)
      .text(column.title, x + 5, y + 4, { width: column.width - 8, lineBreak: false, ellipsis: true });
    x += column.width;
  }
  drawLines(document, columns, y, headHeight);
  return y + headHeight;
}

function heightOf(
  document: PDFKit.PDFDocument,
  columns: readonly Column[],
  row: Sheet['rows'][number] | null,
  number: number,
): number {
  if (row === null) return rowHeight;
  document.font('regular').fontSize(10);
  return Math.max(
    ...columns.map(({ value, width }) => document.heightOfString(value(row, number) || ' ', { width: width - 8 }) + 10),
  );
}

function drawRow(
  document: PDFKit.PDFDocument,
  columns: readonly Column[],
  row: Sheet['rows'][number] | null,
  number: number,
  y: number,
  height: number,
): void {
  let x = margin;
  for (const { value, width } of columns) {
    const text = value(row, number);
    if (text !== '')
      document
        .font('regular')
        .fontSize(10)
        .fillColor(ink)
        .text(text, x + 5, y + 6, { width: width - 8 });
    x += width;
  }
  drawLines(document, columns, y, height);
}

function drawLines(document: PDFKit.PDFDocument, columns: readonly Column[], y: number, height: number): void {
  let x = margin;
  for (const { width } of columns) {
    document.rect(x, y, width, height);
    x += width;
  }
  document.lineWidth(0.6).stroke(rule);
}

async function numberPages(document: PDFKit.PDFDocument, sheet: Sheet, width: number): Promise<void> {
  const { start, count } = document.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    document.switchToPage(page);
    // What stands below the margin must not begin another page.
    document.page.margins.bottom = 0;
    const y = document.page.height - margin - 10;
    const note = [sheet.event, ...sheet.subject].join(' · ');
    document
      .font('regular')
      .fontSize(8)
      .fillColor(soft)
      .text(note, margin, y, { width: width - 60, lineBreak: false, ellipsis: true })
      .text(sheet.words.page(page - start + 1, count), margin + width - 50, y, {
        width: 50,
        align: 'right',
        lineBreak: false,
      });
    await setImmediate();
  }
}
