import { Select } from '@mantine/core'
import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max'
import { LinkButton } from '../../ui/LinkButton.tsx'
import classes from './ColumnsSection.module.css'

const names = new Intl.DisplayNames('en', { type: 'region' })
const countries = getCountries()
  .map((code) => ({ value: code as string, label: `${names.of(code)} (+${getCountryCallingCode(code)})` }))
  .toSorted((a, b) => a.label.localeCompare(b.label))

/** Where the reader probably is: offered, never taken without asking, since a guess would text strangers. */
function probably(): { value: string; label: string } | undefined {
  const region = new Intl.Locale(Intl.DateTimeFormat().resolvedOptions().locale).maximize().region
  return countries.find(({ value }) => value === region)
}

interface CountryFieldProps {
  country: string | null
  /** Some numbers of the file cannot be read as they are. */
  malformed: boolean
  disabled: boolean
  onChange: (change: { country: string | null }) => void
}

export function CountryField({ country, malformed, disabled, onChange }: CountryFieldProps) {
  const guess = country === null && malformed ? probably() : undefined
  return (
    <div>
      <Select
        label="Numbers without + are from"
        placeholder="No country: they are malformed"
        data={countries}
        value={country}
        onChange={(picked) => onChange({ country: picked })}
        disabled={disabled}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'No country' }}
        withScrollArea={false}
        maxDropdownHeight={320}
        nothingFoundMessage="None is called that."
        classNames={{ options: classes.options! }}
      />
      {guess && !disabled && (
        <p className={classes.help}>
          Some in the first rows cannot be read. If they are from {names.of(guess.value)},{' '}
          <LinkButton onClick={() => onChange({ country: guess.value })}>read them as such</LinkButton>.
        </p>
      )}
    </div>
  )
}
