/**
 * A cell that a spreadsheet takes for text: what begins like a formula (OWASP, "CSV Injection"; ASVS 5.0, 1.2.10) gets an
 * apostrophe before it, the full-width forms too, since some spreadsheets read them alike. Quoted by RFC 4180.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return ''
  const text = /^[\s\0]*[=+\-@\t\r\0＝＋－＠]/.test(String(value)) ? `'${value}` : String(value)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** RFC 4180 ends lines with CRLF. */
export function csvLine(cells: (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}
