import { hostname } from 'node:os'
import type { Database } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import type { KeyRing } from '../kit/installation-key.ts'
import type { Keys } from '../kit/keys.ts'
import { keyCheck } from '../kit/seal.ts'

export interface Holder {
  /** Looks whether there are new keys, and says which ones this process knows. */
  look(keys: Pick<Keys, 'refresh'>): Promise<false>
  leave(): Promise<void>
}

/** One that did not say anything for so long runs no more. */
export const GONE_AFTER_SECONDS = 20
const SAID_EVERY_MS = 5000

/**
 * Says that this process runs and which keys of the installation it knows. Before it opens anything with them: either a
 * rotation that begins meanwhile waits for it, or it sees that one has begun (refuseUnfit).
 */
export async function holdKeys(db: Database, ring: KeyRing): Promise<Holder> {
  const id = newId('kh')
  let said = await say(db, id, ring)
  let dataKeysAt = (await readNews(db))?.data_keys_at?.getTime()
  return {
    async look(keys) {
      const news = await readNews(db)
      if (!news) return false
      const unknown = [news.key_check, news.next_key_check].filter((check) => check && !ring.find(check))
      if (unknown.length) await ring.reread()
      if (news.data_keys_at?.getTime() !== dataKeysAt) {
        await keys.refresh()
        dataKeysAt = news.data_keys_at?.getTime()
      }
      if (said.what !== knownTo(ring).join() || performance.now() - said.atMs > SAID_EVERY_MS)
        said = await say(db, id, ring)
      return false
    },
    leave: () => db.signIn(async (tx) => void (await tx.deleteFrom('key_holders').where('id', '=', id).execute())),
  }
}

function readNews(db: Database) {
  const columns = ['key_check', 'next_key_check', 'data_keys_at'] as const
  return db.signIn((tx) => tx.selectFrom('installation').select(columns).executeTakeFirst())
}

async function say(db: Database, id: string, ring: KeyRing): Promise<{ what: string; atMs: number }> {
  const knows = knownTo(ring)
  await db.signIn((tx) =>
    tx.rows(
      'say_keys',
      `insert into key_holders (id, host, pid, knows) values ($1, $2, $3, $4)
       on conflict (id) do update set knows = excluded.knows, seen_at = now()`,
      [id, hostname(), process.pid, knows],
    ),
  )
  return { what: knows.join(), atMs: performance.now() }
}

function knownTo(ring: KeyRing): string[] {
  return ring.keys().map((key) => keyCheck(key).toString('hex'))
}

export interface Unaware {
  host: string
  pid: number
}

/** Who runs and does not know this key. Forgets those that run no more. */
export async function readUnaware(db: Database, check: Buffer): Promise<Unaware[]> {
  return db.signIn(async (tx) => {
    const gone = `seen_at < now() - interval '${GONE_AFTER_SECONDS} seconds'`
    await tx.rows('forget_holders', `delete from key_holders where ${gone}`, [])
    return tx.rows<Unaware>(
      'unaware',
      'select host, pid from key_holders where not $1 = any(knows) order by host, pid',
      [check.toString('hex')],
    )
  })
}
