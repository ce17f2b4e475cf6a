import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Banner } from '../../ui/Banner.tsx'
import { Section } from '../../ui/Section.tsx'
import type { Import } from './api.ts'
import { Figures } from './Figures.tsx'
import classes from './Import.module.css'
import { ProblemsSection } from './ProblemsSection.tsx'
import { number } from './words.ts'

/** What became of an import that has ended. */
export function ResultSections({ one }: { one: Import }) {
  const { state, counts, rows_done } = one
  const wasStarted = state === 'done' || rows_done > 0
  return (
    <>
      {state === 'failed' && <Failed one={one} />}
      <Section title="Result">
        {wasStarted ? (
          <Figures counts={counts} label="What the import did" />
        ) : (
          <p className="quiet">Nobody was imported.</p>
        )}
        <div className={classes.actions}>
          {wasStarted && (
            <Button variant="default" component={Link} to="/people">
              See people
            </Button>
          )}
          {wasStarted && one.columns.some(({ to }) => to === 'phone') && (
            <Button variant="default" component={Link} to="/people/phone-quality">
              Open phone quality
            </Button>
          )}
          <Button variant="default" component={Link} to="/people/import">
            Import another file
          </Button>
        </div>
      </Section>
      {wasStarted && <ProblemsSection one={one} counts={counts} run="importing" />}
    </>
  )
}

function Failed({ one: { rows_done, rows } }: { one: Import }) {
  return (
    <div className={classes.failed}>
      <Banner tone="red" title={`The import stopped after row ${number(rows_done)} of ${number(rows ?? 0)}.`}>
        Those before it are imported and can be texted; the rest was not taken. Handset failed there several times over,
        which is a fault of its own or of its database. The operator finds why in the log; then import the file again:
        whoever has an external id or email address is not doubled.
      </Banner>
    </div>
  )
}
