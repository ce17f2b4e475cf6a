import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { AxeResults } from 'axe-core'
import type { BrowserContext, Page, Response } from 'playwright-core'

export const WIDTHS = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const
export const SCHEMES = ['light', 'dark'] as const

/** What a browser complained about, and every answer it was given. */
export interface Watch {
  complaints: string[]
  /** Where at this origin one of these stands in an address or an answer. */
  leaks(origin: string, secrets: string[]): Promise<string[]>
}

/** An answer that refuses is not a fault of the page, though the browser writes it down as one. */
const REFUSED = /^Failed to load resource: the server responded with a status of 4(01|04|09|22) /

export function watch(context: BrowserContext): Watch {
  const complaints: string[] = []
  const answers: Promise<{ url: string; text: string }>[] = []
  context.on('console', (message) => {
    if (message.type() === 'error' && !REFUSED.test(message.text())) complaints.push(message.text())
  })
  context.on('weberror', (error) => complaints.push(String(error.error())))
  context.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`)
    if (response.request().resourceType() === 'fetch') answers.push(read(response))
  })
  return {
    complaints,
    async leaks(origin, secrets) {
      const own = (await Promise.all(answers)).filter(({ url }) => url.startsWith(origin))
      return own.filter(({ url, text }) => secrets.some((one) => `${url}\n${text}`.includes(one))).map(({ url }) => url)
    },
  }
}

/** A stream has no end to wait for, and an answer may be dropped by a page that goes away. */
async function read(response: Response): Promise<{ url: string; text: string }> {
  const isStream = response.headers()['content-type']?.startsWith('text/event-stream')
  const text = isStream ? '' : await response.text().catch(() => '')
  return { url: response.url(), text }
}

/** All that a page keeps: what it shows, what stands in its fields, and what it stored. */
export async function keptBy(page: Page): Promise<string> {
  const stored = await page.context().storageState({ indexedDB: true })
  const inPage = await page.evaluate<string[]>(`[
    document.documentElement.outerHTML,
    ...[...document.querySelectorAll('input, textarea')].map((field) => field.value),
    JSON.stringify({ ...sessionStorage }),
    JSON.stringify(history.state),
    location.href,
  ]`)
  return [...inPage, JSON.stringify(stored)].join('\n')
}

const axe = readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/**
 * What keeps people out, serious or worse, in both widths and both schemes; the page is left wide and light. `onlyWide`
 * is for what another width would close.
 */
export async function barriers(page: Page, screen: string, { onlyWide = false } = {}): Promise<string[]> {
  const found: string[] = []
  for (const [width, viewport] of Object.entries(WIDTHS).reverse()) {
    if (onlyWide && width !== 'wide') continue
    await page.setViewportSize(viewport)
    for (const colorScheme of [...SCHEMES].reverse()) {
      await page.emulateMedia({ colorScheme })
      for (const line of await runAxe(page)) found.push(`${screen}, ${width}, ${colorScheme}: ${line}`)
    }
  }
  return found
}

async function runAxe(page: Page): Promise<string[]> {
  if (await page.evaluate(`!('axe' in window)`)) await page.evaluate(await axe)
  await settled(page)
  const { violations } = await page.evaluate<AxeResults>(`axe.run({ resultTypes: ['violations'] })`)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes: [first, ...more] }) => `${id}, ${more.length} more like ${first?.html} ${first?.failureSummary}`)
}

/** The scheme is the one that was asked for, nothing moves any more (but what moves for ever), and all of it is drawn. */
export async function settled(page: Page): Promise<void> {
  // One evaluation that waits by itself: Playwright's own way of asking again is forbidden by the page's policy.
  await page.evaluate(`(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    const moves = (one) => one.playState === 'running' && one.effect.getComputedTiming().iterations !== Infinity
    const scheme = () => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
    // A page without a script follows the scheme by itself.
    const drawn = () => document.documentElement.dataset.mantineColorScheme ?? scheme()
    const isOther = () => drawn() !== scheme()
    const until = performance.now() + 10_000
    await frame()
    while (isOther() || document.fonts.status !== 'loaded' || document.getAnimations().some(moves)) {
      if (performance.now() > until) throw new Error('The page does not come to rest.')
      await frame()
    }
    await frame()
  })()`)
}
