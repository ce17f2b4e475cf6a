import type { InboxChange, InboxFilter } from '../../server/inbox/schema.ts'
import { read, v1 } from '../ask.ts'

export type { InboxItem } from '../../server/inbox/schema.ts'
export type { InboxChange, InboxFilter }

/** What the inbox asks of the server; see {@link ../api.ts}. */
export const inboxApi = {
  list: (filter: InboxFilter, after?: string) => read(v1.me.inbox.$get({ query: { filter, ...(after && { after }) } })),
  unread: () => read(v1.me.inbox.unread.$get()),
  change: (id: string, change: InboxChange) => read(v1.me.inbox[':id'][':change'].$post({ param: { id, change } })),
  readAll: (through: string) => read(v1.me.inbox['read-all'].$post({ query: { through } })),
  /** Goes on as long as there is something to hear. */
  listen: (signal: AbortSignal) => v1.me.inbox.live.$get({ query: {}, header: {} }, { init: { signal } }),
}
