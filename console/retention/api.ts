import type { RetentionOut } from '../../server/retention/schema.ts'
import { read, v1 } from '../ask.ts'

export type Retention = RetentionOut

/** How long the history is kept; see {@link ../api.ts}. */
export const retentionApi = {
  show: () => read(v1.retention.$get()),
  change: (days: number | null) => read(v1.retention.$put({ json: { days } })),
  preview: (days: number) => read(v1.retention.preview.$get({ query: { days: String(days) } })),
}
