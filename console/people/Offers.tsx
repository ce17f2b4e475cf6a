import { IconId, IconPhone } from '@tabler/icons-react'
import { keepsFocus } from '../ui/form.ts'
import classes from './SearchField.module.css'
import type { Typed } from './typed.ts'

interface OffersProps {
  meant: Exclude<Typed, { kind: 'words' }>
  mayLookUp: boolean
  onNumber: () => void
  onId: (id: string) => void
}

/** What can be done with digits that were typed into the search. */
export function Offers({ meant, mayLookUp, onNumber, onId }: OffersProps) {
  const { asId } = meant
  return (
    <div className={classes.offers} aria-live="polite">
      {!mayLookUp && <p className={classes.hint}>Only who may read the history finds people by their number.</p>}
      {mayLookUp && meant.kind === 'part' && (
        <p className={classes.hint}>A whole number, with + and country code, finds who has it.</p>
      )}
      {mayLookUp && meant.kind === 'number' && (
        <button type="button" className={classes.offer} {...keepsFocus} onClick={onNumber}>
          <IconPhone size={15} stroke={1.75} aria-hidden />
          People with {meant.masked}
        </button>
      )}
      {asId && (
        <button type="button" className={classes.offer} {...keepsFocus} onClick={() => onId(asId)}>
          <IconId size={15} stroke={1.75} aria-hidden />
          External ids that begin with {asId}
        </button>
      )}
    </div>
  )
}
