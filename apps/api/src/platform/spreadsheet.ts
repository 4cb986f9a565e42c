import writeExcelFile from 'write-excel-file/node';
import { inert } from './csv.js';

/** A table as XLSX, its first row as the head. All cells are texts, so that no spreadsheet runs what people typed. */
export function xlsxOf(rows: readonly (readonly string[])[]): Promise<Buffer> {
  const [head = [], ...body] = rows;
  const cells = (row: readonly string[], isHead: boolean) =>
    row.map((text) => ({ type: String, value: inert(text), ...(isHead ? { fontWeight: 'bold' as const } : {}) }));
  return writeExcelFile([cells(head, true), ...body.map((row) => cells(row, false))], {
    stickyRowsCount: 1,
  }).toBuffer();
}
