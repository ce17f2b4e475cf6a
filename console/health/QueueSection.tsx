import type { Health } from '../api.ts'
import { classWords } from '../texts/status.ts'
import { Section } from '../ui/Section.tsx'
import { Bar } from '../ui/states.tsx'
import { tableClass } from '../ui/Table.tsx'
import classes from './HealthScreen.module.css'
import { short, shortSpan } from './points.ts'

/** Counting ends there. */
const COUNTED_UP_TO = 10_000

export function QueueSection({ health }: { health: Health | undefined }) {
  return (
    <Section title="Queue" purpose="Texts that wait to be handed over, of all workspaces.">
      {health ? <Queue health={health} /> : <Bar width="60%" />}
    </Section>
  )
}

function Queue({ health: { waiting, in_doubt, undecided, doubles, senders } }: { health: Health }) {
  return (
    <>
      <table className={`${tableClass.plain} ${classes.table} ${classes.narrow}`}>
        <thead>
          <tr>
            <th>Class</th>
            <th className={classes.number}>Waiting</th>
            <th className={classes.number}>Oldest due for</th>
          </tr>
        </thead>
        <tbody>
          {waiting.map((one) => (
            <tr key={one.class}>
              <td>{classWords[one.class]}</td>
              <td className={classes.number}>{upTo(one.count)}</td>
              <td className={classes.number}>{one.count ? shortSpan(one.oldest_due_seconds * 1000) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.below}>
        {doubts(in_doubt, undecided)}{' '}
        {doubles === 0 ? 'None was ever proven to be sent twice.' : `${upTo(doubles)} proven to be sent twice, ever.`}{' '}
        {pace(senders)}
      </p>
    </>
  )
}

function doubts(inDoubt: number, undecided: number): string {
  if (inDoubt === 0) return 'Nothing is in doubt.'
  if (undecided === 0)
    return `${upTo(inDoubt)} in doubt. Handset looks up at the provider what became of ${inDoubt === 1 ? 'it' : 'them'}.`
  return `${upTo(inDoubt)} in doubt; ${upTo(undecided)} of them ${undecided === 1 ? 'needs' : 'need'} a decision in ${undecided === 1 ? 'its' : 'their'} workspace.`
}

function pace({ paced, closed, segments_per_second }: Health['senders']): string {
  if (paced === 0) return 'No sender has a pace.'
  const closedWords = closed ? `; ${closed} of them ${closed === 1 ? 'has' : 'have'} used it up just now` : ''
  return `${paced} ${paced === 1 ? 'sender has' : 'senders have'} a pace, ${short(segments_per_second)} segments a second together${closedWords}.`
}

function upTo(count: number): string {
  return count >= COUNTED_UP_TO ? `${short(COUNTED_UP_TO)} or more` : short(count)
}
