import { maskPhone } from '../../shared/phone.ts'
import { isRedirecting } from '../settings/current.ts'
import { openRedirect } from '../settings/secrets.ts'
import { atSentenceStart, clockTime, providerName } from '../settings/words.ts'
import { money } from '../spend/money.ts'
import { line, type Row } from './row.ts'

export const accountRow: Row = (facts, reader) => {
  const fixed = { id: 'account', group: 'guard', title: 'Account' } as const
  const { active, story } = facts
  if (!active || active.connection.provider === 'webhook') return null
  const checked_at = active.connection.checked_at?.toISOString() ?? null
  const name = providerName(active.connection.provider)
  if (story.waiting?.reason === 'account') {
    return line(fixed, reader, {
      status: 'fail',
      blocks: 'send',
      reason: `${atSentenceStart(name)} does not let this account send (${story.waiting.code ?? 'no code'}).`,
      remedy: `Look at the account and its balance at ${name}.`,
      checked_at,
    })
  }
  switch (active.connection.account_kind) {
    case 'full':
      return line(fixed, reader, { status: 'ok', reason: 'Full, active. The balance is not read.', checked_at })
    case 'trial':
      return line(fixed, reader, {
        status: 'warn',
        reason:
          `Trial account: only numbers verified at ${name} are reached, each text starts with ${name}'s trial sentence ` +
          '(38 characters), and the balance is small. Newer trials reach verified US numbers only, from a number ' +
          `${name} assigns, for 30 days.`,
        remedy: 'Fine for testing; upgrade before going live.',
        href: 'https://console.twilio.com/us1/develop/phone-numbers/manage/verified',
        checked_at,
      })
    default:
      return line(fixed, reader, {
        status: 'unknown',
        reason: 'Account type unknown: this key may not read it. That is normal for Standard keys.',
        checked_at,
      })
  }
}

export const operatorCapRow: Row = ({ operatorCap: cap, active, story }, reader) => {
  if (!cap || !active?.inherited) return null
  const fixed = { id: 'operator_cap', group: 'guard', title: 'Daily cap' } as const
  const allows = `The operator allows ${money(cap.micros, cap.currency)} a day`
  if (cap.left > 0) return line(fixed, reader, { status: 'ok', reason: `${allows}.` })
  return line(fixed, reader, {
    status: 'fail',
    blocks: 'send',
    reason: `${allows}, and that is used up until ${clockTime(cap.resetsAt, story.now, story.timeZone)}. Codes go all the same.`,
    remedy: 'The operator of this installation can allow more.',
  })
}

export const redirectRow: Row = (facts, reader) => {
  const fixed = { id: 'redirect', group: 'guard', title: 'Redirect' } as const
  const { current, story, figures, sealer } = facts
  const { settings, workspace } = current
  const checked_at = story.now.toISOString()
  if (!isRedirecting(settings, story.now)) return line(fixed, reader, { status: 'ok', reason: 'Off.', checked_at })
  const number = openRedirect(sealer, workspace.workspace_id, settings!.redirect_sealed)!
  const to = reader.seesSettings ? maskPhone(number) : 'a test phone'
  const since = clockTime(settings!.redirect_since!, story.now, story.timeZone)
  const { redirected, over_limit } = figures.redirect
  return line(fixed, reader, {
    status: 'warn',
    reason:
      `Every text, one-time codes included, goes to ${to}. On since ${since} by ${settings!.redirect_by}; ` +
      `${redirected} redirected, ${over_limit} skipped over the limit.`,
    remedy: 'Turn it off before going live.',
    href: '#redirect',
    checked_at,
  })
}
