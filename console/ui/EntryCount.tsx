import classes from './EntryCount.module.css'

/** Beside an entry of the navigation, so that what waits for somebody is not overlooked. */
export function EntryCount({ count, more, things }: { count: number; more: boolean; things: string }) {
  if (count === 0) return null
  return (
    <span className={classes.count}>
      {count}
      {more && '+'}
      <span className="visually-hidden"> {things}</span>
    </span>
  )
}
