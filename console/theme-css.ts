import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from '@mantine/core'
import type { Plugin } from 'vite'
import { theme, variables } from './ui/theme.ts'

const NAME = 'virtual:theme.css'

/**
 * The theme's variables as a file. Mantine would write them into the page as it starts, which the page's policy forbids
 * (docs/decisions/0027): only styles that come as files are taken.
 */
export function themeCss(): Plugin {
  return {
    name: 'handset-theme-css',
    resolveId: (id) => (id === NAME ? `/${NAME}` : null),
    load: (id) => (id === `/${NAME}` ? themeVariables() : null),
  }
}

type Variables = Record<'variables' | 'light' | 'dark', Record<string, string>>

/** Ours, and of Mantine's those that differ from what its own files say. */
function themeVariables(): string {
  const ours = mergeMantineTheme(DEFAULT_THEME, theme)
  const known: Variables = defaultCssVariablesResolver(DEFAULT_THEME)
  const themed: Variables = defaultCssVariablesResolver(ours)
  const spoken: Variables = variables(ours)
  const changed = (part: keyof Variables) =>
    Object.fromEntries(
      Object.entries({ ...themed[part], ...spoken[part] }).filter(([name, value]) => known[part][name] !== value),
    )
  return convertCssVariables(
    { variables: changed('variables'), light: changed('light'), dark: changed('dark') } as Parameters<
      typeof convertCssVariables
    >[0],
    ':root',
  )
}
