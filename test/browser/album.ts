import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { SCHEMES, settled, WIDTHS } from './look.ts'

interface Shot {
  page?: Page
  /** The whole page and not only what fits the screen. */
  whole?: boolean
  only?: keyof typeof WIDTHS
}

/** Pictures of one state after the other, each in both widths and both schemes. */
export interface Album {
  page: Page
  take(name: string, shot?: Shot): Promise<void>
  /** A page with all pictures, state by state. */
  close(): Promise<void>
}

export async function openAlbum(folder: string, page: Page): Promise<Album> {
  await mkdir(folder, { recursive: true })
  const states: { name: string; files: string[] }[] = []
  return {
    page,
    async take(name, shot = {}) {
      const files = await picture(shot.page ?? page, join(folder, name), shot)
      states.push({ name, files: files.map((suffix) => name + suffix) })
      console.log(name)
    },
    close: () => writeFile(join(folder, 'index.html'), indexOf(states)),
  }
}

/** Wide comes last, so that the page is left as most steps expect it. */
async function picture(page: Page, path: string, { whole = false, only }: Shot): Promise<string[]> {
  const suffixes: string[] = []
  for (const width of ['phone', 'wide'] as const) {
    if (only && only !== width) continue
    await page.setViewportSize(WIDTHS[width])
    if (whole) await growToContent(page)
    // Where the mouse was left, something may look as if it were about to be pressed.
    await page.mouse.move(0, 0)
    for (const colorScheme of [...SCHEMES].reverse()) {
      await page.emulateMedia({ colorScheme })
      await settled(page)
      const suffix = `-${WIDTHS[width].width}-${colorScheme}.png`
      await page.screenshot({ path: path + suffix })
      suffixes.push(suffix)
    }
  }
  await page.setViewportSize(WIDTHS.wide)
  return suffixes
}

/** A taller window and not a longer picture: bars that keep to an edge of the window would lie across the middle of it. */
async function growToContent(page: Page): Promise<void> {
  const { width, height } = page.viewportSize()!
  await settled(page)
  const needed = await page.evaluate<number>('document.documentElement.scrollHeight')
  await page.setViewportSize({ width, height: Math.max(height, needed) })
}

function indexOf(states: { name: string; files: string[] }[]): string {
  const sections = states.map(
    ({ name, files }) =>
      `<h2>${name}</h2><p>${files.map((file) => `<a href="${file}"><img src="${file}" alt="" height="400"></a>`).join(' ')}</p>`,
  )
  return `<!doctype html><meta charset="utf-8"><title>Screens</title>${sections.join('\n')}\n`
}
