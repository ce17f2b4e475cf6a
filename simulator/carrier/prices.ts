/**
 * Millionths of a US dollar a segment. Sample figures of 2025 and 2026 from public price pages, rounded or estimated:
 * good enough to see a cost grow, not to quote. Countries that are not listed cost `ELSEWHERE`.
 */
const OUTBOUND: Record<string, number> = {
  US: 8_300,
  CA: 8_300,
  GB: 52_400,
  FR: 79_800,
  IT: 92_700,
  CH: 72_500,
  NZ: 105_000,
  ZA: 108_900,
  DE: 111_500,
  ES: 86_000,
  NL: 110_000,
  IE: 85_000,
  SE: 65_000,
  PL: 42_000,
  AU: 51_500,
  IN: 83_200,
  JP: 88_000,
  SG: 50_000,
  BR: 60_000,
  MX: 67_000,
  AE: 105_000,
  NG: 350_000,
}
const ELSEWHERE = 95_000
const INBOUND = 7_500

export const PRICED_COUNTRIES = Object.keys(OUTBOUND)

export function outboundMicros(country: string | null): number {
  return OUTBOUND[country ?? ''] ?? ELSEWHERE
}

export function inboundMicros(): number {
  return INBOUND
}

/** As a message states its price: negative, five decimals. */
export function priceText(micros: number): string {
  return `-${(micros / 1_000_000).toFixed(5)}`
}

/** As the price list states it: positive, at least four decimals. */
export function listPrice(micros: number): string {
  return (micros / 1_000_000).toFixed(4)
}
