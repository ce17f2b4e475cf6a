import { read, v1 } from '../ask.ts'

/** How texts come again that the link of one ended; see {@link ../api.ts}. */
export const returnApi = {
  askForCode: () => read(v1.me.phone.return.$post()),
  confirm: (code: string) => read(v1.me.phone.return.confirm.$post({ json: { code } })),
}
