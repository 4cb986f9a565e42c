import type { FileWords } from './en.js';

export const lv: FileWords = {
  onTheWay: 'Sūta: {{name}}…',
  there: '{{name}} ir saņemts.',
  stop: 'Pārtraukt',
  stopped: 'Pārtraukts: nekas netika nosūtīts.',
  tooBig: 'Datne ir pārāk liela: ne vairāk kā {{megabytes}} MB.',
  wrongKind: {
    logo: 'Nav pieņemts: logotips ir PNG, JPEG vai WebP attēls. SVG pārveidojiet par PNG.',
    material:
      'Nav pieņemts: tikai PDF, PowerPoint (pptx), OpenDocument (odp), PNG, JPEG vai WebP, un tajā nedrīkst būt paslēpts kas cits.',
  },
  tooMany: 'Datņu ir tik, cik drīkst būt: vispirms kādu noņemiet.',
  failed: 'Nav nosūtīts: serveri nevarēja sasniegt. Izvēlieties datni vēlreiz.',
  limits: {
    logo: 'PNG, JPEG vai WebP, līdz 1 MB.',
    material: 'PDF, pptx, odp vai attēls, līdz 20 MB.',
  },
};
