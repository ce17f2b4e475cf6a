import { Banner } from '../../ui/Banner.tsx'
import { Section } from '../../ui/Section.tsx'
import type { Import, ImportPatch, ImportPreview } from './api.ts'
import { ColumnRow } from './ColumnRow.tsx'
import classes from './ColumnsSection.module.css'
import { changed, findsAgain, keysOf, tellsWho, toPatch } from './columns.ts'

interface ColumnsSectionProps {
  one: Import
  /** What was chosen and is not kept yet. */
  pending: ImportPatch['columns']
  preview: ImportPreview | undefined
  onChange: (patch: ImportPatch) => void
}

/** What each column of the file becomes. */
export function ColumnsSection({ one, pending, preview, onChange }: ColumnsSectionProps) {
  const columns = one.columns.map((column, i) => ({ ...column, ...asChosen(pending?.[i]) }))
  const keys = keysOf(columns)
  const malformed = preview?.rows.some(({ problems }) => problems.some(({ kind }) => kind === 'no_phone_number'))
  return (
    <Section
      title="Columns"
      purpose="What each of them becomes. Suggested by its name; whoever is known by external id, or else by email address, is changed."
    >
      <ul className={classes.columns}>
        {columns.map((column, i) => (
          <ColumnRow
            key={keys[i]!}
            column={column}
            samples={preview?.samples[i]}
            taken={columns.flatMap(({ to }) => (to === null ? [] : [to]))}
            malformed={malformed ?? false}
            disabled={one.state !== 'ready'}
            onChange={(change) => onChange({ columns: toPatch(changed(columns, i, change)) })}
          />
        ))}
      </ul>
      <Who columns={columns} />
    </Section>
  )
}

function Who({ columns }: Pick<Import, 'columns'>) {
  if (!tellsWho(columns))
    return (
      <Banner tone="amber" title="No column tells who somebody is.">
        Nothing can be imported, since nobody could be told from anybody else. The names of the columns were probably
        not known here. Choose which one is the external id, the email address or a name.
      </Banner>
    )
  if (findsAgain(columns)) return null
  return (
    <Banner tone="amber" title="By a name alone nobody is found again.">
      Everybody in this file is added anew, also who is here already, and would be texted twice. If the file has an
      external id or an email address, choose its column.
    </Banner>
  )
}

function asChosen(chosen: NonNullable<ImportPatch['columns']>[number] | undefined) {
  return chosen && { to: chosen.to, country: chosen.country ?? null }
}
