import type { Filters } from './filters.ts'

interface Wanted {
  status: string
  error?: number | null
  skip_reason?: string
}

/** The address of History that lists what a figure counts, as far as History can be narrowed to it. */
export function historySearch({ days = 30, from, channel, class: kind }: Filters, { error, ...wanted }: Wanted) {
  return {
    ...wanted,
    ...(kind && { class: kind }),
    ...(channel && { channel }),
    ...(error && { error }),
    // Two days that somebody chose are no span that ends now: then the whole list is shown.
    ...(!from && { days }),
  }
}
