import type { InferResponseType } from 'hono/client'
import { read, v1 } from '../ask.ts'

const one = v1.webhooks[':id']

export type Webhook = InferResponseType<typeof one.$get, 200>
export type WebhookInput = Pick<Webhook, 'url' | 'description' | 'types' | 'with_text'>
export type Delivery = InferResponseType<typeof one.deliveries.$get, 200>['items'][number]
export type DeliveryState = Delivery['state']
export type DeliveryType = Delivery['type']
export interface LogFilter {
  state?: DeliveryState | undefined
  type?: DeliveryType | undefined
}

/** Who is told what became of messages. */
export const webhooksApi = {
  all: () => read(v1.webhooks.$get({ query: { limit: '100' } })),
  one: (id: string) => read(one.$get({ param: { id } })),
  add: (json: WebhookInput) => read(v1.webhooks.$post({ json })),
  change: (id: string, json: Partial<WebhookInput> & { active?: boolean }) => read(one.$patch({ param: { id }, json })),
  remove: (id: string) => read(one.$delete({ param: { id } })),
  replaceSecret: (id: string) => read(one.secret.$post({ param: { id } })),
  endOldSecret: (id: string) => read(one['old-secret'].$delete({ param: { id } })),
  test: (id: string) => read(one.test.$post({ param: { id } })),
  log: (id: string, { state, type }: LogFilter, after?: string) =>
    read(
      one.deliveries.$get({
        param: { id },
        query: { ...(state && { state }), ...(type && { type }), ...(after && { after }) },
      }),
    ),
  delivery: (id: string, delivery: string) => read(one.deliveries[':delivery'].$get({ param: { id, delivery } })),
  resend: (id: string, delivery: string) => read(one.deliveries[':delivery'].resend.$post({ param: { id, delivery } })),
  resendFailed: (id: string, since: string) => read(one.resend.$post({ param: { id }, json: { since } })),
}
