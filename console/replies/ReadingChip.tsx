import type { Inbound } from '../api.ts'
import { Chip } from '../ui/Chip.tsx'
import { readingLook } from './words.ts'

export function ReadingChip({ text, plain = false }: { text: Inbound; plain?: boolean }) {
  const look = readingLook(text)
  if (!look) return plain ? <span className="quiet">–</span> : null
  return (
    <Chip tone={look.tone} icon={look.icon} plain={plain}>
      {look.word}
    </Chip>
  )
}
