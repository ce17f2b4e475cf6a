import type { Site } from './site.ts'

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'

/** Sends a user as a directory does; `mobile` is whatever it has for a number. Answers with the person's id. */
export async function sendUser({ url }: Site, token: string, userName: string, mobile: string): Promise<string> {
  const [first = '', last = ''] = userName.split(/[.@]/)
  const answer = await fetch(`${url}/scim/v2/Users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: [USER],
      userName,
      name: { givenName: first, familyName: last },
      emails: [{ value: userName, primary: true }],
      phoneNumbers: [{ value: mobile, type: 'mobile' }],
      active: true,
    }),
  })
  if (answer.status !== 201) throw new Error(await answer.text())
  return ((await answer.json()) as { id: string }).id
}
