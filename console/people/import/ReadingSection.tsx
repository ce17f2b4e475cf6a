import { Select } from '@mantine/core'
import { Banner } from '../../ui/Banner.tsx'
import { Section } from '../../ui/Section.tsx'
import type { Import, ImportPatch } from './api.ts'
import classes from './ReadingSection.module.css'
import { delimiterWords, encodingWords, rowsIn } from './words.ts'

interface ReadingSectionProps {
  one: Import
  /** What was chosen and is not kept yet. */
  pending: ImportPatch
  onChange: (patch: ImportPatch) => void
}

/** What was found out about the file; whoever knows better says so. */
export function ReadingSection({ one, pending, onChange }: ReadingSectionProps) {
  const shown = { ...one, ...pending }
  const disabled = one.state !== 'ready'
  return (
    <Section title="File" purpose={`${rowsIn(one.rows ?? 0)}. This is what was detected; change what is wrong.`}>
      <div className={classes.choices}>
        <Select
          label="Encoding"
          data={encodings}
          value={shown.encoding ?? null}
          onChange={(encoding) => encoding && onChange({ encoding })}
          {...{ disabled, ...fixed }}
        />
        <Select
          label="Separator"
          data={delimiters}
          value={shown.delimiter ?? null}
          onChange={(delimiter) => delimiter && onChange({ delimiter })}
          {...{ disabled, ...fixed }}
        />
        <Select
          label="First row"
          data={[
            { value: 'names', label: 'Names of the columns' },
            { value: 'person', label: 'A person already' },
          ]}
          value={shown.has_header ? 'names' : 'person'}
          onChange={(picked) => picked && onChange({ has_header: picked === 'names' })}
          {...{ disabled, ...fixed }}
        />
      </div>
      {one.rows === 0 && (
        <div className={classes.none}>
          <Banner tone="amber" title="There is nobody in this file.">
            Nothing can be imported. It holds one row, which was taken for the names of the columns. If that row is a
            person, say so above; otherwise export the file again.
          </Banner>
        </div>
      )}
    </Section>
  )
}

const encodings = optionsOf(encodingWords)
const delimiters = optionsOf(delimiterWords)

function optionsOf<Value extends string>(words: Record<Value, string>): { value: Value; label: string }[] {
  return Object.entries<string>(words).map(([value, label]) => ({ value: value as Value, label }))
}

const fixed = { allowDeselect: false, withScrollArea: false, withCheckIcon: false } as const
