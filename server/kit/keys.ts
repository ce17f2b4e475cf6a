import { createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto'
import type { Database, Tx } from './db.ts'
import { INSTALLATION } from './id.ts'
import { fixedRing, type KeyRing } from './installation-key.ts'
import { refuseUnfit } from './key-fit.ts'
import { keyCheck, type Sealer, sealer } from './seal.ts'
import { openWorkspaceKeys } from './workspace-keys.ts'

export interface Keys {
  forWorkspace(workspaceId: string): Promise<Sealer>
  /** For what belongs to the installation as a whole, such as the mail server's password. */
  installation: Sealer
  /** One hash for one number everywhere, since an opt-out may reach across workspaces. */
  hashNumber(e164: string): Buffer
  /** What signs cookies; it outlives the installation's key, so that a new one signs nobody out. */
  signInSecret: string
  /** Whether this process has the installation's key with this check. */
  knows(check: Buffer): boolean
  /** Reads the workspaces' keys again: they got new ones. */
  refresh(): Promise<void>
}

/**
 * The keys of one installation. The pepper of number hashes is made once and never changes: with another one no opt-out
 * would be found again. It and the keys of the workspaces are all that the installation's key itself seals.
 */
export async function openKeys(db: Database, from: Buffer | KeyRing): Promise<Keys> {
  const ring = Buffer.isBuffer(from) ? fixedRing([from]) : from
  const pepper = createSecretKey(Buffer.from(await loadPepper(db, ring), 'base64'))
  const workspaces = openWorkspaceKeys(db, ring)
  let own = await workspaces.find(INSTALLATION)
  const installation: Sealer = {
    seal: (purpose, text) => own.seal(purpose, text),
    open: (purpose, sealed) => openEither(purpose, sealed, [own, ...wrappers(ring)]),
  }
  return {
    installation,
    signInSecret: await loadSignInSecret(db, ring, installation),
    hashNumber: (e164) => createHmac('sha256', pepper).update(e164).digest(),
    forWorkspace: workspaces.find,
    knows: (check) => ring.find(check) !== undefined,
    async refresh() {
      workspaces.forget()
      own = await workspaces.find(INSTALLATION)
    },
  }
}

/** What wraps the keys of workspaces, for each key of the installation that is known. */
export function wrappers(ring: KeyRing): Sealer[] {
  return ring.keys().map((key) => sealer(key, 'installation'))
}

/** Before the installation had a key of its own for it, its values were sealed with what wraps the others. */
function openEither(purpose: string, sealed: Buffer, sealers: Sealer[]): string {
  let first: unknown
  for (const one of sealers) {
    try {
      return one.open(purpose, sealed)
    } catch (error) {
      first ??= error
    }
  }
  throw first
}

async function loadPepper(db: Database, ring: KeyRing): Promise<string> {
  const key = ring.keys()[0]!
  const row = await db.signIn(async (tx) => {
    const fresh = {
      singleton: true,
      key_check: keyCheck(key),
      pepper: sealer(key, 'installation').seal('pepper', randomBytes(32).toString('base64')),
    }
    await tx
      .insertInto('installation')
      .values(fresh)
      .onConflict((at) => at.column('singleton').doNothing())
      .execute()
    return tx.selectFrom('installation').select(['key_check', 'next_key_check', 'pepper']).executeTakeFirstOrThrow()
  })
  await refuseUnfit(db, ring, row)
  return sealer(ring.find(row.key_check)!, 'installation').open('pepper', row.pepper)
}

const SECRET_PURPOSE = 'installation.sign_in_secret'

/** Begun as what earlier versions derived from the installation's key: whoever is signed in stays so. */
async function loadSignInSecret(db: Database, ring: KeyRing, installation: Sealer): Promise<string> {
  return db.signIn(async (tx) => {
    const { key_check, sign_in_secret_sealed: known } = await readSecret(tx)
    if (known) return installation.open(SECRET_PURPOSE, known)
    const first = Buffer.from(hkdfSync('sha256', ring.find(key_check)!, '', 'handset sign-in', 32)).toString(
      'base64url',
    )
    const sign_in_secret_sealed = installation.seal(SECRET_PURPOSE, first)
    await tx.updateTable('installation').set({ sign_in_secret_sealed }).execute()
    return first
  })
}

function readSecret(tx: Tx) {
  const columns = ['key_check', 'sign_in_secret_sealed'] as const
  return tx.selectFrom('installation').select(columns).forUpdate().executeTakeFirstOrThrow()
}
