import { queryOptions } from '@tanstack/react-query'
import type { InferRequestType, InferResponseType } from 'hono/client'
import { read, v1 } from '../ask.ts'

const all = v1['event-types']
const one = all[':type']

export type EventTypeOut = InferResponseType<typeof all.$get, 200>['items'][number]
type Input = InferRequestType<typeof all.$post>['json']

export const eventTypesApi = {
  add: (json: Input) => read(all.$post({ json, header: {} })),
  change: (type: string, json: Partial<Omit<Input, 'type'>>) => read(one.$patch({ param: { type }, json })),
  remove: (type: string) => read(one.$delete({ param: { type } })),
}

/** A workspace has some dozens at most, and they are shown together. */
export const eventTypesQuery = queryOptions({
  queryKey: ['event-types'],
  queryFn: async () => (await read(all.$get())).items,
})
