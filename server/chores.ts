import { eventsTurn } from './alerts/claim-events.ts'
import { dueDatesTurn } from './alerts/due/dates-turn.ts'
import { erasingEventsTurn } from './alerts/erase-events.ts'
import { fallThroughTurn } from './alerts/fall-through.ts'
import { openChaining } from './audit/chain.ts'
import { headsTurn } from './audit/send-heads.ts'
import type { Context } from './kit/context.ts'
import { forgetLinks } from './links/links.ts'
import { deliverMessageMails } from './mail/message-mails.ts'
import { deliverMails, forgetMails } from './mail/post.ts'
import { openAsking } from './messages/ask.ts'
import { doubtRestored } from './messages/doubt.ts'
import { erasingTurn } from './messages/erasing.ts'
import { MESSAGE_MAILS } from './messages/message-mails.ts'
import { openPolling } from './messages/poll-replies.ts'
import { openReconciling } from './messages/reconcile.ts'
import { sweep } from './messages/sweep.ts'
import { openTellingOfFailures } from './messages/tell-failing.ts'
import { expireImports } from './people/import/claim.ts'
import { RECOUNT } from './people/quality/figures.ts'
import { recountTurn } from './people/quality/recount.ts'
import { readinessTurn } from './readiness/look.ts'
import { retentionTurn } from './retention/turn.ts'
import { lookAtRepliesDue } from './settings/replies-look.ts'
import { tellPauses } from './settings/tell-pause.ts'
import { statisticsTurn } from './statistics/turn.ts'
import { forgetDeliveries } from './webhooks/forget.ts'
import { tellDisabled } from './webhooks/tell-disabled.ts'
import { eraseTurn } from './workspaces/erase.ts'

/** What a worker does again and again beside sending, each in a loop of its own. */
interface Chore {
  name: string
  everyMs: number
  /** What is said when there is work: it does not wait for its time then. */
  wokenBy?: string
  open: (context: Context) => () => Promise<boolean | number>
}

export const CHORES: Chore[] = [
  { name: 'events', everyMs: 1000, wokenBy: 'events', open: (context) => () => eventsTurn(context) },
  { name: 'fall through', everyMs: 1000, open: (context) => () => fallThroughTurn(context) },
  { name: 'due dates', everyMs: 5000, wokenBy: 'due', open: (context) => () => dueDatesTurn(context) },
  { name: 'ask', everyMs: 2000, open: openAsking },
  { name: 'ask for replies', everyMs: 2000, open: openPolling },
  { name: 'reconcile', everyMs: 2000, open: openReconciling },
  { name: 'doubt', everyMs: 2000, open: (context) => () => doubtRestored(context) },
  { name: 'sweep', everyMs: 1500, open: (context) => () => sweep(context) },
  { name: 'tell of pauses', everyMs: 2000, open: (context) => () => tellPauses(context) },
  { name: 'tell of failures', everyMs: 5000, open: openTellingOfFailures },
  { name: 'mail', everyMs: 2000, open: (context) => () => deliverMails(context) },
  {
    name: 'mail of messages',
    everyMs: 2000,
    wokenBy: 'mail',
    open: (context) => () => deliverMessageMails(context, MESSAGE_MAILS),
  },
  // So that an entry is chained within a second of its commit.
  { name: 'audit chain', everyMs: 500, open: openChaining },
  { name: 'audit heads', everyMs: 15_000, open: (context) => () => headsTurn(context) },
  { name: 'forget mail', everyMs: 600_000, open: (context) => () => forgetMails(context) },
  { name: 'tell of webhooks', everyMs: 2000, open: (context) => () => tellDisabled(context) },
  { name: 'forget webhooks', everyMs: 600_000, open: (context) => () => forgetDeliveries(context) },
  { name: 'forget links', everyMs: 600_000, open: (context) => () => forgetLinks(context) },
  { name: 'expire imports', everyMs: 600_000, open: (context) => () => expireImports(context) },
  { name: 'phone quality', everyMs: 10_000, wokenBy: RECOUNT, open: (context) => () => recountTurn(context) },
  { name: 'erase', everyMs: 10_000, open: (context) => () => eraseTurn(context) },
  { name: 'erase people', everyMs: 2000, open: (context) => () => erasingTurn(context) },
  { name: 'erase from events', everyMs: 2000, open: (context) => () => erasingEventsTurn(context) },
  { name: 'retention', everyMs: 5000, open: (context) => () => retentionTurn(context) },
  { name: 'where replies go', everyMs: 5000, open: (context) => () => lookAtRepliesDue(context) },
  { name: 'statistics', everyMs: 5000, open: (context) => () => statisticsTurn(context) },
  { name: 'readiness', everyMs: 5000, open: (context) => () => readinessTurn(context) },
]
