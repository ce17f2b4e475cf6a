import { Button } from '@mantine/core'
import { Bar } from './states.tsx'
import classes from './Table.module.css'

/** What a table is dressed in: its letters alone, or as a list whose rows open, each one line high or as it needs. */
export const tableClass = {
  plain: classes.table,
  lines: `${classes.table} ${classes.list} ${classes.lines}`,
  blocks: `${classes.table} ${classes.list}`,
}

/** Grey bars where the rows will stand. */
export function WaitingLines() {
  return (
    <div aria-busy="true" className={classes.waiting}>
      {['70%', '58%', '64%', '52%', '61%'].map((width) => (
        <Bar key={width} width={width} />
      ))}
    </div>
  )
}

export interface OlderProps {
  label?: string
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
}

/** The rest of a list that is read in pages, newest first unless it is called otherwise. */
export function Older({ list, label = 'Older' }: OlderProps) {
  if (!list.hasNextPage) return null
  return (
    <div className={classes.older}>
      <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {label}
      </Button>
    </div>
  )
}
