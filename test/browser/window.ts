import { after } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { findChromium, launch, NO_CHROMIUM } from './chromium.ts'
import { barriers, type Watch, WIDTHS, watch } from './look.ts'
import { openSite, type Site } from './site.ts'

/** A browser in front of a Handset that nobody owns yet. */
export interface Window {
  site: Site
  context: BrowserContext
  page: Page
  seen: Watch
  /** What kept people out on the screens that were checked. */
  found: string[]
  /** Looks for what keeps people out on the screen as it is now. */
  checkAccess(screen: string, at?: Page, options?: { onlyWide: boolean }): Promise<void>
}

const chromium = await findChromium()

/** Why a suite that opens a window is skipped. */
export const skip = chromium ? false : NO_CHROMIUM

/** For the suite that calls it: closed when its last test has ended, however far the opening came. */
export async function openWindow(environment: Record<string, string> = {}): Promise<Window> {
  let site: Site | undefined
  let browser: Browser | undefined
  after(async () => {
    await browser?.close()
    await site?.stop()
  })
  site = await openSite(environment)
  browser = await launch(chromium!)
  const context = await browser.newContext({ reducedMotion: 'reduce', colorScheme: 'light' })
  context.setDefaultTimeout(10_000)
  const seen = watch(context)
  const page = await context.newPage()
  await page.setViewportSize(WIDTHS.wide)
  const found: string[] = []
  const checkAccess: Window['checkAccess'] = async (screen, at = page, options) => {
    found.push(...(await barriers(at, screen, options)))
  }
  return { site, context, page, seen, found, checkAccess }
}
