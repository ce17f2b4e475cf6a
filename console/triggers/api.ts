import type { InferResponseType } from 'hono/client'
import { read, v1 } from '../ask.ts'

const one = v1.triggers[':id']

export type Trigger = InferResponseType<typeof one.$get, 200>
export type TriggerInput = Omit<Trigger, 'id' | 'warning' | 'created_at' | 'updated_at'>
export type Conditions = NonNullable<Trigger['conditions']>
export type Tried = InferResponseType<typeof v1.triggers.try.$post, 200>
export type TriggerDraft = Pick<TriggerInput, 'event_type' | 'conditions' | 'recipients'> & {
  sample?: Tried['sample']['event']
}

/** The part of the API that says which events are told to whom. */
export const triggersApi = {
  page: (after?: string) => read(v1.triggers.$get({ query: { limit: '100', ...(after && { after }) } })),
  one: (id: string) => read(one.$get({ param: { id } })),
  add: (json: TriggerInput) => read(v1.triggers.$post({ json, header: {} })),
  change: (id: string, json: Partial<TriggerInput>) => read(one.$patch({ param: { id }, json })),
  remove: (id: string) => read(one.$delete({ param: { id } })),
  try: (json: TriggerDraft) => read(v1.triggers.try.$post({ json })),
}
