import type { Overseen } from '../api.ts'
import { Chip } from '../ui/Chip.tsx'
import { tableClass } from '../ui/Table.tsx'
import { Time } from '../ui/Time.tsx'
import classes from './OverseenRows.module.css'
import { stateWords } from './state-words.ts'
import { segments } from './volume.ts'

interface OverseenRowsProps {
  rows: Overseen[]
  onOpen: (workspace: Overseen) => void
}

export function OverseenRows({ rows, onOpen }: OverseenRowsProps) {
  return (
    <table className={`${tableClass.lines} ${classes.table}`}>
      <thead>
        <tr>
          <th>Name</th>
          <th className={classes.owner}>Owner</th>
          <th className={classes.volume}>Segments, 30 days</th>
          <th className={classes.state}>State</th>
          <th className={classes.made}>Made</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((workspace) => (
          // The button in the row is what a keyboard and a screen reader open; the rest of the row is for the mouse.
          <tr key={workspace.id} onClick={() => onOpen(workspace)}>
            <td>
              <button type="button" className={classes.open} onClick={() => onOpen(workspace)}>
                {workspace.name}
              </button>{' '}
              <span className={classes.slug}>{workspace.slug}</span>
            </td>
            <td className={classes.owner}>{workspace.owner?.email ?? <span className="quiet">none</span>}</td>
            <td className={classes.volume}>{segments(workspace)}</td>
            <td className={classes.state}>
              <StateChip workspace={workspace} plain />
            </td>
            <td className={classes.made}>
              <Time at={workspace.created_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function StateChip({ workspace, plain = false }: { workspace: Overseen; plain?: boolean }) {
  const { word, tone, icon } = stateWords[workspace.state]
  return (
    <Chip tone={tone} icon={icon} plain={plain}>
      {word}
    </Chip>
  )
}
