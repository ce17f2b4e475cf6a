import { SegmentedControl } from '@mantine/core'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { problemIn } from '../problem.ts'
import { faultsAt } from '../settings/faults-at.ts'
import { SaveActions } from '../ui/ActionBar.tsx'
import { Banner } from '../ui/Banner.tsx'
import { type Form, useForm } from '../ui/form.ts'
import { useUnsaved } from '../ui/leaving.tsx'
import { toast } from '../ui/toast.tsx'
import { useSubmit } from '../ui/useSubmit.ts'
import { type Template, templatesApi } from './api.ts'
import { Insertions } from './Insertions.tsx'
import { Preview } from './Preview.tsx'
import { useSaved } from './queries.ts'
import { SmsWording } from './SmsWording.tsx'
import classes from './TemplateForm.module.css'
import { Theirs } from './Theirs.tsx'
import { inserted, type TemplateValues, templatePointers, templateRules, toDraft, valuesOf } from './template-values.ts'
import { type Target, WordField } from './WordField.tsx'

interface Editing {
  form: Form<TemplateValues>
  /** The version that the words were changed from. */
  basedOn: number
  setBasedOn: (version: number) => void
  /** The form holds this, as it is stored. */
  start: (template: Template) => void
}

/** What is being typed for one template; an older version or the catalog may come into it as well. */
export function useTemplateForm(template: Template): Editing {
  const form = useForm(valuesOf(template.current, template.catalog), templateRules)
  const [basedOn, setBasedOn] = useState(template.version)
  useUnsaved(form.changed)
  const start = ({ current, catalog, version }: Template) => {
    form.reset(valuesOf(current, catalog))
    setBasedOn(version)
  }
  return { form, basedOn, setBasedOn, start }
}

interface TemplateFormProps {
  template: Template
  editing: Editing
  readOnly: boolean
}

/** Words on one side, what comes of them on the other; one of both at a time where there is no room. */
export function TemplateForm({ template, editing, readOnly }: TemplateFormProps) {
  const [side, setSide] = useState('words')
  return (
    <>
      <div className={classes.side}>
        <SegmentedControl
          fullWidth
          aria-label="What to see"
          data={[
            { value: 'words', label: 'Words' },
            { value: 'preview', label: 'Preview' },
          ]}
          value={side}
          onChange={setSide}
        />
      </div>
      <div className={classes.columns} data-side={side}>
        <Words template={template} editing={editing} readOnly={readOnly} />
        <Preview template={template} values={editing.form.values} />
      </div>
    </>
  )
}

function Words({ template, editing, readOnly }: TemplateFormProps) {
  const { form, basedOn, setBasedOn, start } = editing
  const target = useRef<Target>(null)
  const noteSaved = useSaved()
  const { sending, frame } = useSubmit(form, {
    send: (values) => templatesApi.save(template.key, { ...toDraft(values), based_on: basedOn }),
    onSent: async (saved) => {
      start(saved)
      toast(`Saved as version ${saved.version}. New alerts use it from now on.`)
      await noteSaved(saved)
    },
    faultsIn: (error) => faultsAt<TemplateValues>(problemIn(error), templatePointers),
  })
  const note = (noted: Target) => {
    target.current = noted
  }
  const insert = (piece: string) => insertAt(form, target.current, piece)
  const problem = problemIn(sending.error)
  return (
    <form {...frame}>
      <div className={classes.fields}>
        <WordField
          form={form}
          name="subject"
          label="Email subject"
          help="One line."
          rows={1}
          maxLength={500}
          readOnly={readOnly}
          onFocus={note}
        />
        <WordField
          form={form}
          name="body"
          label="Email body"
          help="Blank lines part paragraphs; - makes a list, > a quote, **two stars** bold. Workspace, button and the way out are added."
          rows={8}
          maxLength={10_000}
          readOnly={readOnly}
          onFocus={note}
        />
        <SmsWording form={form} catalog={template.catalog} readOnly={readOnly} onFocus={note} />
      </div>
      {problem?.is('changed_meanwhile') ? (
        <Theirs problem={problem} templateKey={template.key} onSeen={setBasedOn} />
      ) : (
        sending.isError && <Failed error={sending.error} />
      )}
      {!readOnly && form.changed && (
        <SaveActions
          label="Save"
          busy={sending.isPending}
          onCancel={() => {
            form.reset(valuesOf(template.current, template.catalog))
            sending.reset()
          }}
        />
      )}
      <Insertions onInsert={readOnly ? undefined : insert} />
    </form>
  )
}

/** Where the cursor was last; in the body before it was anywhere. */
function insertAt(form: Form<TemplateValues>, target: Target | null, piece: string) {
  const name = target && (target.name !== 'sms' || form.values.ownSms) ? target.name : 'body'
  const element = name === target?.name ? target.element : null
  const end = form.values[name].length
  const at = element ? { start: element.selectionStart, end: element.selectionEnd } : { start: end, end }
  const { text, cursor } = inserted(form.values[name], at, piece)
  // At once, so that the next key finds the cursor behind what was put in.
  flushSync(() => form.set(name, text))
  element?.focus()
  element?.setSelectionRange(cursor, cursor)
}

/** What is wrong with the words stands at their field. */
function Failed({ error }: { error: Error }) {
  const problem = problemIn(error)
  const title = problem?.is('no_answer') ? 'It may or may not have been saved.' : 'Nothing was saved.'
  return (
    <div className={classes.outcome}>
      <Banner tone="red" title={title} urgent>
        {problem?.is('invalid') ? 'What is wrong stands at its field.' : error.message}
      </Banner>
    </div>
  )
}
