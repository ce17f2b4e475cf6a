import { useMediaQuery } from '@mantine/hooks'

/** A phone's width: one pane at a time, controls that a thumb hits. The style sheets break at the same place. */
export function useIsNarrow(): boolean {
  return useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
}
