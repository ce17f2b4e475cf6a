import type { Letter } from '../mail/post.ts'
import { adapterFor } from '../providers/adapters.ts'
import { atSentenceStart, clockTime, dateText, providerName } from './words.ts'

export interface PauseStory {
  /** Null when it goes on again. */
  waiting: 'bad_credentials' | 'account' | null
  waiting_code: number | null
  since: Date
  enabled: boolean
  /** Of the workspace. */
  name: string
  time_zone: string
  provider: string | null
  /** The account is the installation's, and its operator is told by a letter of their own. */
  inherited: boolean
  now: Date
  texts: number
  first_expires_at: Date | null
}

type Words = Omit<Letter, 'to'>

export function tellStopped(story: PauseStory, address: string | null): Words {
  const provider = providerName(story.provider ?? 'the provider')
  const status = story.waiting === 'bad_credentials' ? 401 : 403
  const refusal = adapterFor(story.provider as 'twilio').refusal(story.waiting_code, status)
  const refuses = story.waiting === 'bad_credentials' ? 'refuses our sign-in' : 'refuses the account'
  const code = story.waiting_code === null ? '' : ` (code ${story.waiting_code})`
  return letter(`Texts of ${story.name} wait: ${provider} ${refuses}`, [
    `Since ${moment(story.since, story)} no text of ${story.name} goes out.`,
    `What ${provider} said${code}: ${refusal.cause}`,
    story.inherited
      ? 'The account is that of this installation. Its operator was told and can mend it.'
      : `What to do: ${refusal.remedy}`,
    `${waiting(story)} What waits goes out by itself as soon as ${provider} accepts the account again, which is tried every minute${story.inherited ? '' : '; saving the settings tries it at once'}.`,
    where(address),
    `You get this mail because you may change the SMS settings of ${story.name}. There is no other about this until it goes on again.`,
  ])
}

export function tellResumed(story: PauseStory, address: string | null): Words {
  const provider = providerName(story.provider!)
  const texts = story.texts === 0 ? 'None waits any more.' : `${countOf(story.texts)} still to go.`
  return letter(`Texts of ${story.name} go out again`, [
    `${atSentenceStart(provider)} accepts the account again: texts of ${story.name}, which had waited since ${moment(story.since, story)}, go out. ${texts}`,
    'What had expired by then was not sent; History shows it.',
    where(address),
  ])
}

function letter(subject: string, paragraphs: string[]): Words {
  return { subject, text: `${paragraphs.join('\n\n')}\n` }
}

function waiting(story: PauseStory): string {
  if (story.texts === 0 || !story.first_expires_at) return 'No text waits at this moment; those that come will.'
  const first = moment(story.first_expires_at, story)
  if (story.texts === 1) return `1 text waits. It expires at ${first}, and is then not sent.`
  return `${story.texts.toLocaleString('en')} texts wait. The first of them expires at ${first}; what has expired is not sent.`
}

function countOf(texts: number): string {
  return texts === 1 ? '1 text is' : `${texts.toLocaleString('en')} texts are`
}

function moment(at: Date, { now, time_zone }: PauseStory): string {
  const isToday = dateText(at, time_zone) === dateText(now, time_zone)
  const time = clockTime(at, at, time_zone)
  return `${time}${isToday ? '' : ` on ${dateText(at, time_zone)}`} (${time_zone})`
}

function where(address: string | null): string {
  return address ? `Settings: ${address}/settings/sms` : 'It is mended in the console, in Settings → SMS.'
}
