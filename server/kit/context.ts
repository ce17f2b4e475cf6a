import type { Logger } from 'pino'
import type { Installation } from '../workspaces/installation.ts'
import type { SignIn } from '../workspaces/sign-in.ts'
import type { Database } from './db.ts'
import type { Egress } from './egress/egress.ts'
import type { Keys } from './keys.ts'
import type { Metrics } from './metrics.ts'
import type { Wake } from './wake.ts'

/** All that the code needs of the world. First argument everywhere; a test makes its own. */
export interface Context {
  db: Database
  keys: Keys
  egress: Egress
  wake: Wake
  log: Logger
  metrics: Metrics
  /** The process's clock, for what people read. Leases and schedules use the database's. */
  now: () => Date
  /** Where the world reaches us, without a trailing slash; null when there is no public address. */
  publicUrl: () => string | null
  /** After a restore, or in a copy, until the operator releases it; known a few seconds late. */
  sendingPaused: () => boolean
  /** The carrier simulator, where the operator offers it: its API and its page of handsets. */
  simulatorUrl: string | null
  /** How many times shorter the waits for the simulator are; 1 unless faults are being tried. */
  simulatorSpeed: number
  /** Between two looks for a text in a provider's list; see server/messages/patience.ts. */
  settleSeconds: number
  /** Aborted when the process takes no new requests: what would last ends itself. */
  stopping: AbortSignal
  installation: Installation
  signIn: SignIn
}

/** Who is asking, and in which workspace. */
export interface Actor {
  workspaceId: string
  kind: 'user' | 'api_key'
  id: string
  /** As shown to people: a member's name or the key's. */
  name: string
  /** The member's own phone is looked up by this; null for keys. */
  email: string | null
  /** From where the request came, as far as it can be told. */
  address: string | null
  operator: boolean
  permissions: ReadonlySet<string>
}
