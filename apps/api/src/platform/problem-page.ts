/** What people should know of a problem, in both languages of the interface; others get the detail as it is. */
const words: Record<string, { en: string; lv: string }> = {
  'credential.missing': {
    en: 'This session is open to those who are registered, and to the team. Open it with the link from your registration, or sign in.',
    lv: 'Šī sesija ir pieejama reģistrētajiem dalībniekiem un komandai. Atveriet to ar saiti no savas reģistrācijas vai pieslēdzieties.',
  },
  'access.denied': { en: 'Your role does not open this session.', lv: 'Jūsu loma neļauj atvērt šo sesiju.' },
  'slot.cancelled': { en: 'This session was cancelled.', lv: 'Šī sesija ir atcelta.' },
  'slot.unknown': { en: 'There is no such session in the programme.', lv: 'Programmā nav šādas sesijas.' },
  'join.none': { en: 'This session has no online room (yet).', lv: 'Šai sesijai (vēl) nav tiešsaistes telpas.' },
  'database.unavailable': { en: 'Please try again in a moment.', lv: 'Lūdzu, mēģiniet vēlreiz pēc brīža.' },
  internal: {
    en: 'Something failed on our side. It was logged; please try again.',
    lv: 'Kaut kas nogāja greizi mūsu pusē. Tas ir reģistrēts; lūdzu, mēģiniet vēlreiz.',
  },
};

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A problem as a plain page for somebody who followed a link in a browser. */
export function problemPage(problem: { status: number; code: string; detail: string; correlationId: string }): string {
  const { en, lv } = words[problem.code] ?? { en: problem.detail, lv: '' };
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${problem.status} · Kopā</title>
    <style>
      :root { color-scheme: light dark; }
      body { font: 18px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem; }
      small { opacity: 0.75; }
    </style>
  </head>
  <body>
    <main>
      <h1>Kopā</h1>
      <p>${escape(en)}</p>
      ${lv === '' ? '' : `<p lang="lv">${escape(lv)}</p>`}
      <p><a href="/">kopā →</a></p>
      <p><small>${escape(problem.code)} · ${escape(problem.correlationId)}</small></p>
    </main>
  </body>
</html>
`;
}
