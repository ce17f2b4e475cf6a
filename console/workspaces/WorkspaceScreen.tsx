import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { LANGUAGES } from '../../shared/languages.ts'
import { api, type Workspace } from '../api.ts'
import { problemIn } from '../problem.ts'
import { RetentionSection } from '../retention/RetentionSection.tsx'
import { faultsAt } from '../settings/faults-at.ts'
import { useCan } from '../shell/session.ts'
import { ActionBar } from '../ui/ActionBar.tsx'
import { Banner } from '../ui/Banner.tsx'
import { keepsFocus, useForm } from '../ui/form.ts'
import { useUnsaved } from '../ui/leaving.tsx'
import { Page } from '../ui/Page.tsx'
import { Row, Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import { changesOnly } from './changes-only.ts'
import { DangerZone } from './DangerZone.tsx'
import { workspaceQuery } from './queries.ts'
import { useStart } from './useStart.ts'
import { WorkspaceFields } from './WorkspaceFields.tsx'
import classes from './WorkspaceScreen.module.css'
import { pointers, rulesFor, toPatch, valuesOf, type WorkspaceValues } from './workspace-values.ts'

/** What the workspace is called, whom its members turn to, and its end. */
export function WorkspaceScreen() {
  const workspace = useQuery(workspaceQuery)
  const mayManage = useCan('workspace.manage')
  const mayDelete = useCan('workspace.delete')
  const { data } = workspace
  return (
    <Page title="Workspace" sentence="What it is called, how it speaks, and whom its members turn to.">
      <div className={classes.body}>
        {workspace.isPending && <Waiting />}
        {workspace.isError && !data && <LoadError thing="the workspace" retry={workspace.refetch} />}
        {data && (
          <>
            {mayManage ? <WorkspaceForm key={data.id} workspace={data} /> : <Known workspace={data} />}
            <div className={classes.danger}>
              <RetentionSection />
            </div>
            {mayDelete && <DangerZone workspace={data} />}
          </>
        )}
      </div>
    </Page>
  )
}

function WorkspaceForm({ workspace }: { workspace: Workspace }) {
  const queries = useQueryClient()
  const form = useForm<WorkspaceValues>(valuesOf(workspace), rulesFor(false))
  const { start, restart } = useStart(form, valuesOf(workspace))
  useUnsaved(form.changed)
  const { sending: save, frame } = useSubmit(form, {
    send: (values) => api.changeWorkspace(changesOnly(toPatch(start), toPatch(values))),
    onSent: (saved) => {
      queries.setQueryData(workspaceQuery.queryKey, saved)
      // Its name stands in the navigation.
      void queries.invalidateQueries({ queryKey: ['me'] })
      restart(valuesOf(saved))
      toast('Saved.')
    },
    faultsIn: (error) => faultsAt<WorkspaceValues>(problemIn(error), pointers),
  })
  return (
    <form {...frame} aria-label="Workspace">
      <WorkspaceFields form={form} />
      {save.isError && (
        <div className={classes.outcome}>
          <Banner tone="red" title="Nothing was saved." urgent>
            {save.error.message}
          </Banner>
        </div>
      )}
      <ActionBar>
        <Button type="submit" {...keepsFocus} loading={save.isPending} disabled={!form.changed}>
          Save
        </Button>
        {form.changed && (
          <Button variant="default" disabled={save.isPending} onClick={() => restart(valuesOf(workspace))}>
            Cancel
          </Button>
        )}
      </ActionBar>
    </form>
  )
}

/** For those who may not change it. */
function Known({ workspace }: { workspace: Workspace }) {
  const { name, slug, time_zone, language, support_contact } = workspace
  return (
    <Section title={name} purpose="Owners and admins can change this.">
      <Row label="Slug">
        <span className="mono">{slug}</span>
      </Row>
      <Row label="Time zone">{time_zone}</Row>
      <Row label="Language">{LANGUAGES[language as keyof typeof LANGUAGES] ?? language}</Row>
      <Row label="Support contact">{support_contact ?? <span className="quiet">None said</span>}</Row>
    </Section>
  )
}

function Waiting() {
  return (
    <div aria-busy="true" className={classes.waiting}>
      {['40%', '30%', '50%', '45%'].map((width) => (
        <Bar key={width} width={width} />
      ))}
    </div>
  )
}
