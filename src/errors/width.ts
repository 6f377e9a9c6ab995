import stringWidth from 'string-width'

/** Columns that a text takes on a terminal; tabs count one. */
export const textWidth = (text: string): number => stringWidth(text.replaceAll('\t', ' '))
