import { atSentenceStart, providerName } from '../settings/words.ts'
import type { UndecidedReason } from './schema.ts'

/** Why looking does not tell, in one sentence. */
export function whyUndecided(reason: UndecidedReason, provider: string): string {
  const name = providerName(provider)
  const Name = atSentenceStart(name)
  switch (reason) {
    case 'no_listing':
      return `${Name} keeps no list that could be looked at, and no receipt came.`
    case 'no_connection':
      return `The connection that it went through is gone, so ${name} cannot be asked.`
    case 'other_account':
      return `The connection is to another account now, and only the one it went through could tell.`
    case 'refused':
      return `${Name} refuses to show its list.`
    case 'unreachable':
      return `${Name} cannot be reached.`
    case 'too_many':
      return `${Name} lists more texts to this number than can be looked through.`
    case 'unclear':
      return `${Name} lists a text that could be this one, and nothing tells whether it is.`
    case 'no_text':
      return 'Its words are not kept any more, so it cannot be told from others.'
  }
}
