/** Micro-units in words: "$50.00", "$0.0083". */
export function money(micros: number, currency: string): string {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency, maximumFractionDigits: 6 }).format(micros / 1e6)
}
