/** Whether every word that was typed begins a word of these. */
export function matches(typed: string, label: string, words: readonly string[]): boolean {
  const known = [label, ...words].join(' ').toLowerCase().split(/\s+/)
  const asked = typed.toLowerCase().trim().split(/\s+/).filter(Boolean)
  return asked.every((word) => known.some((one) => one.startsWith(word)))
}
