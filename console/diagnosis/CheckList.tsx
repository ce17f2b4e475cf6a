import { type Tone, ToneIcon } from '../ui/Chip.tsx'
import type { Check } from './api.ts'
import classes from './Diagnosis.module.css'

/** Every rule with yes or no, the one that decided first. */
export function CheckList({ checks, label }: { checks: Check[]; label: string }) {
  return (
    <ul className={classes.checks} aria-label={label}>
      {checks.map((check) => (
        <li key={check.id} data-result={check.result ?? check.now}>
          <ToneIcon tone={toneOf(check)} size={14} />
          <span className="visually-hidden">{spokenOf(check)}:</span>
          <span>
            {check.text} <span className={classes.quiet}>{asideOf(check)}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}

function toneOf({ result, now }: Check): Tone {
  if (result === 'decided') return 'red'
  if (result === 'passed') return 'green'
  if (result === 'not_reached' || now === null) return 'neutral'
  return now === 'yes' ? 'green' : 'red'
}

function spokenOf({ result, now }: Check): string {
  if (result === 'decided') return 'No'
  if (result === 'passed') return 'Yes'
  if (result === 'not_reached' || now === null) return 'Not asked'
  return now === 'yes' ? 'Yes' : 'No'
}

/** What was asked then and what would be answered now, where the two are not the same. */
function asideOf({ result, now }: Check): string {
  switch (result) {
    case 'decided':
      return now === 'yes' ? 'decided · now yes' : 'decided'
    case 'passed':
      return now === 'no' ? 'now no' : ''
    case 'not_reached':
      return now === null ? 'not reached' : `not reached · now ${now}`
    default:
      return now === null ? 'depends on the text' : ''
  }
}
