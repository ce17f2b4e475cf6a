import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inSeconds } from '../figures.ts'
import { underFire } from '../fire.ts'
import { requestTimeoutMs } from '../patience.ts'
import { openPlace, type Place } from '../place.ts'
import { spawnHandset } from '../process.ts'
import { type Figure, type Outcome, setFaults, type Trial } from '../trial.ts'

const ADOPTED_WITHIN_MS = 2000
const BACK_WITHIN_MS = 5000

/**
 * F-10: Handset as one process with a database of its own, as `npm start` runs it. Node is killed and takes its database
 * over again; PostgreSQL alone is killed; a second Handset wants the same folder; it is asked to stop while texts are on
 * their way; and a pid file is left that names a stranger.
 */
export async function live(
  trial: Trial,
  length: { texts: number; perSecond: number; rounds: number },
): Promise<Outcome> {
  const { stage } = trial
  await stage.staff(0)
  await stage.api.stop()
  const place = openPlace({ ...stage.apiEnvironment, HANDSET_ROLE: 'all' }, stage.logFile)
  await place.start()
  const figures = new Map<string, Figure>()
  const steps = [killNode, killPostmaster, startSecond, stopInFlight, leaveStalePid]
  const playing = (async () => {
    for (let round = 0; round < length.rounds; round++) {
      for (const step of steps) {
        const figure = await step(trial, place)
        if (!figures.get(step.name) || !figure.ok) figures.set(step.name, figure)
      }
    }
    return length.rounds * steps.length
  })()
  try {
    const outcome = await underFire(trial, { ...length, begin: () => () => playing })
    return { ...outcome, figures: [...figures.values()] }
  } finally {
    await place.stop()
    await stage.api.start()
  }
}

async function killNode({ stage }: Trial, place: Place): Promise<Figure> {
  const before = stage.postgres.postmasterPid()
  const startedMs = performance.now()
  place.kill('SIGKILL')
  await place.ready()
  const tookMs = performance.now() - startedMs
  const adopted = stage.postgres.postmasterPid() === before
  return {
    text: `(a) node killed: ${adopted ? 'its database was taken over' : 'another database was started'} in ${inSeconds(tookMs)}`,
    ok: adopted,
    ...(adopted && tookMs > ADOPTED_WITHIN_MS && { ok: false, timing: true }),
  }
}

async function killPostmaster({ stage }: Trial): Promise<Figure> {
  const before = stage.postgres.postmasterPid()!
  const startedMs = performance.now()
  process.kill(before, 'SIGKILL')
  while (stage.postgres.postmasterPid() === before) await sleep(20)
  await stage.postgres.answers()
  const tookMs = performance.now() - startedMs
  return {
    text: `(b) PostgreSQL killed: back in ${inSeconds(tookMs)}`,
    ok: tookMs <= BACK_WITHIN_MS,
    timing: true,
  }
}

async function startSecond({ stage }: Trial): Promise<Figure> {
  const second = spawnHandset({ ...stage.apiEnvironment, HANDSET_PORT: '0' }, stage.logFile)
  const listens = await second.listens
  if (listens) second.kill('SIGTERM')
  const code = await second.exited
  const refused = listens === null && code === 1 && second.words().includes('in use by process')
  return { text: `(c) a second Handset on the same folder: ${refused ? 'refused' : 'not refused'}`, ok: refused }
}

/** The answers come after half of the time for which they are waited for, and 5 seconds at most. */
async function stopInFlight(trial: Trial, place: Place): Promise<Figure> {
  const { stage, workspace } = trial
  await setFaults(trial, { latency_ms: Math.min(5000, Math.round(requestTimeoutMs(stage.speed) / 2)) })
  const open = await untilOpen(trial)
  const code = await place.stop()
  await setFaults(trial, { latency_ms: 0 })
  await place.start()
  const rows = await stage.postgres.db.system((tx) =>
    tx.rows<{ state: string }>(
      'selftest_outcomes',
      `select a.state from attempts a join unnest($2::text[], $3::int[]) as o(id, n) on o.id = a.message_id and o.n = a.n
       where a.workspace_id = $1 and a.state in ('started', 'unknown')`,
      [workspace.id, open.map(({ message_id }) => message_id), open.map(({ n }) => n)],
    ),
  )
  const unfinished = rows.filter(({ state }) => state === 'started').length
  const unanswered = rows.length - unfinished
  return {
    text: `(d) asked to stop with ${open.length} texts on their way: ${open.length - unfinished} outcomes stored, ${unanswered} without an answer in time, exit ${code}`,
    ok: rows.length === 0 && code === 0,
    // That an answer was late on a machine with other work says nothing about stopping.
    ...(unfinished === 0 && code === 0 && { timing: true }),
  }
}

async function untilOpen({ stage, workspace }: Trial): Promise<{ message_id: string; n: number }[]> {
  const deadlineMs = performance.now() + 5000
  for (;;) {
    const open = await stage.postgres.db.system((tx) =>
      tx.rows<{ message_id: string; n: number }>(
        'selftest_open',
        "select message_id, n from attempts where workspace_id = $1 and state = 'started'",
        [workspace.id],
      ),
    )
    if (open.length > 0 || performance.now() > deadlineMs) return open
    await sleep(20)
  }
}

async function leaveStalePid({ stage }: Trial, place: Place): Promise<Figure> {
  await place.stop()
  const stranger = spawn('sleep', ['60'])
  const { folder } = stage.postgres
  const now = Math.floor(Date.now() / 1000)
  await writeFile(join(folder, 'postmaster.pid'), `${stranger.pid}\n${folder}\n${now}\n5432\n\n\n`)
  const startedMs = performance.now()
  const url = await place.start().catch(() => null)
  stranger.kill()
  return {
    text: `(e) a pid file that names a stranger: ${url ? `started in ${inSeconds(performance.now() - startedMs)}` : 'not started'}`,
    ok: url !== null,
  }
}
