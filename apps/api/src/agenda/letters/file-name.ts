/** A file's name of words of whatever language, without what a file system or a header takes amiss. */
export function fileName(kind: string, name: string, ending: string): string {
  const words = `${kind} ${name}`.replace(/[\p{Cc}\\/:*?"<>|]+/gu, ' ').trim();
  return `${words.replace(/\s+/g, '-').slice(0, 80)}.${ending}`;
}
