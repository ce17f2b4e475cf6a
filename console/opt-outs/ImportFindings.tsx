import type { OptOutImport } from '../api.ts'
import { ToneIcon } from '../ui/Chip.tsx'
import { tableClass } from '../ui/Table.tsx'
import classes from './OptOuts.module.css'

interface ImportFindingsProps {
  name: string
  found: OptOutImport
  /** What was done, and not only what would be. */
  isDone: boolean
}

/** What a file does, or would do, and which of its lines are no numbers. */
export function ImportFindings({ name, found: { added, standing, errors, refused }, isDone }: ImportFindingsProps) {
  return (
    <>
      <div aria-live="polite">
        <p className={classes.fileName}>{name}</p>
        <ul className={classes.findings}>
          <li>
            <ToneIcon tone={added > 0 ? 'green' : 'neutral'} />
            {isDone ? `${numbers(added)} stopped.` : `${numbers(added)} would be stopped.`}
          </li>
          {standing > 0 && (
            <li>
              <ToneIcon tone="neutral" />
              {lines(standing)} stopped already, or named twice.
            </li>
          )}
          {refused > 0 && (
            <li>
              <ToneIcon tone="amber" />
              {lines(refused)} left out.
            </li>
          )}
        </ul>
      </div>
      {!isDone && added > 0 && (
        <p className={classes.words}>An import cannot be lifted by hand: only START from each phone undoes it.</p>
      )}
      {errors.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
        <section className={classes.errors} tabIndex={0} aria-label="Lines left out">
          <table className={tableClass.plain}>
            <thead>
              <tr>
                <th className={classes.line}>Line</th>
                <th>Why it is left out</th>
              </tr>
            </thead>
            <tbody>
              {errors.map(({ line, detail }) => (
                <tr key={line}>
                  <td>{line}</td>
                  <td>{detail}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {refused > errors.length && <p className="quiet">And {lines(refused - errors.length)} more.</p>}
        </section>
      )}
    </>
  )
}

function numbers(count: number): string {
  if (count === 0) return 'No number'
  return count === 1 ? '1 number' : `${count.toLocaleString('en')} numbers`
}

function lines(count: number): string {
  return count === 1 ? '1 line' : `${count.toLocaleString('en')} lines`
}
