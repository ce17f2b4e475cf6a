/** What a condition may compare with. Null is what has not been said yet. */
export type Said = string | number | boolean | null

/** As it was typed: numbers, true and false are taken as such; in quotes they are text. */
export function readSaid(typed: string): Said {
  const text = typed.trim()
  if (text === '') return null
  if (text === 'true' || text === 'false') return text === 'true'
  if (isNumber(text)) return Number(text)
  return /^".*"$/.test(text) ? text.slice(1, -1) : text
}

/** So that {@link readSaid} reads the same again. */
export function typedOf(said: Said): string {
  if (said === null) return ''
  return typeof said === 'string' && readSaid(said) !== said ? `"${said}"` : String(said)
}

/** A list holds numbers alone, or text alone: `in` tells them apart. */
export function readList(typed: string[]): Said[] {
  const all = typed.map(readSaid).filter((one) => one !== null)
  return all.every((one) => typeof one === 'number') ? all : all.map(String)
}

function isNumber(text: string): boolean {
  return Number.isFinite(Number(text)) && String(Number(text)) === text
}
