import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Banner } from '../ui/Banner.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Time } from '../ui/Time.tsx'
import { type Template, templatesApi } from './api.ts'
import classes from './TemplateForm.module.css'
import { type TemplateValues, valuesOf } from './template-values.ts'

interface VersionsDialogProps {
  template: Template
  /** Puts the words of a version into the form; absent for those who may only look. */
  onUse: ((values: TemplateValues) => void) | undefined
  onClose: () => void
}

/** Who worded it when. What was sent keeps the words it was queued with, whichever version holds now. */
export function VersionsDialog({ template, onUse, onClose }: VersionsDialogProps) {
  const loading = useMutation({
    mutationFn: (version: number) => templatesApi.version(template.key, version),
    onSuccess: ({ email_subject, email_body, sms_wording }) => {
      if (email_subject === null || email_body === null) return
      onUse?.(valuesOf({ email_subject, email_body, sms_wording }, template.catalog))
      onClose()
    },
  })
  return (
    <Dialog opened onClose={onClose} title="Versions" width={520}>
      {template.versions.length === 0 && <p>The words of the catalog have never been changed here.</p>}
      <ul className={classes.versions}>
        {template.versions.map(({ version, own, made_at, made_by }) => (
          <li key={version} className={classes.version} aria-label={`Version ${version}`}>
            <div>
              <div>
                {own ? `Version ${version}` : `Version ${version}: back to the catalog`}
                {version === template.version && ' · holds now'}
              </div>
              <div className={classes.when}>
                <Time at={made_at} /> by {made_by}
              </div>
            </div>
            {own && onUse && (
              <Button
                size="compact-sm"
                variant="default"
                loading={loading.isPending && loading.variables === version}
                onClick={() => loading.mutate(version)}
              >
                Put into the form
              </Button>
            )}
          </li>
        ))}
      </ul>
      {loading.isError && (
        <Banner tone="red" title="Could not load this version." urgent>
          {loading.error.message}
        </Banner>
      )}
    </Dialog>
  )
}
