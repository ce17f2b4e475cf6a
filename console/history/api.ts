import type { z } from 'zod'
import type { choicesOut, messagePage } from '../../server/messages/history-schema.ts'
import type { ListFilter } from '../api.ts'
import { download, read, v1 } from '../ask.ts'

export type HistoryChoices = z.infer<typeof choicesOut>
export type MessagePage = z.infer<typeof messagePage>

/** What the history asks of the server beside its list; see {@link ../api.ts}. */
export const historyApi = {
  choices: () => read(v1.messages.choices.$get()),
  export: (query: ListFilter, numbers: 'masked' | 'full') =>
    download(v1.messages.export.$get({ query: { ...query, numbers } })),
}
