/** Text that is HTML already; everything else is escaped where it is put into some. */
export class Markup {
  constructor(readonly html: string) {}
  toString(): string {
    return this.html;
  }
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const isPlain = /^[^&<>"']*$/;

/** A text as HTML. */
export function escaped(text: string): string {
  return isPlain.test(text) ? text : text.replace(/[&<>"']/g, (letter) => escapes[letter] ?? letter);
}

/** HTML of a template; what is put into it is escaped unless it is markup. */
export function markup(strings: TemplateStringsArray, ...values: (string | Markup | readonly Markup[])[]): Markup {
  return new Markup(strings.reduce((text, part, index) => `${text}${htmlOf(values[index - 1] ?? '')}${part}`));
}

function htmlOf(value: string | Markup | readonly Markup[]): string {
  if (typeof value === 'string') return escaped(value);
  return value instanceof Markup ? value.html : value.map(({ html }) => html).join('');
}

/** A text of several lines. */
export function lines(text: string): Markup {
  return new Markup(escaped(text).replaceAll('\n', '<br>'));
}

/** A block with `{{names}}` as a function that fills them in; what is filled in is escaped unless it is markup. */
export function blockOf(template: string): (values: Readonly<Record<string, string | Markup>>) => string {
  const parts = template.split(/\{\{(\w+)\}\}/);
  return (values) => {
    let text = parts[0] ?? '';
    for (let index = 1; index < parts.length; index += 2) {
      const value = values[parts[index] ?? ''];
      if (value === undefined) throw new Error(`a letter says nothing of "${parts[index] ?? ''}"`);
      text += htmlOf(value) + (parts[index + 1] ?? '');
    }
    return text;
  };
}
