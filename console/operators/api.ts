import type { z } from 'zod'
import type { operatorOut } from '../../server/workspaces/schema.ts'
import { read, v1 } from '../ask.ts'

export type Operator = z.infer<typeof operatorOut>

/** What the screen of the operators asks of the server; see {@link ../api.ts}. */
export const operatorsApi = {
  list: (after?: string) => read(v1.installation.operators.$get({ query: after ? { after } : {} })),
  add: (email: string) => read(v1.installation.operators.$post({ json: { email }, header: {} })),
  remove: (id: string) => read(v1.installation.operators[':id'].$delete({ param: { id } })),
}
