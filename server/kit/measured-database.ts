import type { Database } from './db.ts'
import type { TransactionRole } from './metrics.ts'

/** Tells how long each transaction took, with the wait for a connection: what whoever asked has waited. */
export function measured(db: Database, ended: (role: TransactionRole, seconds: number) => void): Database {
  const timed = <T>(role: TransactionRole, transaction: Promise<T>): Promise<T> => {
    const startedMs = performance.now()
    return transaction.finally(() => ended(role, (performance.now() - startedMs) / 1000))
  }
  return {
    ...db,
    tenant: (workspaceId, work) => timed('tenant', db.tenant(workspaceId, work)),
    system: (work) => timed('system', db.system(work)),
    signIn: (work) => timed('sign_in', db.signIn(work)),
  }
}
