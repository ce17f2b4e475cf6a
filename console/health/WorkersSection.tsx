import type { Health } from '../api.ts'
import { Chip } from '../ui/Chip.tsx'
import { Section } from '../ui/Section.tsx'
import { Bar } from '../ui/states.tsx'
import { tableClass } from '../ui/Table.tsx'
import { Time } from '../ui/Time.tsx'
import classes from './HealthScreen.module.css'

export function WorkersSection({ health }: { health: Health | undefined }) {
  const workers = health?.workers
  return (
    <Section
      title="Workers"
      purpose="They give a sign of life every ten seconds; one silent for thirty is taken for dead."
    >
      {!workers && <Bar width="60%" />}
      {workers?.length === 0 && <p>None is at work. Start a process with the role worker or all.</p>}
      {workers && workers.length > 0 && (
        <table className={`${tableClass.plain} ${classes.table}`}>
          <thead>
            <tr>
              <th>Host</th>
              <th>State</th>
              <th>Last seen</th>
              <th className={classes.wide}>Claimed</th>
              <th className={classes.wide}>Looked up doubts</th>
              <th className={classes.wide}>Started</th>
            </tr>
          </thead>
          <tbody>
            {workers.map((worker) => (
              <Worker key={worker.id} worker={worker} />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  )
}

function Worker({ worker }: { worker: Health['workers'][number] }) {
  return (
    <tr>
      <td>{worker.host}</td>
      <td>
        <Chip tone={worker.alive ? 'green' : 'red'} plain>
          {worker.alive ? 'At work' : 'Lost'}
        </Chip>
      </td>
      <td>
        <Time at={worker.seen_at} />
      </td>
      <td className={classes.wide}>
        <Moment at={worker.last_claim_at} />
      </td>
      <td className={classes.wide}>
        <Moment at={worker.last_look_at} />
      </td>
      <td className={classes.wide}>
        <Time at={worker.started_at} />
      </td>
    </tr>
  )
}

function Moment({ at }: { at: string | null }) {
  return at ? <Time at={at} /> : <span className="quiet">not yet</span>
}
