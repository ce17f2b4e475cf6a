import { Link, useNavigate } from '@tanstack/react-router'
import { Chip } from '../../ui/Chip.tsx'
import { tableClass } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { useIsPhone } from '../../ui/useIsPhone.ts'
import type { Import } from './api.ts'
import classes from './ImportRows.module.css'
import { lookOf, number, resultIn } from './words.ts'

interface ImportRowsProps {
  imports: Import[]
}

export function ImportRows(props: ImportRowsProps) {
  return useIsPhone() ? <Blocks {...props} /> : <Table {...props} />
}

function Table({ imports }: ImportRowsProps) {
  const navigate = useNavigate()
  return (
    <table className={`${tableClass.lines} ${classes.table}`}>
      <thead>
        <tr>
          <th>File</th>
          <th className={classes.who}>By</th>
          <th className={classes.when}>When</th>
          <th className={classes.rows}>Rows</th>
          <th className={classes.result}>Result</th>
          <th className={classes.state}>State</th>
        </tr>
      </thead>
      <tbody>
        {imports.map((one) => (
          // The link in the row is what a keyboard and a screen reader open; the rest of the row is for the mouse.
          <tr
            key={one.id}
            onClick={() =>
              void navigate({ to: '/people/import/$id', params: { id: one.id }, state: { fromList: true } })
            }
          >
            <td>
              <Link
                to="/people/import/$id"
                params={{ id: one.id }}
                state={{ fromList: true }}
                className={classes.open}
                onClick={(event) => event.stopPropagation()}
              >
                {one.file_name}
              </Link>
            </td>
            <td className={classes.who}>{one.created_by}</td>
            <td className={classes.when}>
              <Time at={one.created_at} />
            </td>
            <td className={classes.rows}>{one.rows === null ? '–' : number(one.rows)}</td>
            <td className={classes.result}>{resultOf(one)}</td>
            <td className={classes.state}>
              <State of={one} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Each the whole width a thumb needs. */
function Blocks({ imports }: ImportRowsProps) {
  return (
    <ul className={classes.blocks}>
      {imports.map((one) => (
        <li key={one.id}>
          <Link to="/people/import/$id" params={{ id: one.id }} state={{ fromList: true }} className={classes.block}>
            <span className={classes.name}>{one.file_name}</span>
            <State of={one} />
            <span className={classes.under}>{resultOf(one) === '–' ? one.created_by : resultOf(one)}</span>
            <span className={classes.under}>
              <Time at={one.created_at} inLink />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function State({ of }: { of: Import }) {
  const { word, ...look } = lookOf(of)
  return (
    <Chip {...look} plain>
      {word}
    </Chip>
  )
}

function resultOf({ counts, started_at, state }: Import): string {
  const isImport = state === 'importing' || state === 'done' || state === 'failed' || state === 'cancelled'
  return started_at !== null && isImport ? resultIn(counts) : '–'
}
