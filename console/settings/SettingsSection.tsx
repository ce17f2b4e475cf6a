import { useCan } from '../shell/session.ts'
import { Ladder } from '../ui/Ladder.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Section } from '../ui/Section.tsx'
import { type SectionId, useEditing } from './editing.tsx'
import { rungsOf } from './rungs.ts'

interface SettingsSectionProps {
  id: SectionId
  title: string
  purpose: string
  /** One line for a phone, where a closed section is two lines. */
  summary?: React.ReactNode
  /** What the button beside the heading says; none where there is nothing to edit. */
  edit?: string | undefined
  form?: React.ReactNode
  /** A part of it that is edited by itself; it is open with that too. */
  part?: SectionId
  children: React.ReactNode
}

/** A section to read, and in its place the form while it is the one being edited. */
export function SettingsSection({ id, title, purpose, summary, edit, form, part, children }: SettingsSectionProps) {
  const editing = useEditing()
  const mayEdit = useCan('sms.configure')
  const isEdited = mayEdit && editing.edited === id && form !== undefined
  const open = editing.shown === id || (part !== undefined && editing.shown === part) || isEdited
  const isPartEdited = part !== undefined && editing.edited === part
  const lines = editing.checked?.section === id ? editing.checked.lines : []
  return (
    <Section
      id={id}
      title={title}
      purpose={purpose}
      summary={summary}
      open={open}
      onToggle={() => editing.show(open ? null : id)}
      action={
        edit &&
        mayEdit &&
        !isEdited &&
        !isPartEdited && (
          <LinkButton onClick={() => editing.edit(id)} aria-label={`${edit} ${title}`}>
            {edit}
          </LinkButton>
        )
      }
    >
      {isEdited ? form : children}
      {!isEdited && lines.length > 0 && <Ladder label="What was checked" rungs={rungsOf(lines)} />}
    </Section>
  )
}
