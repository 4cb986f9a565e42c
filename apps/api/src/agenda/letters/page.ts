import { letterBlocks } from './letter-blocks.js';
import { blockOf, lines, Markup, markup } from './markup.js';

/** A line of a card: what it says, what that was before, and where it leads. */
export interface CardLine {
  label?: string;
  text: string;
  was?: string;
  href?: string;
}

export interface Badge {
  text: string;
  look: 'in-person' | 'online' | 'plain';
}

/** Something that has a time and a name. */
export interface Card {
  time: string | null;
  title: string | null;
  href: string | null;
  badges: Badge[];
  lines: CardLine[];
}

/** What a letter says, one after the other: HTML and plain text are both made of it. */
export type Part =
  | { part: 'title' | 'text' | 'small' | 'heading' | 'warning' | 'bad' | 'good'; text: string }
  | { part: 'button' | 'second'; label: string; href: string }
  | { part: 'card'; card: Card }
  /** A picture that comes with the letter. */
  | { part: 'code'; cid: string; alt: string; caption: string };

export interface Page {
  subject: string;
  /** What lists of mail show beside the subject. */
  preview: string;
  /** BCP 47. */
  language: string;
  /** Whose letter it is: the event, and when it is. */
  event: string;
  when: string;
  parts: Part[];
  /** Below it, in small print. */
  foot: ({ text: string } | { label: string; href: string })[];
}

const { head, foot, ...templates } = letterBlocks;
const fillHead = blockOf(head);
const fillFoot = blockOf(foot);
const fill = Object.fromEntries(
  Object.entries(templates).map(([name, template]) => [name, blockOf(template)]),
) as Record<keyof typeof templates, ReturnType<typeof blockOf>>;

/** The page as HTML that mail programmes show, in light and dark. All text in it is escaped. */
export function pageHtml({ subject, preview, language, event, when, parts, foot: small }: Page): string {
  const body = parts.map((one) => {
    switch (one.part) {
      case 'button':
      case 'second':
        return fill[one.part]({ label: one.label, href: one.href });
      case 'card':
        return fill.card({ content: cardHtml(one.card) });
      case 'code':
        return fill.code({ source: `cid:${one.cid}`, alt: one.alt, caption: one.caption });
      default:
        return fill[one.part]({ text: lines(one.text) });
    }
  });
  const below = small.map((line) =>
    'href' in line
      ? markup`<p style="margin:0 0 10px"><a href="${line.href}" style="color:#14529f">${line.label}</a></p>`
      : markup`<p style="margin:0 0 10px">${lines(line.text)}</p>`,
  );
  return [fillHead({ subject, preview, language, event, when }), ...body, fillFoot({ foot: markup`${below}` })].join(
    '',
  );
}

const badgeLooks = {
  'in-person': 'background-color:#dcebfa;color:#0a4a86',
  online: 'background-color:#ffe9d0;color:#8f3c00',
  plain: 'background-color:#ececf0;color:#3b3f46',
} as const;

function cardHtml({ time, title, href, badges, lines: said }: Card): Markup {
  const name =
    title === null || href === null
      ? markup`${title ?? ''}`
      : markup`<a href="${href}" style="color:#14529f">${title}</a>`;
  return markup`${time === null ? '' : markup`<div class="number" style="font-size:15px;line-height:22px;font-weight:700">${time}</div>`}${title === null ? '' : markup`<div style="font-size:17px;line-height:24px;font-weight:700">${name}</div>`}${
    badges.length === 0 ? '' : markup`<div style="padding-top:4px">${badges.map(badgeHtml)}</div>`
  }${said.map(lineHtml)}`;
}

const badgeHtml = ({ text, look }: Badge): Markup =>
  markup`<span class="badge-${look}" style="display:inline-block;margin:0 6px 2px 0;padding:1px 8px;border-radius:9px;font-size:13px;line-height:19px;font-weight:700;${badgeLooks[look]}">${text}</span>`;

function lineHtml({ label, text, was, href }: CardLine): Markup {
  const said = href === undefined ? lines(text) : markup`<a href="${href}" style="color:#14529f">${text}</a>`;
  const before = was === undefined ? '' : markup`<del class="soft" style="color:#465164">${was}</del> &rarr; `;
  const name = label === undefined ? '' : markup`<span class="soft" style="color:#465164">${label}:</span> `;
  const now = was === undefined ? said : markup`<strong>${said}</strong>`;
  return markup`<div style="padding-top:4px;font-size:15px;line-height:22px">${name}${before}${now}</div>`;
}

/** The same in plain text. */
export function pageText({ event, when, parts, foot: small }: Page): string {
  const body = parts.map((one) => {
    switch (one.part) {
      case 'title':
        return one.text;
      case 'heading':
        return `\n${one.text}\n${'-'.repeat(Math.min(72, one.text.length))}`;
      case 'warning':
      case 'bad':
        return `! ${one.text}`;
      case 'button':
      case 'second':
        return `${one.label}:\n${one.href}`;
      case 'card':
        return cardText(one.card);
      case 'code':
        return one.caption;
      default:
        return one.text;
    }
  });
  const below = small.map((line) => ('href' in line ? `${line.label}:\n${line.href}` : line.text));
  return `${[`${event}\n${when}`, ...body, '-- ', ...below].join('\n\n')}\n`;
}

function cardText({ time, title, href, badges, lines: said }: Card): string {
  const first = [time, [title, ...badges.map(({ text }) => `[${text}]`)].join(' ')].filter(Boolean).join('  ');
  const rest = said.map(({ label, text, was, href: to }) =>
    [
      `  ${label === undefined ? '' : `${label}: `}${was === undefined ? '' : `${was} -> `}${text}`,
      ...(to === undefined ? [] : [`  ${to}`]),
    ].join('\n'),
  );
  return [first, ...rest, ...(href === null ? [] : [`  ${href}`])].join('\n');
}
