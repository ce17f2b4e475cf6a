import type { z } from 'zod'
import type { EventDetail, EventOut, eventQuery } from '../../server/alerts/schema.ts'
import { read, v1 } from '../ask.ts'

export type { EventDetail, EventOut }
export type EventFilter = Partial<Omit<z.input<typeof eventQuery>, 'limit' | 'after'>>

export const askEvents = (filter: EventFilter, after?: string) =>
  read(v1.events.$get({ query: { ...filter, ...(after && { after }) } }))
export const askEvent = (id: string) => read(v1.events[':id'].$get({ param: { id } }))
