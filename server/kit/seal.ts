import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  randomBytes,
  randomFillSync,
  timingSafeEqual,
} from 'node:crypto'
import type { Database } from './db.ts'

/**
 * What a workspace's secrets are sealed with: AES-256-GCM under a key of its own, which is itself wrapped by the
 * installation's key. `purpose` names the place (table, column, row), so a sealed value moved elsewhere does not open.
 */
export interface Sealer {
  seal(purpose: string, text: string): Buffer
  open(purpose: string, sealed: Buffer): string
}

export interface Keys {
  forWorkspace(workspaceId: string): Promise<Sealer>
  /** For what belongs to the installation as a whole, such as the mail server's password. */
  installation: Sealer
  /** One hash for one number everywhere, since an opt-out may reach across workspaces. */
  hashNumber(e164: string): Buffer
}

const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES
const VERSION = 1

const pool = Buffer.alloc(NONCE_BYTES * 512)
let poolUsed = pool.length

/** A never-used piece of a pool that is drawn at once: asking the system for each costs as much as the sealing. */
function randomNonce(): Buffer {
  if (poolUsed === pool.length) {
    randomFillSync(pool)
    poolUsed = 0
  }
  poolUsed += NONCE_BYTES
  return pool.subarray(poolUsed - NONCE_BYTES, poolUsed)
}

export function sealer(keyBytes: Buffer, owner: string): Sealer {
  // A third of the time that the same bytes would take at each use (measured).
  const key = createSecretKey(keyBytes)
  return {
    seal(purpose, text) {
      const nonce = randomNonce()
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      cipher.setAAD(Buffer.from(`${VERSION}|${owner}|${purpose}`))
      const body = cipher.update(text, 'utf8')
      cipher.final()
      const sealed = Buffer.allocUnsafe(HEAD_BYTES + body.length)
      sealed[0] = VERSION
      nonce.copy(sealed, 1)
      cipher.getAuthTag().copy(sealed, 1 + NONCE_BYTES)
      body.copy(sealed, HEAD_BYTES)
      return sealed
    },
    open(purpose, sealed) {
      if (sealed[0] !== VERSION) throw new Error('sealed by an unknown version')
      const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
      const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES)
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
      decipher.setAAD(Buffer.from(`${VERSION}|${owner}|${purpose}`))
      decipher.setAuthTag(tag)
      const text = decipher.update(sealed.subarray(HEAD_BYTES), undefined, 'utf8')
      return text + decipher.final('utf8')
    },
  }
}

/** Ties a database to its key without revealing it: a wrong key is told at start, before anything is read or written. */
export function keyCheck(key: Buffer): Buffer {
  return createHash('sha256').update('handset key check').update(key).digest()
}

export function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

/**
 * The keys of one installation. The pepper of number hashes is made once and never changes: with another one no opt-out
 * would be found again.
 */
export async function openKeys(db: Database, installationKey: Buffer): Promise<Keys> {
  const installation = sealer(installationKey, 'installation')
  const pepper = createSecretKey(Buffer.from(await loadPepper(db, installationKey, installation), 'base64'))
  const workspaces = new Map<string, Promise<Sealer>>()
  return {
    installation,
    hashNumber: (e164) => createHmac('sha256', pepper).update(e164).digest(),
    forWorkspace(workspaceId) {
      const known = workspaces.get(workspaceId)
      if (known) return known
      // Many texts of one workspace ask at once for a key that is not here yet: it is read once for all of them.
      const opened = loadWorkspaceKey(db, workspaceId, installation).then((key) => sealer(key, workspaceId))
      if (workspaces.size > 10_000) workspaces.clear()
      workspaces.set(workspaceId, opened)
      opened.catch(() => workspaces.delete(workspaceId))
      return opened
    },
  }
}

async function loadPepper(db: Database, key: Buffer, installation: Sealer): Promise<string> {
  return db.signIn(async (tx) => {
    const fresh = {
      singleton: true,
      key_check: keyCheck(key),
      pepper: installation.seal('pepper', randomBytes(32).toString('base64')),
    }
    await tx
      .insertInto('installation')
      .values(fresh)
      .onConflict((at) => at.column('singleton').doNothing())
      .execute()
    const row = await tx.selectFrom('installation').select(['key_check', 'pepper']).executeTakeFirstOrThrow()
    if (!sameBytes(row.key_check, keyCheck(key))) throw new WrongKey()
    return installation.open('pepper', row.pepper)
  })
}

export class WrongKey extends Error {
  constructor() {
    super(
      'The installation key does not fit this database. Nothing was changed. Give the key file that belongs to it (HANDSET_KEY_FILE).',
    )
  }
}

async function loadWorkspaceKey(db: Database, workspaceId: string, installation: Sealer): Promise<Buffer> {
  const purpose = `workspace_keys.${workspaceId}`
  return db.tenant(workspaceId, async (tx) => {
    const fresh = {
      workspace_id: workspaceId,
      version: 1,
      wrapped: installation.seal(purpose, randomBytes(32).toString('base64')),
    }
    await tx
      .insertInto('workspace_keys')
      .values(fresh)
      .onConflict((at) => at.columns(['workspace_id', 'version']).doNothing())
      .execute()
    const row = await tx
      .selectFrom('workspace_keys')
      .select('wrapped')
      .orderBy('version', 'desc')
      .executeTakeFirstOrThrow()
    return Buffer.from(installation.open(purpose, row.wrapped), 'base64')
  })
}
