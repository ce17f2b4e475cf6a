import { Loader } from '@mantine/core'
import { type Tone, ToneIcon } from './Chip.tsx'
import classes from './Ladder.module.css'

export interface Rung {
  key: string
  /** `busy` while it is under way. */
  state: 'ok' | 'warn' | 'fail' | 'busy' | 'waiting'
  text: React.ReactNode
  detail?: React.ReactNode
}

const tones: Record<'ok' | 'warn' | 'fail' | 'waiting', Tone> = {
  ok: 'green',
  warn: 'amber',
  fail: 'red',
  waiting: 'neutral',
}

/** Steps with their results, one below the other, read out politely as they come. */
export function Ladder({ rungs, label }: { rungs: Rung[]; label: string }) {
  return (
    <ol className={classes.ladder} aria-live="polite" aria-label={label}>
      {rungs.map(({ key, state, text, detail }) => (
        <li key={key} className={classes.rung}>
          <span className={classes.icon}>
            {state === 'busy' ? <Loader size={13} aria-hidden /> : <ToneIcon tone={tones[state]} size={15} />}
          </span>
          <span>{text}</span>
          {detail && <span className={classes.detail}>{detail}</span>}
        </li>
      ))}
    </ol>
  )
}
