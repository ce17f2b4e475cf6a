import { Switch } from '@mantine/core'
import { charactersForcingUcs2 } from '../../shared/sms/segments.ts'
import type { Form } from '../ui/form.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import type { Template } from './api.ts'
import classes from './TemplateForm.module.css'
import { madePlain, type TemplateValues } from './template-values.ts'
import { type Target, WordField } from './WordField.tsx'

interface SmsWordingProps {
  form: Form<TemplateValues>
  catalog: Template['catalog']
  readOnly: boolean
  onFocus: (target: Target) => void
}

/** What the text says happened: the catalog's words, or one's own. */
export function SmsWording({ form, catalog, readOnly, onFocus }: SmsWordingProps) {
  const { ownSms } = form.values
  return (
    <div className={classes.sms}>
      <Switch
        label="Own words for texts"
        disabled={readOnly}
        checked={ownSms}
        onChange={(event) => form.set('ownSms', event.currentTarget.checked)}
      />
      {ownSms ? (
        <>
          <WordField
            form={form}
            name="sms"
            label="What the text says"
            help="What happened, in a few words. Name, identifier, title where it is allowed and link are added."
            rows={2}
            maxLength={500}
            readOnly={readOnly}
            onFocus={onFocus}
          />
          <Dear form={form} readOnly={readOnly} />
        </>
      ) : (
        <p className={classes.derived}>
          From the catalog: <code>{catalog.sms_wording}</code>
        </p>
      )}
    </div>
  )
}

/** One character that is not in the cheap alphabet costs the whole text more than half of its room. */
function Dear({ form, readOnly }: Pick<SmsWordingProps, 'form' | 'readOnly'>) {
  const dear = charactersForcingUcs2(form.values.sms)
  if (dear.length === 0) return null
  const list = (some: typeof dear) => [...new Set(some.map(({ character }) => character))].slice(0, 8).join(' ')
  const plain = dear.filter(({ replacement }) => replacement !== null)
  const rest = dear.filter(({ replacement }) => replacement === null)
  return (
    <div className={classes.dear} role="status">
      {plain.length > 0 && (
        <p>
          These make it UCS-2, of which 70 characters fit a segment instead of 160: <b>{list(plain)}</b>{' '}
          {!readOnly && (
            <LinkButton onClick={() => form.set('sms', madePlain(form.values.sms))}>Replace by plain ones</LinkButton>
          )}
        </p>
      )}
      {rest.length > 0 && (
        <p>
          These make it UCS-2 and have no plain form: <b>{list(rest)}</b>
        </p>
      )}
    </div>
  )
}
