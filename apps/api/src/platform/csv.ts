/**
 * What people typed, so that it does not run where a table is opened: a cell that begins like a formula gets an
 * apostrophe before it (OWASP, CSV injection).
 */
export function inert(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** A table as CSV (RFC 4180) for spreadsheets: with a byte order mark, so that they read it as UTF-8. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => {
    const safe = inert(text);
    return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}
