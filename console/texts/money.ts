/** Micro-units as money, with as many digits as a text's price needs: "$0.0083". */
export function money({ micros, currency }: { micros: number; currency: string }): string {
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: 2,
    maximumFractionDigits: micros !== 0 && micros < 1_000_000 ? 4 : 2,
  }).format(micros / 1_000_000)
}

/** An amount as people write it, in micro-units; null for what is none: "50", "1,000.50", "$50". */
export function microsIn(text: string): number | null {
  const plain = text
    .trim()
    .replace(/^\$\s*/, '')
    .replace(/,(?=\d{3}(\D|$))/g, '')
  if (!/^\d{1,9}(\.\d{1,6})?$/.test(plain)) return null
  return Math.round(Number(plain) * 1_000_000)
}

/** Back into a field. */
export function amountOf(micros: number): string {
  return (micros / 1_000_000).toFixed(6).replace(/0{1,4}$/, '')
}
