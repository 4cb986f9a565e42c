/** The address that a title suggests: its words in small letters without accents. */
export function slugFor(title: string): string {
  const plain = title.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join('-')
    .slice(0, 60)
    .replace(/-$/, '');
}
