import { Link } from '@tanstack/react-router'
import type { OptOut } from '../api.ts'
import { liveClass } from '../ui/LiveList.tsx'
import { Time } from '../ui/Time.tsx'
import classes from './OptOuts.module.css'
import { noteOf, scopeWords, sourceWords } from './words.ts'

interface OptOutRowsProps {
  rows: OptOut[]
  openHandle: string | null
  atHandle: string | null
  onAt: (handle: string) => void
  onOpen: (optOut: OptOut) => void
}

export function OptOutRows({ rows, openHandle, atHandle, onAt, onOpen }: OptOutRowsProps) {
  return (
    <table className={`${liveClass.table} ${classes.table} ${openHandle ? classes.narrow : ''}`}>
      <Heads />
      <tbody>
        {rows.map((optOut) => (
          // The link in the row is what a keyboard and a screen reader open; the rest of the row is for the mouse.
          <tr
            key={optOut.handle}
            id={optOut.handle}
            data-open={optOut.handle === openHandle || undefined}
            data-at={optOut.handle === atHandle || undefined}
            onClick={(event) => !event.defaultPrevented && onOpen(optOut)}
          >
            <td className={liveClass.quiet}>
              <Time at={optOut.created_at} />
            </td>
            <td>
              <Link
                to="/opt-outs/$handle"
                params={{ handle: optOut.handle }}
                search
                className={liveClass.open}
                state={{ fromList: true }}
                resetScroll={false}
                replace={openHandle !== null}
                onClick={(event) => {
                  event.stopPropagation()
                  onAt(optOut.handle)
                }}
              >
                <NumberWords optOut={optOut} />
              </Link>
            </td>
            <td>{sourceWords[optOut.source]}</td>
            <td className={classes.note}>{noteOf(optOut) ?? <span className="quiet">–</span>}</td>
            <td className={classes.scope}>{scopeWords[optOut.scope]}</td>
            <td className={classes.undone}>{optOut.removable ? 'An administrator' : 'START only'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Heads() {
  return (
    <thead>
      <tr>
        <th className={classes.when}>Since</th>
        <th className={classes.number}>Number</th>
        <th className={classes.source}>Source</th>
        <th className={classes.note}>Evidence</th>
        <th className={classes.scope}>Reach</th>
        <th className={classes.undone}>Undone by</th>
      </tr>
    </thead>
  )
}

/** Where a provider told of it and no text was ever meant for it, the number itself is not known. */
export function NumberWords({ optOut }: { optOut: OptOut }) {
  return optOut.to ?? <span className="quiet">Number not known</span>
}

/** Two lines each, and each the whole width a thumb needs. */
export function PhoneRows({ rows, onLeave }: { rows: OptOut[]; onLeave: () => void }) {
  return (
    <ul className={`${liveClass.rows} ${classes.rows}`}>
      {rows.map((optOut) => (
        <li key={optOut.handle} id={optOut.handle}>
          <Link
            to="/opt-outs/$handle"
            params={{ handle: optOut.handle }}
            search
            state={{ fromList: true }}
            className={liveClass.row}
            onClick={onLeave}
          >
            <span>
              <NumberWords optOut={optOut} />
            </span>
            <span>{sourceWords[optOut.source]}</span>
            <span>{noteOf(optOut) ?? scopeWords[optOut.scope]}</span>
            <span>
              <Time at={optOut.created_at} inLink />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
