import { useInfiniteQuery } from '@tanstack/react-query'
import classes from './DecisionCount.module.css'
import { decisionsQuery } from './queries.ts'

/** Beside the entry, so that what waits for somebody is not overlooked. */
export function DecisionCount() {
  const { data, hasNextPage } = useInfiniteQuery(decisionsQuery)
  const count = data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0
  if (count === 0) return null
  return (
    <span className={classes.count}>
      {count}
      {hasNextPage && '+'}
      <span className="visually-hidden"> texts</span>
    </span>
  )
}
