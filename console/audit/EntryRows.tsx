import { nameOf } from '../../shared/audit/tell.ts'
import type { AuditEntry } from '../api.ts'
import { tableClass } from '../ui/Table.tsx'
import { Time } from '../ui/Time.tsx'
import classes from './AuditScreen.module.css'

/** Newest first: when, who did what, and from where. */
export function EntryRows({ entries, onOpen }: { entries: AuditEntry[]; onOpen: (entry: AuditEntry) => void }) {
  return (
    <table className={`${tableClass.blocks} ${classes.table}`}>
      <thead>
        <tr>
          <th className={classes.when}>When</th>
          <th>Who did what</th>
          <th className={classes.from}>From</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id} onClick={() => onOpen(entry)}>
            <td className={classes.when}>
              <Time at={entry.at} />
            </td>
            <td>
              <button
                type="button"
                className={classes.what}
                onClick={(event) => {
                  event.stopPropagation()
                  onOpen(entry)
                }}
              >
                <Sentence entry={entry} />
              </button>
              <div className={classes.meta}>
                <Time at={entry.at} />
                {entry.from_address && ` from ${entry.from_address}`}
              </div>
            </td>
            <td className={classes.from}>{entry.from_address ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The name stands out: the eye looks for it. */
export function Sentence({ entry: { sentence, actor } }: { entry: AuditEntry }) {
  const name = nameOf(actor)
  if (!sentence.startsWith(`${name} `)) return sentence
  return (
    <>
      <span className={classes.who}>{name}</span>
      {sentence.slice(name.length)}
    </>
  )
}
