import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { problemIn } from '../problem.ts'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { DangerRow } from '../ui/DangerRow.tsx'
import type { Form } from '../ui/form.ts'
import { Page } from '../ui/Page.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import type { Template } from './api.ts'
import { templateQuery } from './queries.ts'
import { ReturnDialog } from './ReturnDialog.tsx'
import classes from './TemplateForm.module.css'
import { TemplateForm, useTemplateForm } from './TemplateForm.tsx'
import screen from './TemplateScreen.module.css'
import type { TemplateValues } from './template-values.ts'
import { VersionsDialog } from './VersionsDialog.tsx'

const route = getRouteApi('/signed-in/settings/templates/$key')

/** One template: its words, and what comes of them. */
export function TemplateScreen() {
  const mayRead = useCan('templates.read')
  const { key } = route.useParams()
  if (!mayRead) return <NoPermission title="Template" thing="templates" permission="templates.read" />
  return (
    <>
      <Link to="/settings/templates" className={screen.back}>
        <IconArrowLeft size={15} stroke={1.75} aria-hidden />
        Templates
      </Link>
      <Asked key={key} templateKey={key} />
    </>
  )
}

function Asked({ templateKey }: { templateKey: string }) {
  const template = useQuery(templateQuery(templateKey))
  if (template.data) return <Known template={template.data} />
  const status = problemIn(template.error)?.body.status
  if (status === 404 || status === 422)
    return (
      <Page title="No such template">
        <p className="quiet">
          The link is incomplete, or from another version. <Link to="/settings/templates">Go to all templates</Link>
        </p>
      </Page>
    )
  return (
    <Page title="Template">
      {template.isError ? <LoadError thing="this template" retry={template.refetch} /> : <Waiting />}
    </Page>
  )
}

function Known({ template }: { template: Template }) {
  const mayWrite = useCan('templates.write')
  const editing = useTemplateForm(template)
  const { form } = editing
  const [looking, versions] = useDisclosure(false)
  const [returning, toCatalog] = useDisclosure(false)
  const { name, about, own } = template
  return (
    <Page
      title={name}
      wide
      status={own ? <Chip tone="blue">Own words</Chip> : <Chip tone="neutral">Catalog</Chip>}
      sentence={`${about}${mayWrite ? '' : ' You may look at its words; changing them takes another role.'}`}
      actions={
        <Button variant="default" onClick={versions.open}>
          Versions
        </Button>
      }
    >
      <TemplateForm template={template} editing={editing} readOnly={!mayWrite} />
      {mayWrite && own && (
        <DangerRow className={classes.danger} label="Return to the catalog…" onPress={toCatalog.open}>
          The words of the catalog hold again; yours stay as versions.
        </DangerRow>
      )}
      {looking && (
        <VersionsDialog
          template={template}
          onUse={mayWrite ? (values) => putInto(form, values) : undefined}
          onClose={versions.close}
        />
      )}
      {returning && <ReturnDialog template={template} onReturned={editing.start} onClose={toCatalog.close} />}
    </Page>
  )
}

/** As if it had been typed: it is not saved by that. */
function putInto(form: Form<TemplateValues>, values: TemplateValues) {
  form.set('subject', values.subject)
  form.set('body', values.body)
  form.set('ownSms', values.ownSms)
  form.set('sms', values.sms)
}

function Waiting() {
  return (
    <div aria-busy="true" className={screen.waiting}>
      {['40%', '62%', '55%', '48%'].map((width) => (
        <Bar key={width} width={width} />
      ))}
    </div>
  )
}
