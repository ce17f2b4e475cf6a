import type { MessageOut } from '../api.ts'
import { Chip } from '../ui/Chip.tsx'
import { useNow } from '../ui/clock.ts'
import { statusLook } from './status.ts'

/** `brief`: the word alone, where there is no room for the reason. */
export function StatusChip({ message, plain, brief }: { message: MessageOut; plain?: boolean; brief?: boolean }) {
  const { tone, icon, word, why } = statusLook(message, useNow())
  return (
    <Chip tone={tone} icon={icon} plain={plain ?? false}>
      {word}
      {why && !brief && <span className="quiet"> · {why}</span>}
    </Chip>
  )
}
