import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { Section } from '../../ui/Section.tsx'
import { toastFailure } from '../../ui/toast.tsx'
import { type Import, importApi } from './api.ts'
import { tellsWho } from './columns.ts'
import { Figures } from './Figures.tsx'
import classes from './Import.module.css'
import { ProblemsSection } from './ProblemsSection.tsx'
import { Progress } from './ProgressSection.tsx'
import { useKeepImport } from './queries.ts'
import { StartDialog } from './StartDialog.tsx'
import { rowsIn } from './words.ts'

interface CheckSectionProps {
  one: Import
  /** A choice is on its way that the check is to know of. */
  changing: boolean
  lost: boolean
}

/** A dry run, what it said, and the import itself. */
export function CheckSection({ one, changing, lost }: CheckSectionProps) {
  const { checked, state } = one
  const [starting, start] = useDisclosure(false)
  const check = useCheck(one)
  const may = tellsWho(one.columns) && one.rows !== 0 && !changing
  return (
    <>
      <Section
        title="Check"
        purpose={`Goes through all ${rowsIn(one.rows ?? 0)}, compares them with who is here, and writes nobody.`}
      >
        {state === 'checking' ? (
          <Progress one={one} lost={lost} />
        ) : (
          <>
            {checked && <Figures counts={checked} label="What the import would do" />}
            <div className={classes.actions}>
              <Button
                variant={checked ? 'default' : 'filled'}
                disabled={!may}
                loading={check.isPending}
                onClick={() => check.mutate()}
              >
                {checked ? 'Check again' : 'Check the file'}
              </Button>
              <Button variant={checked ? 'filled' : 'default'} disabled={!may} onClick={start.open}>
                {checked ? 'Import…' : 'Import without a check…'}
              </Button>
              {checked && <span className={classes.why}>Choosing something else above makes the check void.</span>}
            </div>
          </>
        )}
      </Section>
      {checked && state === 'ready' && <ProblemsSection one={one} counts={checked} run="checking" />}
      {starting && <StartDialog one={one} onClose={start.close} />}
    </>
  )
}

function useCheck(one: Import) {
  const keep = useKeepImport()
  return useMutation({
    mutationFn: () => importApi.check(one.id),
    onSuccess: keep,
    onError: (error) => toastFailure('The check was not begun.', error),
  })
}
