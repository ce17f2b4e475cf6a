import assert from 'node:assert/strict'
import { type TestWorkspace, until } from '../../test/app.ts'
import { type Carrier, startCarrier } from '../../test/carrier.ts'
import { signInAs } from '../../test/tenancy-people.ts'

type Asked = ReturnType<Holder['ask']>

/** A member with a session, and what they do about their number. */
export interface Holder {
  id: string
  email: string
  // biome-ignore lint/suspicious/noExplicitAny: answers of any shape are read and checked
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }>
  send(number: string): Asked
  confirm(code: string): Asked
  show(): Promise<Awaited<Asked>['body']>
  /** Turns back or forward what the row of their code says. */
  change(text: string): Promise<unknown>
}

export interface Phones {
  carrier: Carrier
  workspace: TestWorkspace
  /** In a block of its own, since codes to one block are counted together. */
  newNumber(): string
  member(): Promise<Holder>
  /** What arrived on the phone, as soon as it did. */
  codeOn(number: string, texts?: number): Promise<string>
  confirmed(number: string): Promise<Holder>
}

/** A workspace that texts through the simulator, and people with phones. */
export async function openPhones(): Promise<Phones> {
  const carrier = await startCarrier()
  const workspace = await carrier.connected({ name_in_texts: 'Acme' })
  let numbers = 0
  const phones: Phones = {
    carrier,
    workspace,
    newNumber() {
      numbers += 1
      return `+1415${2_010_000 + 10_000 * numbers}`
    },
    member: () => newHolder(carrier, workspace),
    async codeOn(number, texts = 1) {
      const body = await until(`${texts} texts to ${number}`, async () => {
        const arrived = await carrier.texts(number)
        return arrived.length >= texts ? arrived[0]!.body : null
      })
      return /\d{6}/.exec(body)![0]
    },
    async confirmed(number) {
      const somebody = await phones.member()
      assert.equal((await somebody.send(number)).status, 202)
      const { status, body } = await somebody.confirm(await phones.codeOn(number))
      assert.equal(status, 200, JSON.stringify(body))
      return somebody
    },
  }
  return phones
}

async function newHolder(carrier: Carrier, workspace: TestWorkspace): Promise<Holder> {
  const person = await signInAs(carrier.server, { [workspace.id]: 'member' })
  const { headers } = person.as('member')
  const ask: Holder['ask'] = async (method, path, body) => {
    const response = await fetch(carrier.server.url + path, {
      method,
      headers: { 'content-type': 'application/json', 'handset-workspace': workspace.id, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json() }
  }
  return {
    id: person.userId,
    email: `${person.userId}@acme.example`,
    ask,
    send: (number) => ask('POST', '/v1/me/phone', { number }),
    confirm: (code) => ask('POST', '/v1/me/phone/confirm', { code }),
    show: async () => (await ask('GET', '/v1/me/phone')).body,
    change: (text) =>
      carrier.server.context.db.tenant(workspace.id, (tx) =>
        tx.rows('', `update codes set ${text} where subject = (select id from persons where user_id = $1)`, [
          person.userId,
        ]),
      ),
  }
}
