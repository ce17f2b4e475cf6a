import { liveClass } from '../ui/LiveList.tsx'
import { Bar } from '../ui/states.tsx'
import { useIsPhone } from '../ui/useIsPhone.ts'
import classes from './MessageList.module.css'
import { Heads } from './MessageRows.tsx'

const ROWS = Array.from({ length: 8 }, (_, n) => ({ n, text: `${50 + ((n * 17) % 40)}%` }))

/** Bars where the texts will be, in the form that the rows themselves will have. */
export function WaitingRows({ narrow }: { narrow: boolean }) {
  return useIsPhone() ? <OnPhone /> : <InTable narrow={narrow} />
}

function OnPhone() {
  return (
    <div className={liveClass.rows} aria-busy="true">
      {ROWS.map(({ n, text }) => (
        <div key={n} className={liveClass.row}>
          <Bar width={116} />
          <Bar width={72} />
          <Bar width={text} />
        </div>
      ))}
    </div>
  )
}

function InTable({ narrow }: { narrow: boolean }) {
  return (
    <table className={`${liveClass.table} ${narrow ? classes.narrow : ''}`} aria-busy="true">
      <Heads />
      <tbody>
        {ROWS.map(({ n, text }) => (
          <tr key={n}>
            <td>
              <Bar width={64} />
            </td>
            <td>
              <Bar width={116} />
            </td>
            <td>
              <Bar width={text} />
            </td>
            <td className={classes.class}>
              <Bar width={32} />
            </td>
            <td className={classes.segments}>
              <Bar width={12} />
            </td>
            <td>
              <Bar width={72} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
