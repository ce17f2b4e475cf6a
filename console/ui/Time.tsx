import { Tooltip } from '@mantine/core'
import { useNow } from './clock.ts'
import { ago, day, exact, hour } from './time.ts'

const formats = { ago, day, hour }

interface TimeProps {
  at: string
  /** How long ago, unless the words around it need a point in time: "since …", "after …". */
  as?: keyof typeof formats
  /** Part of a link, whose target tells the exact time: no stop of its own for the keyboard. */
  inLink?: boolean
}

/** A moment as people say it; the exact one, with zone and UTC, on hover, focus or tap. */
export function Time({ at, as = 'ago', inLink = false }: TimeProps) {
  const now = useNow()
  return (
    <Exact at={at} inLink={inLink}>
      {formats[as](at, now)}
    </Exact>
  )
}

/** The same on a time that is already written out. */
export function Exact({ at, inLink, children }: Pick<TimeProps, 'at' | 'inLink'> & { children: React.ReactNode }) {
  return (
    <Tooltip label={exact(at)}>
      <time dateTime={at} {...(!inLink && { tabIndex: 0 })}>
        {children}
      </time>
    </Tooltip>
  )
}
