import type { Page } from 'playwright-core'
import { writeOptOuts } from '../../server/consent/opt-outs.ts'
import { givePhones } from '../../server/people/phones.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** The product that keeps the people of the workspace, and sends them by a key of its own. */
export async function openDirectory(page: Page, site: Site) {
  const { api } = visit(page, site.url)
  const permissions = ['people.read', 'people.write']
  const { key } = (await api('POST', '/v1/api-keys', { name: 'Product', permissions })).body as { key: string }
  const workspace = (await api('GET', '/v1/me')).body.workspace as { id: string }
  const { db, keys } = site.server.context
  return {
    async send(person: object): Promise<string> {
      const answer = await fetch(`${site.url}/v1/people`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(person),
      })
      if (answer.status !== 201) throw new Error(await answer.text())
      return ((await answer.json()) as { id: string }).id
    },
    /** Writes whatever it has for a number, as directories do. */
    async giveNumber(personId: string, number: string): Promise<void> {
      const sealer = await keys.forWorkspace(workspace.id)
      await db.tenant(workspace.id, (tx) =>
        givePhones(site.server.context, tx, sealer, workspace.id, 'import', [{ personId, number }]),
      )
    },
    /** As if the phone had answered STOP. */
    stop: (number: string) =>
      db.tenant(workspace.id, (tx) =>
        writeOptOuts(tx, [
          { workspaceId: workspace.id, numberHash: keys.hashNumber(number), source: 'keyword', note: null },
        ]),
      ),
  }
}
