import { Chip } from '../ui/Chip.tsx'
import type { Reach } from './filters.ts'
import { reachLooks } from './words.ts'

export function ReachChip({ reach, plain = false }: { reach: Reach; plain?: boolean }) {
  const { tone, icon, word } = reachLooks[reach]
  return (
    <Chip tone={tone} icon={icon} plain={plain}>
      {word}
    </Chip>
  )
}
