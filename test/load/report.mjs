/** The middle of an odd number of figures. */
export function median(figures) {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)];
}

/** The value below which the given part (0 to 1) of the figures lies. */
export function percentile(figures, part) {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)];
}

const round = (value) => (Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100);

/**
 * Prints rows `{ figure, kopa, bare, ratio, target, met }` as a table, then all of it as JSON.
 */
export function report(rows) {
  const lines = rows.map((row) => [
    row.figure,
    `${round(row.kopa)} ${row.unit}`,
    row.bare === undefined ? '' : `${round(row.bare)} ${row.unit}`,
    row.ratio === undefined ? '' : String(round(row.ratio)),
    row.target,
    row.met ? 'met' : 'MISSED',
  ]);
  const head = ['figure', 'Kopā', 'bare', 'ratio', 'target', ''];
  const widths = head.map((title, index) => Math.max(title.length, ...lines.map((line) => line[index].length)));
  for (const line of [head, ...lines]) console.log(line.map((cell, index) => cell.padEnd(widths[index])).join('  '));
  console.log(JSON.stringify({ at: new Date().toISOString(), node: process.version, rows }));
}
