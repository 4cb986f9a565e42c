import { describe, expect, it } from '@jest/globals';
import { zipSync } from 'fflate';
import { documents, kindOf, pictures, savedName } from './file-kind.js';

/** One white pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
);
const pdf = Buffer.from('%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
const zip = Buffer.from(zipSync({ 'a.txt': Buffer.from('text') }));
const slides = Buffer.from(
  zipSync({
    '[Content_Types].xml': Buffer.from(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/ppt/presentation.xml" ContentType="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/></Types>',
    ),
    'ppt/presentation.xml': Buffer.from('<p:presentation/>'),
  }),
);
const odp = Buffer.from(
  zipSync({ mimetype: [Buffer.from('application/vnd.oasis.opendocument.presentation'), { level: 0 }] }),
);

describe('what a file is by its bytes', () => {
  it.each<[string, Buffer, string | null]>([
    ['a PNG', png, 'image/png'],
    ['a PDF', pdf, 'application/pdf'],
    ['slides of PowerPoint', slides, 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
    ['slides of LibreOffice', odp, 'application/vnd.oasis.opendocument.presentation'],
    ['an archive', zip, null],
    ['a picture with an archive behind it', Buffer.concat([png, zip]), null],
    ['a PDF with an archive behind it', Buffer.concat([pdf, zip]), null],
    ['a page with a PDF in it', Buffer.concat([Buffer.from('<script>alert(1)</script>'), pdf]), null],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), null],
    ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>'), null],
    ['nothing', Buffer.alloc(0), null],
  ])('is %s', async (_, bytes, kind) => {
    expect(await kindOf(bytes, documents)).toBe(kind);
  });

  it('is nothing where it is not wanted', async () => {
    expect([await kindOf(png, pictures), await kindOf(pdf, pictures)]).toEqual(['image/png', null]);
  });

  it.each([
    ['slides.pdf', 'application/pdf', 'slides.pdf'],
    ['page.html', 'image/png', 'page.html.png'],
    ['../../etc/passwd', 'image/png', 'passwd.png'],
    ['C:\\slides\\ļaudis.PDF', 'application/pdf', 'ļaudis.PDF'],
    ['a\r\nb.jpeg', 'image/jpeg', 'ab.jpeg'],
    ['/', 'application/pdf', 'file.pdf'],
  ])('is saved: %j as %s', (name, kind, saved) => {
    expect(savedName(name, kind)).toBe(saved);
  });
});
