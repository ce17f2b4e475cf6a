import { setTimeout as sleep } from 'node:timers/promises'
import { backWithin } from '../figures.ts'
import { underFire } from '../fire.ts'
import type { Pauses, Traffic } from '../length.ts'
import { openPlace } from '../place.ts'
import { openProxy } from '../proxy.ts'
import { lookAt } from '../settled.ts'
import type { Stage } from '../stage.ts'
import { keepDoing, type Outcome, type Trial } from '../trial.ts'

const WORKS_AGAIN_WITHIN_MS = 10_000
const COMMITS_CUT = 0.05

/**
 * F-09: the network between Handset and its database is cut, goes silent, or breaks right after a commit, so that who
 * committed does not know whether it did.
 */
export async function cutNetwork(
  trial: Trial,
  length: Traffic & { pauseMs: Pauses; silenceMs: Pauses },
): Promise<Outcome> {
  const { stage } = trial
  const random = trial.random.fork('cuts')
  const proxy = await openProxy(stage.postgres.socket, random.fork('commits'))
  const url = new URL(stage.postgres.url)
  url.search = ''
  url.host = `127.0.0.1:${proxy.port}`
  const throughProxy = { ...stage.workerEnvironment, DATABASE_URL: url.href }
  const api = openPlace({ ...throughProxy, HANDSET_ROLE: 'api' }, stage.logFile)
  const recoveriesMs: number[] = []
  const breakOff = async () => {
    const silence = random.next() < 0.5
    if (silence) proxy.hold()
    else proxy.cut()
    await sleep(random.between(...length.silenceMs))
    proxy.heal()
    recoveriesMs.push(await untilTextsLeave(stage, trial.workspace.id))
  }
  try {
    const apiUrl = await api.start()
    await stage.staff(length.workers, throughProxy)
    return await underFire(
      { ...trial, workspace: trial.workspace.at(apiUrl) },
      {
        ...length,
        provider: { latency_ms: 20 },
        begin() {
          const endBreaks = keepDoing(random, length.pauseMs, breakOff)
          proxy.cutAfterCommits(COMMITS_CUT)
          return async () => {
            const breaks = await endBreaks()
            proxy.cutAfterCommits(0)
            return breaks + proxy.commitsCut()
          }
        },
        async figures() {
          return [
            { text: `${proxy.commitsCut()} commits whose answer was cut off`, ok: proxy.commitsCut() > 0 },
            backWithin('texts leave again', recoveriesMs, WORKS_AGAIN_WITHIN_MS),
          ]
        },
      },
    )
  } finally {
    await stage.staff(0)
    await api.stop()
    await proxy.close()
  }
}

/** Until an attempt is begun that was not there before, or nothing waits any more. */
async function untilTextsLeave(stage: Stage, workspaceId: string): Promise<number> {
  const startedMs = performance.now()
  const before = await countAttempts(stage, workspaceId)
  for (;;) {
    const { waiting } = await lookAt(stage, workspaceId)
    const tookMs = performance.now() - startedMs
    if (waiting === 0 || tookMs > 60_000 || (await countAttempts(stage, workspaceId)) > before) return tookMs
    await sleep(50)
  }
}

async function countAttempts({ postgres }: Stage, workspaceId: string): Promise<number> {
  const [row] = await postgres.db.system((tx) =>
    tx.rows<{ count: number }>(
      'selftest_attempts',
      'select count(*)::int as count from attempts where workspace_id = $1',
      [workspaceId],
    ),
  )
  return row!.count
}
