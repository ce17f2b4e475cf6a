import { Collapse } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import type { MessageDetail } from '../api.ts'
import { ToneIcon } from '../ui/Chip.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Exact } from '../ui/Time.tsx'
import { toMilliseconds } from '../ui/time.ts'
import classes from './DetailPanel.module.css'

export function Timeline({ message }: { message: MessageDetail }) {
  const { timeline, checks } = message
  const [first, ...rest] = timeline
  return (
    <ol className={classes.timeline}>
      {first && <Step line={first} />}
      {checks.length > 0 && <Checks message={message} />}
      {rest.map(
        (line, n) =>
          // The checks stand above with all that was asked.
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
          line.what !== 'Checks passed' && <Step key={n} line={line} />,
      )}
    </ol>
  )
}

function Step({ line }: { line: MessageDetail['timeline'][number] }) {
  return (
    <li className={classes.step}>
      <span className={classes.dot} data-tone={line.tone} aria-hidden />
      <span className={classes.at}>
        <Exact at={line.at}>{toMilliseconds(line.at)}</Exact>
      </span>
      <div>
        <span className={classes.what}>{line.what}</span> {/* No line begins with the dot between two of them. */}
        {line.detail && <span className={classes.detail}>{line.detail.replaceAll(' · ', '\u00a0· ')}</span>}
      </div>
    </li>
  )
}

const tones = { passed: 'green', decided: 'red', not_reached: 'neutral' } as const
const words = { passed: '', decided: 'this one decided', not_reached: 'not reached' }

/** What was asked before anything was sent, in the order it was asked. */
function Checks({ message: { checks, created_at } }: { message: MessageDetail }) {
  const decided = checks.find((check) => check.result === 'decided')
  const passed = checks.filter((check) => check.result === 'passed').length
  const title = decided ? 'Checks stopped it' : passed === checks.length ? 'Checks passed' : 'Checks so far'
  const [open, setOpen] = useState(decided !== undefined)
  return (
    <li className={classes.step}>
      <span className={classes.dot} data-tone={decided ? 'red' : 'green'} aria-hidden />
      <span className={classes.at}>
        <Exact at={created_at}>{toMilliseconds(created_at)}</Exact>
      </span>
      <div>
        <LinkButton aria-expanded={open} onClick={() => setOpen(!open)} style={{ color: 'inherit' }}>
          {title}{' '}
          <span className={classes.detail} style={{ fontWeight: 400 }}>
            {passed} of {checks.length}
          </span>
          <IconChevronRight
            size={14}
            stroke={1.75}
            aria-hidden
            style={{ verticalAlign: -2, rotate: open ? '90deg' : '0deg' }}
          />
        </LinkButton>
        <Collapse expanded={open} transitionDuration={120}>
          <ul className={classes.checks}>
            {checks.map((check) => (
              <li key={check.id} data-result={check.result}>
                <ToneIcon tone={tones[check.result]} size={13} />
                <span>
                  {check.text} <span className={classes.detail}>{words[check.result]}</span>
                </span>
              </li>
            ))}
          </ul>
        </Collapse>
      </div>
    </li>
  )
}
