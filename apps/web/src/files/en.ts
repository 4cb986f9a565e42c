/** Words of uploading in English; `lv.ts` has the same keys. */
export const en = {
  onTheWay: 'Sending {{name}}…',
  there: '{{name}} is there.',
  stop: 'Stop',
  stopped: 'Stopped: nothing was sent.',
  tooBig: 'The file is too large: at most {{megabytes}} MB.',
  wrongKind: {
    logo: 'Not taken: a logo is a PNG, JPEG or WebP picture. Of an SVG make a PNG.',
    material:
      'Not taken: only PDF, PowerPoint (pptx), OpenDocument (odp), PNG, JPEG or WebP, and nothing else hidden in it.',
  },
  tooMany: 'There are as many files as may be: take one away first.',
  failed: 'Not sent: the server could not be reached. Choose the file once more.',
  limits: {
    logo: 'PNG, JPEG or WebP, up to 1 MB.',
    material: 'PDF, pptx, odp or a picture, up to 20 MB.',
  },
};

export type FileWords = typeof en;
