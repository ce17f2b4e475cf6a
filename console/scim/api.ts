import type { z } from 'zod'
import type { malformedPage, scimOut, scimTokenInput, scimTokenMade, scimTokenOut } from '../../server/scim/schema.ts'
import { read, v1 } from '../ask.ts'

export type Scim = z.infer<typeof scimOut>
export type ScimToken = z.infer<typeof scimTokenOut>
export type ScimTokenMade = z.infer<typeof scimTokenMade>
export type Malformed = z.infer<typeof malformedPage>['items'][number]

/** What the screen of the directory asks of the server; see {@link ../api.ts}. */
export const scimApi = {
  get: () => read(v1.scim.$get()),
  malformed: (after?: string) => read(v1.scim.malformed.$get({ query: after ? { after } : {} })),
  makeToken: (json: z.input<typeof scimTokenInput>) => read(v1.scim.tokens.$post({ json })),
  endToken: (id: string) => read(v1.scim.tokens[':id'].$delete({ param: { id } })),
}
