import { FILTERS, VARIABLES } from '../../shared/template-variables.ts'
import { keepsFocus } from '../ui/form.ts'
import classes from './TemplateForm.module.css'

/** Of what anything may come with an event, one that often does. */
const OFTEN: Record<string, string> = {
  'entity.properties.*': 'entity.properties.project',
  'before.*': 'before.priority',
  'after.*': 'after.priority',
}

/** All that a template may say, with what it is filled with in the sample; pressed, it is put where the cursor was. */
export function Insertions({ onInsert }: { onInsert: ((piece: string) => void) | undefined }) {
  return (
    <details className={classes.insertions}>
      <summary>What a template may say</summary>
      <h3 className={classes.kind}>Variables</h3>
      <div className={classes.reference}>
        {VARIABLES.map(({ name, meaning, sample }) => (
          <Piece key={name} piece={`{{ ${OFTEN[name] ?? name} }}`} onInsert={onInsert}>
            {meaning} <span className={classes.sample}>{sample}</span>
          </Piece>
        ))}
      </div>
      <h3 className={classes.kind}>Filters</h3>
      <div className={classes.reference}>
        {FILTERS.map(({ name, meaning, example }) => (
          <Piece key={name} piece={example} onInsert={onInsert}>
            {meaning}
          </Piece>
        ))}
      </div>
    </details>
  )
}

interface PieceProps {
  piece: string
  onInsert: ((piece: string) => void) | undefined
  children: React.ReactNode
}

function Piece({ piece, onInsert, children }: PieceProps) {
  return (
    <div className={classes.piece}>
      {onInsert ? (
        <button type="button" className={classes.insert} {...keepsFocus} onClick={() => onInsert(piece)}>
          {piece}
        </button>
      ) : (
        <code>{piece}</code>
      )}
      <span className={classes.meaning}>{children}</span>
    </div>
  )
}
