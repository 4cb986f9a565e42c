import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import type { Ticket } from '@kopa/contracts';
import { textFor, type Reader } from '../letters/reader.js';
import { useFonts } from './pdf-fonts.js';

const ink = '#131c2b';
const soft = '#465164';
const blue = '#184b92';
const margin = 36;

/** A ticket as a page in A5: the code as drawn squares, whose it is, days, add-ons with their times, who pays for it. */
export function ticketPdf(reader: Reader, ticket: Ticket): Promise<Buffer> {
  const { words, moments, programme, language } = reader;
  const { event, funders } = programme;
  const title = textFor(reader, event.title);
  const document = new PDFDocument({
    size: 'A5',
    margins: { top: margin, left: margin, right: margin, bottom: margin },
    lang: language,
    displayTitle: true,
    info: { Title: `${words.ticket.title}: ${title}`, Author: title, CreationDate: new Date(ticket.issuedAt) },
  });
  const chunks: Buffer[] = [];
  const made = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  useFonts(document);
  const width = document.page.width - 2 * margin;
  const say = (text: string, font: 'regular' | 'bold', size: number, colour: string, gap: number): void => {
    document.font(font).fontSize(size).fillColor(colour).text(text, margin, document.y, { width });
    document.y += gap;
  };

  const bannerText = [moments.dates(event.firstDay, event.lastDay), textFor(reader, event.place)]
    .filter(Boolean)
    .join(' · ');
  document.font('bold').fontSize(15);
  const bannerHeight = document.heightOfString(title, { width }) + 40;
  document.rect(0, 0, document.page.width, bannerHeight).fill(blue);
  document.fillColor('#ffffff').text(title, margin, 14, { width });
  document
    .font('regular')
    .fontSize(9)
    .fillColor('#d5e3f7')
    .text(bannerText, margin, document.y + 2, { width });

  const side = 170;
  const top = bannerHeight + 18;
  drawCode(document, ticket.code, document.page.width - margin - side, top, side);
  const beside = width - side - 12;
  document.font('bold').fontSize(18).fillColor(ink).text(ticket.name, margin, top, { width: beside });
  document
    .font('regular')
    .fontSize(10)
    .fillColor(soft)
    .text(`${words.ticket.code} ${ticket.registration}`, { width: beside });
  document.moveDown(0.8).fillColor(ink).text(words.ticket.showIt, { width: beside });
  document.fontSize(8.5).fillColor(soft).text(words.ticket.offline, { width: beside });
  document.y = Math.max(document.y, top + side) + 12;

  say(words.ticket.days, 'bold', 11, ink, 2);
  for (const { date, mode, status } of ticket.days)
    say(
      `${moments.date(date)}: ${words.day[mode]}${status === 'confirmed' ? '' : ` (${words.status[status].toLowerCase()})`}`,
      'regular',
      9.5,
      ink,
      1,
    );
  if (ticket.addOns.length > 0) {
    document.y += 8;
    say(words.ticket.addOns, 'bold', 11, ink, 2);
  }
  for (const addOn of ticket.addOns) {
    say(textFor(reader, addOn.title), 'bold', 9.5, ink, 0);
    const point = textFor(reader, addOn.meetingPoint);
    const times = [
      moments.moment(addOn.startsAt),
      addOn.meetAt === null ? '' : `${words.meet} ${moments.time(addOn.meetAt)}${point === '' ? '' : `, ${point}`}`,
      addOn.departAt === null ? '' : `${words.depart} ${moments.time(addOn.departAt)}`,
      addOn.returnAt === null ? '' : `${words.back} ${moments.time(addOn.returnAt)}`,
      addOn.hasSeat ? words.ticket.seat : '',
    ];
    say(times.filter(Boolean).join(' · '), 'regular', 9, soft, 4);
  }
  document.y += 8;
  say(moments.zoneLine(ticket.issuedAt), 'regular', 7.5, soft, 4);
  for (const { acknowledgement } of funders) say(textFor(reader, acknowledgement), 'regular', 7.5, soft, 2);
  document.end();
  return made;
}

/** A QR code of squares: sharp at any size, and no picture. */
function drawCode(document: PDFKit.PDFDocument, code: string, x: number, y: number, side: number): void {
  const { modules } = QRCode.create(code, { errorCorrectionLevel: 'M' });
  const quiet = 2;
  const step = side / (modules.size + 2 * quiet);
  document.rect(x, y, side, side).fill('#ffffff');
  for (let row = 0; row < modules.size; row += 1)
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) === 0) continue;
      // A hair wider, so that no line shows between two.
      document.rect(x + (column + quiet) * step, y + (row + quiet) * step, step + 0.05, step + 0.05);
    }
  document.fill('#000000');
}
