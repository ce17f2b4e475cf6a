import { Textarea } from '@mantine/core'
import { LinkButton } from '../ui/LinkButton.tsx'
import type { Tried } from './api.ts'
import classes from './TriggerForm.module.css'
import { sampleWords } from './words.ts'

interface SampleProps {
  tried: Tried | undefined
  /** Null while it is that of the catalog and not looked at. */
  typed: string | null
  onType: (typed: string | null) => void
}

/** An event that never was, to try the conditions with: that of the catalog, or as somebody writes it. */
export function Sample({ tried, typed, onType }: SampleProps) {
  const isUnread = typed !== null && readSample(typed) === undefined
  return (
    <section className={classes.sample} aria-labelledby="sample">
      <h2 id="sample" className={classes.triedTitle}>
        A sample
      </h2>
      {tried && (
        <p role="status" className={classes.outcome}>
          {isUnread ? 'As soon as the sample can be read, this says whether it fits.' : sampleWords(tried.sample)}
        </p>
      )}
      {typed === null && tried && (
        <span>
          <LinkButton onClick={() => onType(JSON.stringify(tried.sample.event, null, 2))}>Change the sample</LinkButton>
        </span>
      )}
      {typed !== null && (
        <>
          <Textarea
            label="Sample event"
            description="As your product posts it. Nothing is sent or kept."
            inputWrapperOrder={['label', 'description', 'input', 'error']}
            classNames={{ input: 'mono' }}
            value={typed}
            onChange={({ currentTarget: { value } }) => onType(value)}
            error={isUnread && 'This is no JSON yet: a comma, quote or bracket is missing or too many.'}
            autosize
            minRows={4}
            maxRows={18}
            spellCheck={false}
          />
          <span>
            <LinkButton onClick={() => onType(null)}>Use the sample of the catalog</LinkButton>
          </span>
        </>
      )}
    </section>
  )
}

/** Undefined for what is no object. */
export function readSample(typed: string): Tried['sample']['event'] | undefined {
  try {
    const value: unknown = JSON.parse(typed)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Tried['sample']['event'])
      : undefined
  } catch {
    return undefined
  }
}
