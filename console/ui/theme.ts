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

/** The greys of tokens.css where Mantine reaches for its own. */
const dark: MantineColorsTuple = [
  '#ededf0',
  '#c9c9d1',
  '#a9a9b3',
  '#90909b',
  '#3a3a40',
  '#27272b',
  '#1a1a1d',
  '#131315',
  '#0e0e10',
  '#09090a',
]

const text = (size: number, line: number) => ({ fontSize: `${size}px`, lineHeight: `${line}px`, fontWeight: '600' })

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 6,
  colors: { accent, dark },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  headings: {
    fontFamily: "'Inter Variable', system-ui, sans-serif",
    sizes: {
      h1: text(20, 28),
      h2: text(14, 20),
      h3: text(13, 18),
      h4: text(13, 18),
      h5: text(13, 18),
      h6: text(13, 18),
    },
  },
  radius: { xs: '3px', sm: '6px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  shadows: { xs: 'none', sm: 'none', md: 'none', lg: 'none', xl: 'none' },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] } },
    Textarea: { defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] } },
    MultiSelect: { defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] } },
    PasswordInput: { defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] } },
    Tooltip: { defaultProps: { openDelay: 200, withArrow: false, events: { hover: true, focus: true, touch: true } } },
    // The placeholder would be a child of the menu that is no item of it.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, shadow: 'none', transitionProps: { duration: 80 } } },
    // What lies behind is held by base.css: Mantine's own way writes styles into the page, which its policy forbids.
    Modal: { defaultProps: { transitionProps: { duration: 120, transition: 'fade' }, lockScroll: false } },
    ModalRoot: { defaultProps: { lockScroll: false } },
    DrawerRoot: { defaultProps: { lockScroll: false } },
    // The list itself scrolls: a scrolling frame around it would be a stop for the keyboard with nothing in it.
    Autocomplete: {
      defaultProps: { withScrollArea: false },
      styles: {
        dropdown: { background: 'var(--raised)' },
        options: { maxHeight: 320, overflowY: 'auto' },
        groupLabel: { color: 'var(--ink-2)' },
      },
    },
    Radio: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    // Hairlines between some of the choices and not between others look like a mistake.
    SegmentedControl: { defaultProps: { withItemsBorders: false } },
    Switch: { defaultProps: { size: 'sm', withThumbIndicator: false } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
  },
})

/** Mantine's variables spoken in ours, so that a colour is said once, in tokens.css. */
export const variables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--page)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-3)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--red)',
    '--mantine-color-default': 'var(--raised)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-disabled': 'var(--neutral-back)',
    '--mantine-color-disabled-color': 'var(--ink-3)',
    '--mantine-color-disabled-border': 'var(--line)',
    '--mantine-color-accent-filled': 'var(--accent-fill)',
    '--mantine-color-accent-filled-hover': 'var(--accent-fill-hover)',
    '--mantine-primary-color-filled': 'var(--accent-fill)',
    '--mantine-primary-color-filled-hover': 'var(--accent-fill-hover)',
    '--mantine-color-red-filled': 'var(--red-fill)',
    '--mantine-color-red-filled-hover': 'var(--red-fill)',
    '--mantine-color-gray-light-hover': 'var(--hover)',
  }
  return { variables: {}, light: both, dark: both }
}
