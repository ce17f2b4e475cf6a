/** Micro-units as money, with as many digits as a text's price needs: "$0.0083". */
export function money({ micros, currency }: { micros: number; currency: string }): string {
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: 2,
    maximumFractionDigits: micros !== 0 && micros < 1_000_000 ? 4 : 2,
  }).format(micros / 1_000_000)
}
