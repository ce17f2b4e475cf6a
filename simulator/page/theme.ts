import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const accent: MantineColorsTuple = [
  '#f0f0fd',
  '#e0e1fb',
  '#c2c4f7',
  '#a0a2f1',
  '#7f82ec',
  '#6467e8',
  '#4a4de0',
  '#3d40c9',
  '#3235a6',
  '#272983',
]

/** From the lightest text to the darkest ground: Mantine paints its dark inputs from these. */
const dark: MantineColorsTuple = [
  '#ededf0',
  '#c9c9d1',
  '#a9a9b3',
  '#90909b',
  '#3a3a40',
  '#27272b',
  '#18181b',
  '#131315',
  '#0e0e10',
  '#0a0a0b',
]

/** 32 high; 44 where a thumb must hit. */
const BUTTONS: Record<string, Record<string, string>> = {
  sm: { '--button-height': 'var(--control)', '--button-padding-x': '12px' },
  xs: { '--button-height': 'var(--control-small)', '--button-padding-x': '12px' },
}

/** Raised above the page, in the dark as well, where Mantine has a grey of its own. */
const dropdown = { background: 'var(--raised)', border: '1px solid var(--line)' }

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 5 },
  colors: { accent, dark },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  defaultRadius: 6,
  shadows: { xs: 'none', sm: 'none', md: 'none', lg: 'none', xl: 'none' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: {
      defaultProps: { size: 'sm', variant: 'default' },
      vars: (_: unknown, props: { size?: string }) => ({ root: BUTTONS[props.size ?? 'sm'] ?? {} }),
    },
    Input: {
      vars: (_: unknown, props: { size?: string }) => ({
        wrapper: { '--input-height': props.size === 'xs' ? 'var(--control-small)' : 'var(--control)' },
      }),
    },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Tooltip: { defaultProps: { openDelay: 200, multiline: true, events: { hover: true, focus: true, touch: true } } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Modal: {
      defaultProps: {
        closeButtonProps: { 'aria-label': 'Close' },
        transitionProps: { duration: 120, transition: 'fade' },
      },
    },
    Menu: { defaultProps: { transitionProps: { duration: 80 } }, styles: { dropdown } },
    Select: { styles: { dropdown } },
  },
})

/** Mantine's variables spoken in ours: a colour is said once, in tokens.css. */
export const variables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--page)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-3)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--red)',
    '--mantine-color-default': 'var(--page)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-strong)',
  }
  return { variables: {}, light: both, dark: both }
}
