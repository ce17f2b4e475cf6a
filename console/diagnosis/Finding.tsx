import { Copy } from '../ui/Copy.tsx'
import classes from './Diagnosis.module.css'
import { Goto } from './Goto.tsx'

interface FindingProps {
  meaning: string
  action: { text: string; href: string | null } | null
  /** To be pasted to the person. */
  reply?: string | null
}

/** What it means, the one thing to do, and what to tell the person. */
export function Finding({ meaning, action, reply }: FindingProps) {
  return (
    <dl className={classes.finding}>
      <dt>Meaning</dt>
      <dd>{meaning}</dd>
      {action && (
        <>
          <dt>Do</dt>
          <dd>
            {action.text} {action.href && <Goto href={action.href} />}
          </dd>
        </>
      )}
      {reply && (
        <>
          <dt>Tell them</dt>
          <dd>
            <q className={classes.reply}>{reply}</q> <Copy value={reply} label="what to tell them" />
          </dd>
        </>
      )}
    </dl>
  )
}
