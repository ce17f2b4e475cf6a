import { Section } from '../ui/Section.tsx'
import { tableClass } from '../ui/Table.tsx'
import classes from './Scim.module.css'

/** What of a person is the directory's, as docs/guides/scim.md tells in full. */
const KEPT: [what: string, whose: string][] = [
  [
    'Names, email, external id, language, time zone, manager',
    'The directory’s. What somebody changes here stays until it changes something of that user.',
  ],
  [
    'Number of type mobile, else the primary one',
    'The directory’s, and before every other number of the person. It needs no code.',
  ],
  ['Active', 'The directory’s. Whoever is not gets no texts, and stays with number and groups.'],
  ['Title, department, employee number and their like', 'The directory’s, as fields of the person.'],
  ['Groups', 'Its names and its users. Whoever else is in a group stays in it.'],
  ['Other fields and other numbers', 'Yours. The directory does not touch them.'],
  ['Preferences and opt-outs', 'The person’s. A number that said STOP stays silent, whoever brings it again.'],
]

export function KeptSection() {
  return (
    <Section title="Who keeps what" purpose="A user whom the directory deletes is erased here.">
      <table className={`${tableClass.plain} ${classes.kept}`}>
        <tbody>
          {KEPT.map(([what, whose]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td>{whose}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}
