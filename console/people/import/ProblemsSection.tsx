import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { ToneIcon } from '../../ui/Chip.tsx'
import { Section } from '../../ui/Section.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { LoadError } from '../../ui/states.tsx'
import { Older, WaitingLines } from '../../ui/Table.tsx'
import { toastFailure } from '../../ui/toast.tsx'
import { type Import, type ImportCounts, type ImportProblem, type ImportRun, importApi } from './api.ts'
import classes from './ProblemsSection.module.css'
import { problemsQuery } from './queries.ts'
import { kindsIn, number, refusalWords, remarkWords } from './words.ts'

interface ProblemsSectionProps {
  one: Import
  counts: ImportCounts
  run: ImportRun
}

/** What was wrong with which line: how often each kind, then line by line, and as a file. */
export function ProblemsSection({ one, counts, run }: ProblemsSectionProps) {
  const take = useMutation({
    mutationFn: () => importApi.exportProblems(one.id, run),
    onSuccess: saveFile,
    onError: (error) => toastFailure('Nothing was downloaded.', error),
  })
  if (Object.keys(counts.problems).length === 0)
    return (
      <Section title="Problems">
        <p className="quiet">None. Every row is taken as it stands.</p>
      </Section>
    )
  return (
    <Section
      title="Problems"
      purpose="With the number of the line in the file. Mend them there and import it again: whoever has an external id or email address is not doubled."
      action={
        <Button variant="default" loading={take.isPending} onClick={() => take.mutate()}>
          Download
        </Button>
      }
    >
      <Kinds counts={counts} />
      <Lines one={one} run={run} />
    </Section>
  )
}

function Kinds({ counts }: { counts: ImportCounts }) {
  const kinds = [
    ...kindsIn(counts, refusalWords).map(([kind, count]) => ({ kind, count, refused: true })),
    ...kindsIn(counts, remarkWords).map(([kind, count]) => ({ kind, count, refused: false })),
  ]
  return (
    <ul className={classes.kinds} aria-label="Problems by kind">
      {kinds.map(({ kind, count, refused }) => (
        <li key={kind}>
          <ToneIcon tone={refused ? 'red' : 'amber'} />
          <span className={classes.count}>{number(count)}</span>
          <span>
            {refused && 'Refused: '}
            {(refused ? refusalWords : remarkWords)[kind as ImportProblem['kind']]}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Lines({ one, run }: { one: Import; run: ImportRun }) {
  const list = useInfiniteQuery(problemsQuery(one, run))
  const problems = list.data?.pages.flatMap((page) => page.items)
  if (list.isPending) return <WaitingLines />
  if (!problems) return <LoadError thing="the lines" retry={list.refetch} />
  return (
    <>
      <ol className={classes.lines} aria-label="Problems by line">
        {problems.map(({ line, kind, refused, column, detail }) => (
          <li key={`${line} ${kind}`}>
            <span className={classes.line}>Line {line}</span>
            <ToneIcon tone={refused ? 'red' : 'amber'} />
            <span>
              {refused && 'Refused. '}
              {column && <b>{column}: </b>}
              {detail}
            </span>
          </li>
        ))}
      </ol>
      {list.isFetchNextPageError ? (
        <LoadError thing="more lines" retry={list.fetchNextPage} />
      ) : (
        <Older list={list} label="More lines" />
      )}
    </>
  )
}
