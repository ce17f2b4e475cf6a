import type { RuleId } from './rules.ts'
import type { WordsOf } from './story.ts'
import { eventWords } from './words-event.ts'
import { personWords } from './words-person.ts'
import { wayWords } from './words-way.ts'

/** What is said where a rule decided: of every one, so that none is forgotten. */
export const WORDS: Record<RuleId, WordsOf> = { ...eventWords, ...personWords, ...wayWords }
