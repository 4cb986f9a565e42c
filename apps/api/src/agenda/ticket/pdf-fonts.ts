import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';

const { resolve } = createRequire(import.meta.filename);

let fonts: { regular: Font; bold: Font } | null = null;

/**
 * Noto Sans (SIL Open Font License 1.1): it has the letters of Latvian, and Greek and Cyrillic ones for names. Kept as
 * fonts: decoding their tables anew takes ten times as long as the rest of a ticket.
 */
function loadFonts(): { regular: Font; bold: Font } {
  const read = (name: string): Font =>
    create(readFileSync(resolve(`@expo-google-fonts/noto-sans/${name}.ttf`))) as Font;
  fonts ??= { regular: read('400Regular/NotoSans_400Regular'), bold: read('700Bold/NotoSans_700Bold') };
  return fonts;
}

/** PDFKit takes fonts that are decoded already; its types do not say so yet. */
const decoded = (font: Font): Buffer => font as unknown as Buffer;

/** Gives a document the fonts `regular` and `bold`. */
export function useFonts(document: PDFKit.PDFDocument): void {
  const { regular, bold } = loadFonts();
  document.registerFont('regular', decoded(regular)).registerFont('bold', decoded(bold));
}
