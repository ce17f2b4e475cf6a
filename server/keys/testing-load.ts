import assert from 'node:assert/strict'
import type { Context } from '../kit/context.ts'
import { openDatabase } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import { fixedRing, readKeys } from '../kit/installation-key.ts'
import { openKeys } from '../kit/keys.ts'

/** New workspaces come all the while, values are sealed, and what was sealed is opened by another process. */
export function startLoad({ db, keys }: Pick<Context, 'db' | 'keys'>, keyFile: string, enough: number) {
  const other = openDatabase(db.connection, { max: 3 })
  const sealed: [workspaceId: string, value: Buffer][] = []
  let going = true
  const sealSome = async () => {
    const ids = Array.from({ length: 25 }, () => newId('ws'))
    const rows = ids.map((id) => ({ workspace_id: id, name: 'Acme', slug: id }))
    await db.signIn((tx) => tx.insertInto('workspaces').values(rows).execute())
    for (const id of ids) sealed.push([id, (await keys.forWorkspace(id)).seal('test', id)])
  }
  const openSome = async () => {
    const again = await openKeys(other, fixedRing((await readKeys(keyFile))!, keyFile))
    for (let i = 0; i < 20 && sealed.length; i++) {
      const [id, value] = sealed[Math.floor(Math.random() * sealed.length)]!
      assert.equal((await again.forWorkspace(id)).open('test', value), id)
    }
  }
  const forever = async (work: () => Promise<void>, restMs: number) => {
    while (going) {
      await work()
      await new Promise((resolve) => setTimeout(resolve, sealed.length < enough ? 0 : restMs))
    }
  }
  const working = Promise.all([forever(sealSome, 200), forever(openSome, 50)])
  return {
    async isEnough() {
      while (sealed.length < enough) await Promise.race([working, new Promise((resolve) => setTimeout(resolve, 20))])
    },
    async end() {
      going = false
      await working
      await other.close()
      return sealed
    },
  }
}
