// npm run selftest: does to Handset what can happen to it, and counts what became of the texts.
import { join } from 'node:path'
import { readArguments } from './arguments.ts'
import { settleMs } from './patience.ts'
import { randomFrom } from './random.ts'
import { checkRecords, openRecords, sizeOf } from './records.ts'
import { type Played, sayBroken, sayIntroduction, sayLine, saySkipped, sayVerdict } from './report.ts'
import { SCENARIOS, type Scenario } from './scenarios.ts'
import { finalStates } from './settled.ts'
import { openStage, type Stage } from './stage.ts'
import { findStrays } from './strays.ts'
import { endFaults, type Throughout, type Trial } from './trial.ts'
import { retryBlindly } from './unguarded.ts'
import { connect, makeWorkspace, simulatorSettings } from './workspace.ts'

const read = readArguments(
  process.argv.slice(2),
  SCENARIOS.map(({ id }) => id),
)
if (typeof read === 'string') {
  console.error(read)
  process.exit(2)
}
const { minutes, seed, only, keep } = read
const speed = read.speed ?? (minutes < 10 ? 60 : minutes < 60 ? 40 : 12)
const throughout: Throughout = {
  callbacksLost: read.callbacksLost,
  listLagMs: read.listLag === 'settle' ? settleMs(speed) : read.listLag * 1000,
  unguarded: read.withoutGuard,
}
const scenarios = SCENARIOS.filter(({ id }) => !only || only.includes(id))

const stage = await openStage({ seed, speed, keep })
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stage.close().finally(() => process.exit(1)))
}
const folders: string[] = []
let failed = 0
let carriedOut = 0
try {
  sayIntroduction({ scenarios, minutes, seed, speed, throughout })
  for (const scenario of scenarios) {
    const obstacle = scenario.obstacle()
    if (obstacle) {
      saySkipped(scenario, obstacle)
      continue
    }
    carriedOut += 1
    const played = await play(stage, scenario).catch((error: Error) => error)
    const ok = played instanceof Error ? sayBroken(scenario, played) : sayLine(scenario, played, minutes)
    if (!ok) failed += 1
  }
  sayVerdict(checkRecords(folders, { file: stage.carrier.logFile, start: 0 }), { failed, carriedOut })
} finally {
  await stage.close()
  if (keep) console.log(`The records and the log are in ${stage.folder}`)
}
process.exit(failed > 0 || carriedOut === 0 ? 1 : 0)

async function play(stage: Stage, scenario: Scenario): Promise<Played> {
  const records = openRecords(join(stage.folder, 'records', scenario.id))
  folders.push(records.folder)
  const start = sizeOf(stage.carrier.logFile)
  const workspace = await makeWorkspace(stage, scenario.id)
  await connect(workspace, simulatorSettings(stage))
  const random = randomFrom(seed).fork(scenario.id)
  const trial: Trial = { stage, workspace, records, random, throughout, label: scenario.id }
  await endFaults(trial)
  const endRetries = throughout.unguarded ? retryBlindly(stage) : null
  const outcome = await scenario.run(trial, minutes).finally(() => Promise.all([endRetries?.(), endFaults(trial)]))
  records.said(await finalStates(stage, workspace))
  const strays = await findStrays(stage.postgres.db)
  return { check: checkRecords([records.folder], { file: stage.carrier.logFile, start }), outcome, strays }
}
