import { createTheme, localStorageColorSchemeManager, type CSSVariablesResolver } from '@mantine/core';

export const schemeManager = localStorageColorSchemeManager({ key: 'kopa-scheme' });

export const theme = createTheme({
  fontFamily: "'Figtree Variable', system-ui, sans-serif",
  headings: { fontFamily: "'Figtree Variable', system-ui, sans-serif", fontWeight: '720' },
  primaryColor: 'kopa',
  // Dark schemes fill with shade 6: the default shade 4 gives white text too little contrast.
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 'md',
  colors: {
    kopa: [
      '#eaf2fc',
      '#d2e2f7',
      '#a5c5ef',
      '#74a6e6',
      '#4d8adc',
      '#3476d3',
      '#2565c0',
      '#184b92',
      '#14315f',
      '#0d2142',
    ],
  },
});

/** Library defaults that fail contrast; its own variables outrank a style sheet, so they are replaced here. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-placeholder': '#5b6472', '--mantine-color-dimmed': '#4a5464' },
  dark: { '--mantine-color-placeholder': '#a3acba', '--mantine-color-dimmed': '#b3bcc9' },
});
