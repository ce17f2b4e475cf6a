import { SegmentedControl } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { problemIn } from '../problem.ts'
import { useCan } from '../shell/session.ts'
import { Bubble, Meter } from '../texts/Bubble.tsx'
import { Banner } from '../ui/Banner.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import type { Template, TemplatePreview } from './api.ts'
import { EmailFrame } from './EmailFrame.tsx'
import classes from './Preview.module.css'
import { previewQuery } from './queries.ts'
import { type TemplateValues, templateRules, toDraft } from './template-values.ts'

const SETTLED_MS = 250

/** Both messages as they would go out, a moment after the last key. */
export function Preview({ template, values }: { template: Template; values: TemplateValues }) {
  const [settled] = useDebouncedValue(values, SETTLED_MS)
  const missing = Object.values(templateRules(settled)).flatMap((fault) => (fault ? [fault.text] : []))
  const isWhole = missing.length === 0
  const preview = useQuery({ ...previewQuery(template.key, toDraft(settled)), enabled: isWhole })
  // What could be shown last stays while somebody writes their way through what cannot.
  const [shown, setShown] = useState<TemplatePreview>()
  if (preview.data && preview.data !== shown) setShown(preview.data)
  const refused = problemIn(preview.error)?.body.errors?.map(({ detail }) => detail) ?? []
  const faults = isWhole ? refused : missing
  return (
    <section className={classes.preview} aria-label="Preview">
      <h2 className={classes.heading}>With sample data</h2>
      {faults.length > 0 && (
        <Banner tone="amber" title="This cannot be shown yet. Below is what could be last.">
          <ul className={classes.faults}>
            {faults.map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        </Banner>
      )}
      {preview.isError && faults.length === 0 && <LoadError thing="the preview" retry={preview.refetch} />}
      {!shown && preview.isPending && isWhole && <Bar width="100%" />}
      {shown && (
        <div className={classes.both}>
          <Text sms={shown.sms} />
          <Email email={shown.email} />
        </div>
      )}
    </section>
  )
}

function Text({ sms }: { sms: TemplatePreview['sms'] }) {
  const mayRead = useCan('sms.read')
  return (
    <div className={classes.text}>
      <h3 className={classes.title}>Text</h3>
      <Bubble body={sms.text} />
      <Meter body={sms.text} />
      <p className={classes.note}>
        {sms.shortened && `Shortened to ${segments(sms.max_segments)}. `}
        {sms.over_limit && `The link and the rest that is never cut take more than ${segments(sms.max_segments)}. `}
        {sms.titles ? 'Titles stand in texts.' : 'Titles are kept out of texts.'}{' '}
        {mayRead && (
          <Link to="/settings/sms" hash="name">
            Change
          </Link>
        )}
      </p>
    </div>
  )
}

const segments = (count: number) => (count === 1 ? '1 segment' : `${count} segments`)

function Email({ email }: { email: TemplatePreview['email'] }) {
  const [form, setForm] = useState('html')
  return (
    <div className={classes.email}>
      <div className={classes.line}>
        <h3 className={classes.title}>Email</h3>
        <SegmentedControl
          size="xs"
          aria-label="Form of the email"
          data={[
            { value: 'html', label: 'As opened' },
            { value: 'text', label: 'Plain text' },
          ]}
          value={form}
          onChange={setForm}
        />
      </div>
      <p className={classes.subject}>{email.subject}</p>
      {form === 'html' ? <EmailFrame html={email.html} /> : <pre className={classes.plain}>{email.text}</pre>}
    </div>
  )
}
