import { graphemeEnds } from '../../shared/sms/graphemes.ts'
import { oneLine } from '../../shared/sms/one-line.ts'
import { type ShortText, shortenText } from '../../shared/sms/shorten.ts'
import { CATALOG } from './catalog.ts'
import { type Email, emailOf } from './email.ts'
import { render } from './engine.ts'
import { address, type PersonalScope, withoutTitles } from './scope.ts'
import { inText } from './values.ts'
import type { Wording } from './wording.ts'

export interface TextOptions {
  maxSegments: number
  /** Whether titles may stand in texts at all. */
  titles: boolean
  /** In texts, where it is another than in emails: a short one. */
  link?: string | null | undefined
  optOutLine?: string | undefined
}

export interface Alert {
  email: Email
  sms: ShortText
  /** Why the words of the catalog stand here instead of the workspace's own; null where they do not. */
  fellBack: string | null
}

/** A subject is one line of a header; programs show some sixty characters of it. */
const LONGEST_SUBJECT = 200

/**
 * An email and a text out of one wording. What makes the workspace's wording fail, a loop over more than was foreseen for
 * one, must not cost somebody an alert: the catalog's wording of that template then goes out.
 */
export function renderAlert(key: string, wording: Wording, scope: PersonalScope, options: TextOptions): Alert {
  try {
    return { ...renderOnce(key, wording, scope, options), fellBack: null }
  } catch (error) {
    const own = CATALOG.get(key)
    if (!own || own === wording) throw error
    return { ...renderOnce(key, own, scope, options), fellBack: (error as Error).message }
  }
}

function renderOnce(
  key: string,
  wording: Wording,
  scope: PersonalScope,
  options: TextOptions,
): Omit<Alert, 'fellBack'> {
  return { email: renderEmail(key, wording, scope), sms: renderText(wording, scope, options) }
}

export function renderEmail(key: string, wording: Wording, scope: PersonalScope): Email {
  const subject = subjectOf(render('subject', wording.subject, scope)) || (CATALOG.get(key)?.name ?? scope.event.name)
  return emailOf({
    subject,
    filled: render('body', wording.body, scope),
    workspace: oneLine(scope.workspace.name ?? ''),
    installation: oneLine(scope.installation.name ?? ''),
    identifier: oneLine(scope.entity.identifier ?? ''),
    link: scope.link,
    preferencesUrl: scope.preferences_url,
    unsubscribeUrl: scope.unsubscribe_url,
  })
}

export function renderText(wording: Wording, scope: PersonalScope, options: TextOptions): ShortText {
  const seen = options.titles ? scope : withoutTitles(scope)
  const link = options.link === undefined ? scope.link : address(options.link)
  return shortenText(
    {
      name: scope.installation.name ?? '',
      identifier: inText(scope.entity.identifier),
      title: options.titles ? inText(scope.entity.title) : undefined,
      description: render('sms', wording.sms, seen),
      link: link ?? undefined,
      optOutLine: options.optOutLine,
    },
    options.maxSegments,
  )
}

function subjectOf(rendered: string): string {
  const line = oneLine(rendered)
  if (line.length <= LONGEST_SUBJECT) return line
  const end = graphemeEnds(line).findLast((one) => one < LONGEST_SUBJECT) ?? 0
  return `${line.slice(0, end).trimEnd()}…`
}
