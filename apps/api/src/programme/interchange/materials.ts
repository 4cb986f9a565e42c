import type { Material } from '@kopa/domain';

/**
 * A link of a file as material: its address, else its text where that is an address (some files give no href), relative
 * ones read against the schedule's base. Null for what is no http address.
 */
export function materialOf(href: string, title: string, base: string): Material | null {
  const written = href === '' ? title : href;
  if (written === '' || (href === '' && !/^https?:\/\//i.test(title))) return null;
  const url = URL.parse(written, base === '' ? undefined : base);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  return { title: title === '' ? url.href : title, url: url.href };
}
