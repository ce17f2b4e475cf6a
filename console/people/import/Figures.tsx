import type { ImportCounts } from './api.ts'
import classes from './Figures.module.css'
import { number } from './words.ts'

/** How many rows became, or would become, what. */
export function Figures({ counts, label }: { counts: ImportCounts; label: string }) {
  return (
    <dl className={classes.figures} aria-label={label}>
      <Figure word="New" count={counts.new} />
      <Figure word="Changed" count={counts.changed} />
      <Figure word="Unchanged" count={counts.same} />
      <Figure word="Refused" count={counts.refused} />
    </dl>
  )
}

function Figure({ word, count }: { word: string; count: number }) {
  return (
    <div className={classes.figure} data-none={count === 0 || undefined}>
      <dt>{word}</dt>
      <dd>{number(count)}</dd>
    </div>
  )
}
