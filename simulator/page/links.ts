/** Addresses in a text that a phone would let one tap, without the stop or bracket that ends their sentence. */
export function linksIn(body: string): string[] {
  const found = body.match(/https?:\/\/[^\s<>"]+/g) ?? []
  return [...new Set(found.map((one) => one.replace(/[.,;:!?)\]…]+$/, '')))]
}
