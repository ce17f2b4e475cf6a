import { Tooltip } from '@mantine/core'
import { useNow } from './clock.ts'
import { ago, day, exact, hour } from './time.ts'

const formats = { ago, day, hour }

/** A moment as people say it; the exact one, with zone and UTC, on hover, focus or tap. */
export function Time({ at, as = 'ago' }: { at: string; as?: keyof typeof formats }) {
  const now = useNow()
  return (
    <Tooltip label={exact(at)}>
      <time dateTime={at}>{formats[as](at, now)}</time>
    </Tooltip>
  )
}

/** The same hover on a time that is already written out. */
export function Exact({ at, children }: { at: string; children: React.ReactNode }) {
  return (
    <Tooltip label={exact(at)}>
      <time dateTime={at}>{children}</time>
    </Tooltip>
  )
}
