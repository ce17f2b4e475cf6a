import { MultiSelect } from '@mantine/core'
import { COUNTRIES } from '../../shared/countries.ts'
import type { SettingsOut } from '../api.ts'
import { useForm } from '../ui/form.ts'
import { Row } from '../ui/Section.tsx'
import classes from './CountriesSection.module.css'
import { useEditing } from './editing.tsx'
import { SaveForm } from './SaveForm.tsx'
import { SettingsSection } from './SettingsSection.tsx'

const names = new Intl.DisplayNames('en', { type: 'region' })
const choices = COUNTRIES.map((value) => ({ value, label: names.of(value) ?? value })).sort((a, b) =>
  a.label.localeCompare(b.label),
)

/** Where texts may go: fraud goes where nobody of one's own lives. */
export function CountriesSection({ settings }: { settings: SettingsOut }) {
  return (
    <SettingsSection
      id="countries"
      title="Countries"
      purpose="Where texts and codes may go: fraud asks for them elsewhere."
      summary={inWords(settings.allowed_countries)}
      edit="Edit"
      form={<CountriesForm settings={settings} />}
    >
      <CountriesRow settings={settings} />
    </SettingsSection>
  )
}

function CountriesRow({ settings: { allowed_countries } }: { settings: SettingsOut }) {
  return (
    <Row label="Allowed">
      {inWords(allowed_countries)}{' '}
      {allowed_countries.length === 0 && <span className="quiet">but premium and satellite numbers</span>}
    </Row>
  )
}

function CountriesForm({ settings }: { settings: SettingsOut }) {
  const editing = useEditing()
  const form = useForm({ countries: settings.allowed_countries }, () => ({}))
  return (
    <SaveForm
      form={form}
      settings={settings}
      toPatch={({ countries }) => ({ allowed_countries: countries })}
      pointers={{ '/allowed_countries': 'countries' }}
      onSaved={(saved) => editing.saved('countries', saved.checks)}
      theirs={(theirs) => <CountriesRow settings={theirs} />}
    >
      <MultiSelect
        label="Allowed countries"
        description="None chosen: all. Texts to other countries are recorded as skipped, and nobody can confirm a number there. Premium and satellite numbers are never texted."
        data={choices}
        value={form.values.countries}
        onChange={(countries) => form.set('countries', countries)}
        placeholder={form.values.countries.length === 0 ? 'All countries' : undefined}
        searchable
        clearable
        hidePickedOptions
        nothingFoundMessage="No such country"
        classNames={{ inputField: classes.field! }}
        clearButtonProps={{ 'aria-label': 'Allow all countries' }}
      />
    </SaveForm>
  )
}

function inWords(countries: string[]): string {
  if (countries.length === 0) return 'All countries'
  return countries.map((code) => names.of(code) ?? code).join(', ')
}
