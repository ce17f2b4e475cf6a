import type { Check, Finding } from './checker.ts'
import { inSeconds } from './figures.ts'
import type { Scenario } from './scenarios.ts'
import type { Outcome, Throughout } from './trial.ts'

/** From here on all figures are judged. */
const FULL_MINUTES = 60
const SHOWN_FINDINGS = 5

export function sayIntroduction(run: {
  scenarios: Scenario[]
  minutes: number
  seed: number
  speed: number
  throughout: Throughout
}): void {
  const { scenarios, minutes, seed, speed, throughout } = run
  const switches = [
    throughout.callbacksLost ? 'no receipt arrives' : '',
    throughout.listLagMs ? `the provider lists texts ${inSeconds(throughout.listLagMs)} late` : '',
  ].filter(Boolean)
  console.log(`Handset self-test: ${scenarios.length} scenarios, about ${minutes} minutes, seed ${seed}.

Texts are posted to a scratch installation while things go wrong. Afterwards what was asked for is compared with the
log of the simulator, which stands for the provider and writes down each text it takes. Its waits are ${speed} times shorter
than a real provider's.${switches.length ? ` All the time ${switches.join(' and ')}.` : ''}

        texts  faults   lost  double  unresolved  late  recovery`)
}

/** A scenario that was carried out. */
export interface Played {
  check: Check
  outcome: Outcome
  /** What the installation held at the end and may never hold. */
  strays: string[]
}

/** Returns whether the scenario passed. */
export function sayLine(scenario: Scenario, { check, outcome, strays }: Played, minutes: number): boolean {
  const { lost, doubles, unresolved, late } = check
  const missed = outcome.figures.filter(({ ok, timing }) => !ok && (!timing || minutes >= FULL_MINUTES))
  const reasons = shortcomings(scenario, { check, outcome, strays })
  const ok = lost.length + doubles.length + unresolved.length + late.length + missed.length + reasons.length === 0
  const columns = [
    scenario.id.padEnd(5),
    String(check.acknowledged).padStart(7),
    String(outcome.faults).padStart(7),
    String(lost.length).padStart(6),
    String(doubles.length).padStart(7),
    String(unresolved.length).padStart(11),
    String(late.length).padStart(5),
    (outcome.recoveryMs === null ? 'never' : inSeconds(outcome.recoveryMs)).padStart(9),
  ]
  console.log(`${columns.join(' ')}  ${ok ? 'ok    ' : 'FAILED'}  ${scenario.title}`)
  for (const reason of reasons) console.log(`${' '.repeat(8)}failed: ${reason}`)
  for (const { text, ok: reached } of outcome.figures)
    console.log(`${' '.repeat(8)}${reached ? '' : 'not reached: '}${text}`)
  for (const [name, findings] of Object.entries({ lost, double: doubles, unresolved, late }))
    sayFindings(name, findings)
  return ok
}

/** Why this run of a scenario proves nothing, whatever became of its texts: a test of nothing must not pass. */
export function shortcomings(
  { faultless }: Pick<Scenario, 'faultless'>,
  { check, outcome, strays }: { check: Pick<Check, 'asked' | 'acknowledged'> } & Omit<Played, 'check'>,
): string[] {
  const { wanted, faults, recoveryMs } = outcome
  return [
    wanted === 0 && 'no text was to be sent',
    check.asked !== wanted && `${wanted} texts were to be sent, and ${check.asked} were asked for`,
    check.acknowledged !== wanted &&
      `${wanted} texts were to be sent, and ${check.acknowledged} acknowledged; each was asked for again for a minute`,
    faults === 0 && !faultless && 'not one fault happened',
    strays.length > 0 && `${strays.slice(0, SHOWN_FINDINGS).join('; ')} (${strays.length} in all)`,
    recoveryMs === null && 'it never came to rest: texts still waited or were in doubt at the end',
  ].filter((reason) => reason !== false)
}

export function saySkipped(scenario: Scenario, obstacle: string): void {
  console.log(`${scenario.id}  skipped  ${scenario.title}: ${obstacle}`)
}

export function sayBroken(scenario: Scenario, error: Error): false {
  console.log(`${scenario.id}  FAILED  ${scenario.title}: could not be carried out\n        ${error.stack}`)
  return false
}

function sayFindings(name: string, findings: Finding[]): void {
  for (const { to, body, why } of findings.slice(0, SHOWN_FINDINGS))
    console.log(`        ${name}: "${body}" to ${to}: ${why}`)
  if (findings.length > SHOWN_FINDINGS) console.log(`        and ${findings.length - SHOWN_FINDINGS} more`)
}

export function sayVerdict(all: Check, { failed, carriedOut }: { failed: number; carriedOut: number }): void {
  const { acknowledged, taken, lost, doubles, unresolved, late, letGo } = all
  console.log(`
${acknowledged} texts were acknowledged and ${taken} taken by the carrier: ${lost.length} lost, ${doubles.length} sent twice, ${unresolved.length} unresolved, ${late.length} too late.
${letGo} codes ran out unsent: it was not known whether they had been sent, or their time was over.
${verdict(failed, carriedOut)}`)
}

function verdict(failed: number, carriedOut: number): string {
  if (carriedOut === 0) return 'FAILED: no scenario could be carried out.'
  return failed
    ? `FAILED: ${failed} of ${carriedOut} scenarios.`
    : 'Passed: nothing was lost and nothing was sent twice.'
}
