/** The 7-bit default alphabet of a text message: 3GPP TS 23.038 §6.2.1 and its extension table §6.2.1.1. */

const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'

/** Sent as an escape and a second septet, so each costs two. */
const EXTENSION = '\f^{}\\[~]|€'

/** Septets per UTF-16 code unit, 0 for what the alphabet lacks. A place for each unit spares the loops a bounds test. */
export const SEPTETS: Uint8Array = septetTable()

/** The septets of a text, or null when a single character of it is not in the alphabet. */
export function septetsOf(text: string): number | null {
  let total = 0
  for (let i = 0; i < text.length; i++) {
    const septets = SEPTETS[text.charCodeAt(i)]!
    if (septets === 0) return null
    total += septets
  }
  return total
}

export function isGsm7(text: string): boolean {
  return septetsOf(text) !== null
}

function septetTable(): Uint8Array {
  const table = new Uint8Array(0x10000)
  for (const character of BASIC) table[character.charCodeAt(0)] = 1
  for (const character of EXTENSION) table[character.charCodeAt(0)] = 2
  return table
}
