/** What happened stands out; what it means follows. */
export function firstSentence(text: string): [first: string, rest: string] {
  const end = text.search(/(?<=\.) (?=[A-Z0-9])/)
  return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 1)]
}
