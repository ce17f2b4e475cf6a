/** What may be a phone number, wherever in a text, without all but its last two digits. */
export function maskNumbers(text: string): string {
  return text.replace(/\+?\d(?:[\s().\-/]*\d){6,}/g, (found) => {
    return '•'.repeat(Math.min(found.length - 2, 12)) + found.slice(-2)
  })
}
