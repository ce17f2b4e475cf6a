import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type AuditHeads, api } from '../api.ts'
import { ForOperators } from '../shell/screens.tsx'
import { Banner } from '../ui/Banner.tsx'
import { Code } from '../ui/Copy.tsx'
import { Page } from '../ui/Page.tsx'
import { Row, Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import { HeadsForm } from './HeadsForm.tsx'
import classes from './HeadsScreen.module.css'
import { headsQuery } from './queries.ts'

/** Where the ends of all audit logs are kept outside: the operator's choice. */
export function HeadsScreen() {
  return (
    <ForOperators title="Audit heads" thing="audit heads">
      <Heads />
    </ForOperators>
  )
}

function Heads() {
  const heads = useQuery(headsQuery)
  const { data } = heads
  const [secret, setSecret] = useState<string | null>(null)
  return (
    <Page
      title="Audit heads"
      sentence="Each audit log is a chain. Its head – a number and a hash – kept outside of this server shows whether the end was cut off, or all of it rewritten, by somebody who has the database."
    >
      <div className={classes.body}>
        {heads.isPending && <Bar width="50%" />}
        {heads.isError && !data && <LoadError thing="where the heads go" retry={heads.refetch} />}
        {data && (
          <>
            {data.trouble && <Trouble heads={data} />}
            <Section
              id="where"
              title="Where they go"
              purpose="To something that whoever has this database cannot change as well."
            >
              <HeadsForm
                key={`${data.channel} ${data.destination} ${data.every_minutes}`}
                heads={data}
                onSecret={setSecret}
              />
              {secret && <Secret secret={secret} />}
            </Section>
            {data.channel && <State heads={data} />}
            <Verify />
          </>
        )}
      </div>
    </Page>
  )
}

function Trouble({ heads: { trouble, trouble_since, due_at } }: { heads: AuditHeads }) {
  return (
    <Banner tone="amber" title="The heads cannot be sent.">
      Since <Time at={trouble_since!} as="hour" />: {trouble} Entries are recorded and chained as ever. It is tried
      again {due_at && <Time at={due_at} as="hour" />}.
    </Banner>
  )
}

function Secret({ secret }: { secret: string }) {
  return (
    <div className={classes.secret}>
      <Banner tone="blue" title="The signing secret, shown this once." urgent>
        Calls carry <span className="mono">webhook-signature</span> by Standard Webhooks, made with it.
      </Banner>
      <Code text={secret} label="signing secret" wraps />
    </div>
  )
}

function State({ heads: { sent_at, due_at } }: { heads: AuditHeads }) {
  const test = useMutation({ mutationFn: api.testAuditHeads })
  return (
    <Section title="State" purpose="Only the heads of logs that grew are sent; when none did, nothing is.">
      <Row label="Last sent">{sent_at ? <Time at={sent_at} /> : 'Not yet'}</Row>
      <Row label="Looked at again">{due_at && <Time at={due_at} />}</Row>
      <div className={classes.test}>
        <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
          Send a test
        </Button>
        {test.isSuccess && !test.isPending && (
          <Banner tone="green" title={`It arrived at ${test.data.destination}.`} urgent>
            <span className="mono">{test.data.answer}</span>
          </Banner>
        )}
        {test.isError && !test.isPending && (
          <Banner tone="red" title="The test did not arrive." urgent>
            {test.error.message}
          </Banner>
        )}
      </div>
    </Section>
  )
}

function Verify() {
  return (
    <Section
      title="Verification"
      purpose="On the server, while Handset runs or rests. The exit code is 1 when something is wrong."
    >
      <div className={classes.command}>
        <Code text="npm run handset -- audit verify --heads FILE" label="command" />
      </div>
    </Section>
  )
}
