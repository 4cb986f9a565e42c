/**
 * A table as CSV (RFC 4180) for spreadsheets: with a byte order mark, so that they read it as UTF-8. A cell that begins
 * like a formula gets an apostrophe before it, for what people typed must not run where it is opened (OWASP, CSV
 * injection).
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}
