import { Tooltip } from '@mantine/core'

/** The time of day; zone and UTC to the millisecond on pointing at it. */
export function Moment({ at, tenths = false }: { at: string; tenths?: boolean }) {
  const date = new Date(at)
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const isToday = date.toDateString() === new Date().toDateString()
  const day = isToday ? '' : `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} `
  const time = date.toLocaleTimeString('en-GB', tenths ? {} : { hour: '2-digit', minute: '2-digit' })
  const tenth = tenths ? `.${Math.floor(date.getMilliseconds() / 100)}` : ''
  return (
    <Tooltip label={`${date.toLocaleString('en-GB')} ${zone} · ${at.replace('T', ' ').replace('Z', ' UTC')}`}>
      <time dateTime={at}>{day + time + tenth}</time>
    </Tooltip>
  )
}
