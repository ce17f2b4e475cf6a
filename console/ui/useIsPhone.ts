import { useMediaQuery } from '@mantine/hooks'

/** One column, thumbs, sheets from below. The same width as in the style sheets. */
export function useIsPhone(): boolean {
  return useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false }) ?? false
}
